{ lib, config, pkgs, ... }:
{
  boot.kernelPatches = [
    {
      name = "depends";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        BT = if config.hardware.bluetooth.enable then module else no;
        NR_CPUS = freeform (toString config.nix.settings.max-jobs);
        WATCHDOG = yes;
      };
    }
  ];
}
