{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "mixed";
      patch = null;
      extraConfig = ''
        SERIAL_8250_NR_UARTS 8
      '';
      structuredExtraConfig = with lib.kernel; {
        SERIAL_8250 = yes;
        SERIAL_8250_CONSOLE = yes;
      };
    }
  ];
}
