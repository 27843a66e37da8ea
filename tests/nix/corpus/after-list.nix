{ lib, ... }:
{
  boot.kernelPatches = lib.mkAfter [
    {
      name = "last";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        IKCONFIG = yes;
        IKCONFIG_PROC = yes;
      };
    }
  ];
}
