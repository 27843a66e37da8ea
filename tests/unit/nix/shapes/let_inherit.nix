{ lib, ... }:
let
  inherit (lib) mkForce;
  inherit (lib.kernel)
    yes
    no
    module
    unset
    freeform
    option
    ;
in
{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = {
        DRM_RADEON = mkForce no;
        NFSD = yes;
      };
    }
  ];
}
