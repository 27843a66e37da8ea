{ config, lib, pkgs, ... }:

let
  cfg = config.hardware.tablet;
in
{
  options.hardware.tablet = {
    enable = lib.mkEnableOption "the tablet's kernel options";
  };

  config = lib.mkIf cfg.enable {
    boot.kernelPatches = [
      {
        name = "tablet";
        patch = null;
        structuredExtraConfig = with lib.kernel; {
          I2C_HID_ACPI = module;
          INTEL_ISH_HID = module;
          TOUCHSCREEN_ELAN = module;
        };
      }
    ];
    services.iio.enable = true;
  };
}
