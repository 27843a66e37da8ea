{ lib, ... }:
let
  local = map (name: { inherit name; patch = ./patches + "/${name}.patch"; }) [
    "0001-led"
    "0002-fan"
  ];
in
{
  boot.kernelPatches = local ++ [
    {
      name = "config";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        LEDS_CLASS = yes;
        SENSORS_PWM_FAN = module;
      };
    }
  ];
}
