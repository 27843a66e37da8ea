{ lib, ... }:
{
  boot.kernelPatches = [ { name = "one"; patch = null; structuredExtraConfig = { A1 = lib.kernel.yes; }; }
                         { name = "two"; patch = null; structuredExtraConfig = { A2 = lib.kernel.yes; }; }

                         { name = "three"; patch = null;
                           structuredExtraConfig = { A3 = lib.kernel.yes;
                                                     A4 = lib.kernel.no; }; } ];
}
