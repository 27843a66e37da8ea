{
  lib,
  pkgs,
  config,
  ...
}:
{
  boot.kernelPackages = lib.mkDefault pkgs.linuxPackages_latest;
  boot.kernelParams = lib.mkDefault [ "console=ttyS2,1500000" ];

  boot.kernelPatches = [
    {
      name = "phone-panel";
      patch = ./panel.patch;
      structuredExtraConfig = with lib.kernel; {
        BACKLIGHT_PWM = lib.mkForce yes;
        DRM_PANEL_HIMAX_HX8394 = yes;
        LEDS_TRIGGER_PATTERN = yes;
      };
    }
    {
      name = "phone-modem";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        USB_SERIAL_OPTION = module;
      };
    }
  ];

  hardware.deviceTree.filter = lib.mkDefault "rk3399-*.dtb";
}
