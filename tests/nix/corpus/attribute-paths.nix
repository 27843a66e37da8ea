{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "zram";
      structuredExtraConfig.CRYPTO_ZSTD = lib.mkForce lib.kernel.yes;
      structuredExtraConfig.ZRAM = lib.kernel.module;
      structuredExtraConfig.ZRAM_DEF_COMP_ZSTD = lib.kernel.yes;
      patch = null;
    }
  ];
}
