{ lib, pkgs, ... }:
{
  boot.kernelPatches = [
    {
      name = "always";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        MEMTEST = yes;
      };
    }
  ] ++ lib.optionals pkgs.stdenv.hostPlatform.isAarch64 [
    {
      name = "arm";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        ARM64_VA_BITS_48 = yes;
      };
    }
  ];
}
