{ lib, ... }:
let
  graphics = {
    name = "graphics";
    patch = null;
    structuredExtraConfig = with lib.kernel; {
      DRM_XE = module;
    };
  };
  storage = {
    name = "storage";
    patch = null;
    structuredExtraConfig = with lib.kernel; {
      BLK_DEV_NVME = lib.mkForce yes;
    };
  };
in
{
  boot.kernelPatches = [
    graphics
    storage
  ];
}
