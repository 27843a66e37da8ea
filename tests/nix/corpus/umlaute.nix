# Für den Rechner im Keller: »leise« statt schnell. 日本語もある。
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "größe";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        CPU_FREQ_DEFAULT_GOV_POWERSAVE = yes; # stromsparend – immer
        LOCALVERSION = freeform "-käse";
      };
    }
  ];
}
