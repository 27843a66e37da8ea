{ lib, ... }:
{
  boot.kernelPatches = [
    { name = "slim"; patch = null; structuredExtraConfig = { A = yes; B = lib.kernel.yes; }; }
  ];
}
