{ lib, ... }:
let
  base = [ { name = "base"; patch = null; structuredExtraConfig = { CRASH_DUMP = lib.kernel.no; }; } ];
  extra = [ ];
in
{
  boot.kernelPatches = base ++ extra ++ [
    {
      name = "own";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        KEXEC = yes;
      };
    }
  ];
}
