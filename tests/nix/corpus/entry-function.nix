{ lib, ... }:
let
  configOnly = name: options: {
    inherit name;
    patch = null;
    structuredExtraConfig = options;
  };
in
{
  boot.kernelPatches = with lib.kernel; [
    (configOnly "sound" { SND_HDA_INTEL = module; SND_USB_AUDIO = module; })
    (configOnly "video" { MEDIA_SUPPORT = lib.mkForce no; })
  ];
}
