{ lib, ... }:
let
  inherit (import ./named-entries.nix { inherit lib; }) slim debug;
in
{
  boot.kernelPatches = [ slim debug { name = "third"; patch = null; structuredExtraConfig = { }; } ];
}
