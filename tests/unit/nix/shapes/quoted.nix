{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        "9P_FS" = module;
        "DRM_RADEON" = lib.mkForce no;
        "NFSD" = yes;
      };
    }
  ];
}
