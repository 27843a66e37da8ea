{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "weights";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        BTRFS_FS = lib.mkDefault yes;
        F2FS_FS = lib.mkOptionDefault module;
        HZ_300 = lib.mkOverride 90 yes;
        NFSD = lib.mkOverride 10 (option no);
        XFS_FS = lib.mkForce (lib.kernel.yes);
      };
    }
  ];
}
