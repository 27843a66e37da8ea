{ lib, ... }:
assert lib ? kernel;
{
  boot.kernelPatches = [
    {
      name = "asserted";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        FUSE_FS = yes;
      };
    }
  ];
}
