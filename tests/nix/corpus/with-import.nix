{ lib, ... }:
{
  boot.kernelPatches = with (import ./named-entries.nix { inherit lib; }); small ++ [ debug ];
}
