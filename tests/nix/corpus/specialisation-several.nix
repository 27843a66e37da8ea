{ lib, ... }:
{
  specialisation = {
    small.configuration = {
      boot.kernelPatches = lib.mkForce [
        { name = "small"; patch = null; structuredExtraConfig = { SMP = lib.kernel.no; }; }
      ];
    };
    big.configuration.boot.kernelPatches = [ ];
  };
  boot.kernelPatches = [
    { name = "middle"; patch = null; structuredExtraConfig = { SMP = lib.kernel.yes; }; }
  ];
}
