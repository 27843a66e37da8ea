{ config, pkgs, lib, ... }:

with lib;

{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with kernel; {
        DRM_RADEON = mkForce no;
        NFSD = yes;
      };
    }
  ];
}
