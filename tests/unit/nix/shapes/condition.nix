{ config, lib, ... }:
let
  cfg = config.hardware.cellar;
in
{
  options.hardware.cellar.enable = lib.mkEnableOption "the cellar's hardware";

  config = lib.mkIf cfg.enable {
    boot.kernelPatches = [
      {
        name = "slim";
        patch = null;
        structuredExtraConfig = with lib.kernel; {
          DRM_RADEON = lib.mkForce no;
          NFSD = yes;
        };
      }
    ];
  };
}
