{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "forced";
      patch = null;
      structuredExtraConfig = lib.mapAttrs (_: lib.mkForce) (
        with lib.kernel;
        {
          AFFS_FS = no;
          HFS_FS = no;
          JFS_FS = no;
        }
      );
    }
  ];
}
