{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "types";
      patch = null;
      structuredExtraConfig = {
        A_STRING = "y";
        A_BOOLEAN = true;
        A_NULL = null;
        A_LIST = [ lib.kernel.yes ];
        FINE = lib.kernel.yes;
      };
    }
  ];
}
