{ lib, ... }:
let
  patches = ./patches;
in
{
  boot.kernelPatches = [
    {
      name = "panel";
      patch = patches + "/panel.patch";
      structuredExtraConfig = with lib.kernel; {
        DRM_PANEL_SIMPLE = yes;
      };
      extraConfig = ''
        DRM_PANEL_EDP y
      '';
    }
  ];
}
