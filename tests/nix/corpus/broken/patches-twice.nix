{ lib, ... }:
{
  boot.kernelPatches = [ ];
  boot.kernelPatches = [ { name = "slim"; patch = null; structuredExtraConfig = { A = lib.kernel.yes; }; } ];
}
