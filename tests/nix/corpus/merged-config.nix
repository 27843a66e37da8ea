{ config, lib, ... }:
{
  config = lib.mkMerge [
    {
      boot.kernelPatches = [
        {
          name = "base";
          patch = null;
          structuredExtraConfig = with lib.kernel; {
            USB4 = module;
          };
        }
      ];
    }
    (lib.mkIf config.services.xserver.enable {
      boot.kernelPatches = [
        {
          name = "graphics";
          patch = null;
          structuredExtraConfig = with lib.kernel; {
            DRM_SIMPLEDRM = yes;
          };
        }
      ];
    })
  ];
}
