{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "one-by-one";
      patch = null;
      structuredExtraConfig.BLK_DEV_ZONED = lib.kernel.yes;
      # between the two
      structuredExtraConfig."9P_FSCACHE" = lib.kernel.yes;
      structuredExtraConfig.DM_ZONED = lib.mkForce lib.kernel.module;
      features.zoned = true;
    }
  ];
}
