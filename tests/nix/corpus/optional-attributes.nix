{ lib, pkgs, ... }:
{
  boot.kernelPatches = [
    {
      name = "per-arch";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        PSI = yes;
      } // lib.optionalAttrs pkgs.stdenv.hostPlatform.isx86_64 {
        X86_X2APIC = yes;
      };
    }
  ];
}
