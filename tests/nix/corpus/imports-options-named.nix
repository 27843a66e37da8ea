{ lib, ... }:
let
  options = import ./options-set.nix { inherit lib; };
in
{
  boot.kernelPatches = [
    {
      name = "through-a-name";
      patch = null;
      structuredExtraConfig = options;
    }
  ];
}
