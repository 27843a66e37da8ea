{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "quoted";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        "9P_FS" = module;
        "DRM_I915" = yes;
        "NET_9P" = module;
      };
    }
  ];
}
