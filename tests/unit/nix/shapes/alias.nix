{ lib, ... }:
let
  k = lib.kernel;
  off = lib.mkForce k.no;
in
{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = {
        DRM_RADEON = off;
        NFSD = k.yes;
      };
    }
  ];
}
