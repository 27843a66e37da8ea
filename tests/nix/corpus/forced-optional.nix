{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "tolerant";
      patch = null;
      structuredExtraConfig = with lib; with kernel; {
        DRM_NOUVEAU = mkForce (option no);
        DRM_XE      = option module;
        RTW88       = mkForce (option (module));
        HZ          = option (freeform "250");
        KALLSYMS    = (yes);
        SECURITY_LOCKDOWN_LSM = mkForce (option unset);
      };
    }
  ];
}
