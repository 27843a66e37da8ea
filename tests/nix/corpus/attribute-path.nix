{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "version";
      patch = null;
      structuredExtraConfig.LOCALVERSION = lib.kernel.freeform "-mine";
    }
  ];
}
