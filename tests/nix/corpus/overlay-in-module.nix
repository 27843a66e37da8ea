{ lib, ... }:
{
  nixpkgs.overlays = [
    (final: prev: {
      linux_lean = prev.linux_6_12.override {
        structuredExtraConfig = with lib.kernel; {
          WIRELESS = lib.mkForce no;
        };
      };
    })
  ];
  boot.kernelPatches = [ ];
}
