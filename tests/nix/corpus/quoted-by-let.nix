{ lib, ... }:
{
  boot.kernelPatches = [
    { name = "chosen"; patch = null; structuredExtraConfig = let option = "SLUB"; in with lib.kernel; { ${option} = yes; SLUB_DEBUG = no; }; }
  ];
}
