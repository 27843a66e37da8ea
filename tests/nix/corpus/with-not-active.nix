{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "inside";
      patch = null;
      structuredExtraConfig = with lib.kernel; { LEDS_CLASS = yes; };
    }
    {
      # no `with` reaches down to here
      name = "outside";
      patch = null;
      structuredExtraConfig = { LEDS_TRIGGERS = lib.kernel.yes; };
    }
  ];
}
