{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "imported";
      patch = null;
      structuredExtraConfig = import ./options-set.nix { inherit lib; };
    }
  ];
}
