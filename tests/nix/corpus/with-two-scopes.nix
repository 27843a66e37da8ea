{ config, lib, pkgs, ... }:

with lib;

{
  options.machine.quiet = mkEnableOption "a quiet machine";

  config = {
    boot.kernelPatches = [
      {
        name = "quiet";
        patch = null;
        structuredExtraConfig = with kernel; {
          SND_PCSP = mkForce no;
          INPUT_PCSPKR = mkForce no;
          SENSORS_PWM_FAN = module;
        };
      }
    ];
  };
}
