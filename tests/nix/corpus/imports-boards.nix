{ lib, ... }:
{
  imports = [
    ./board-imx8.nix
    ./board-rk3588.nix
  ];
  boot.kernelPatches = [
    {
      name = "all-boards";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        REGULATOR = yes;
      };
    }
  ];
}
