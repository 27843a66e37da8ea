{ lib, ... }:
{
  boot.kernelPatches = (import ./bare-list.nix { inherit lib; }) ++ [
    { name = "joined"; patch = null; structuredExtraConfig = with lib.kernel; { USB_ACM = module; }; }
  ];
}
