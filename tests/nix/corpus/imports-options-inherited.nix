{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "inherited";
      patch = null;
      inherit (import ./options-attribute.nix { inherit lib; }) structuredExtraConfig;
    }
  ];
}
