{ lib, ... }:
let
  uarts = "8";
in
{
  boot.kernelPatches = [
    {
      name = "serial";
      patch = null;
      extraConfig = ''
        SERIAL_8250_NR_UARTS ${uarts}
        SERIAL_8250_RUNTIME_UARTS ${uarts}
      '';
    }
  ];
}
