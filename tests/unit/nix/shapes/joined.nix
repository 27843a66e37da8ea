{ lib, ... }:
let
  base = [
    {
      name = "base";
      patch = null;
      structuredExtraConfig.KVM = lib.kernel.module;
    }
  ];
  extra = [ ];
in
{
  boot.kernelPatches = base ++ extra ++ [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        DRM_RADEON = lib.mkForce no;
        NFSD = yes;
      };
    }
  ];
}
