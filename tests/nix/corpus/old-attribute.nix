{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "old";
      patch = null;
      extraStructuredConfig = with lib.kernel; {
        CRYPTO_AEGIS128 = module;
        TRANSPARENT_HUGEPAGE_ALWAYS = lib.mkForce yes;
      };
    }
  ];
}
