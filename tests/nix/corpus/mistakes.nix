{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "wrong-name";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        CONFIG_HIDRAW = yes;
        HIDRAW = yes;
      };
    }
    {
      name = "wrong-text";
      patch = null;
      extraConfig = ''
        CONFIG_UHID=y
      '';
    }
    {
      name = "wrong-attribute";
      patch = null;
      structuredExtraconfig = with lib.kernel; {
        UHID = yes;
      };
    }
  ];
}
