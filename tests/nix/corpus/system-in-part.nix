{ lib, config, pkgs, ... }:
{
  boot.kernelPatches = [
    {
      name = "hibernation";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        HIBERNATION = if config.swapDevices == [ ] then no else yes;
        PM_STD_PARTITION = freeform config.boot.resumeDevice;
        PM_DEBUG = yes;
      };
    }
    {
      name = config.networking.hostName;
      patch = null;
      structuredExtraConfig = { };
    }
  ];
}
