{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "names";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        SERIAL_8250 = yess;
        SERIAL_CORE = yes;
        SERIAL_DEV_BUS = lib.mkForced yes;
      };
    }
  ];
}
