{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "debug";
      patch = null;
      extraConfig = ''
        DEBUG_KMEMLEAK y
        DEBUG_INFO n
      '';
    }
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        DRM_RADEON = lib.mkForce no;
        NFSD = yes;
      };
    }
  ];
}
