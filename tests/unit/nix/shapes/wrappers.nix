{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        BTRFS_FS = lib.mkDefault module;
        DRM_RADEON = lib.mkForce (option no);
        HZ = option (freeform "500");
        LOCALVERSION = freeform "";
        NFSD = lib.mkOverride 90 yes;
        RANDSTRUCT_FULL = unset;
      };
    }
  ];
}
