/* Rechner im Schuppen
   (läuft nur im Sommer) */
{ lib, ... }: /* a module */
{
  # boot.kernelPatches = [
  #   { name = "old"; patch = null; structuredExtraConfig = with lib.kernel; { A = yes; }; }
  # ];
  boot.kernelPatches /* here */ = /* and here */ [
    /* { name = "never"; structuredExtraConfig = { B = lib.kernel.yes; }; } */
    {
      name = "shed"; # Schuppen
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        # — power —
        SUSPEND = yes; /* behind */

        /*
          network:
          nothing but the cable
        */
        WLAN = no;
        R8169 = yes;
        # end of it
      };
      # after the options
    }
    # after the entry
  ];
  # after the list
}
# the end, without anything behind it