{ lib, ... }:
{
  boot.kernelPatches = [
    { name = "slim"; patch = null; structuredExtraConfig = { A = lib.kernel.yes; A = lib.kernel.no; B = lib.kernel.yes; }; }
  ];
}
