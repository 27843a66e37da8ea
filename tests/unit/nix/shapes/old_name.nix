{ config, pkgs, lib, ... }:

{
  boot.kernelPatches = [ {
    name = "slim";
    patch = null;
    extraStructuredConfig = with lib.kernel; {
      DRM_RADEON = lib.mkForce no;
      NFSD = yes;
    };
  } ];
}
