{ lib, ... }:
{
  boot.kernelPatches = [
    { name = "twin"; patch = null; structuredExtraConfig = { A = lib.kernel.yes; }; }
    { name = "twin"; patch = null; structuredExtraConfig = { A = lib.kernel.no; }; }
    { name = "single"; patch = null; structuredExtraConfig = { B = lib.kernel.no; }; }
  ];
}
