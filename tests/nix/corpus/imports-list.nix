{ lib, ... }:
{
  boot.kernelPatches = import ./bare-list.nix { inherit lib; };
}
