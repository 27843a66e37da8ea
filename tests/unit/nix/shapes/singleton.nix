{ lib, ... }:
{
  boot.kernelPatches = lib.singleton {
    name = "slim";
    patch = null;
    structuredExtraConfig = with lib.kernel; {
      DRM_RADEON = lib.mkForce no;
      NFSD = yes;
    };
  };
}
