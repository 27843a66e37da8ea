{ lib, ... }:
let
  inherit (lib) mkOverride mkDefault;
  inherit (lib.kernel) yes no module;
  weak = mkOverride 1200;
in
{
  boot.kernelPatches = [
    {
      name = "defaults";
      patch = null;
      structuredExtraConfig = {
        BTRFS_FS = mkDefault module;
        XFS_FS = weak module;
        EXT4_FS = mkOverride 75 yes;
      };
    }
  ];
}
