# Büro-Rechner: ältere Ausgabe von nixpkgs, darum der alte Name
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "büro";
      patch = null;
      extraStructuredConfig = with lib.kernel; {
        SND_HDA_INTEL = module; # Lautsprecher, naja
        USB_PRINTER   = module;
      };
    }
  ];
}