{ lib, ... }:
{
  boot.kernelPatches =
    [
      {
        name = "inside";
        patch = null;
        structuredExtraConfig = with lib.kernel; { GPIO_SYSFS = yes; };
      }
    ]
    ++ lib.singleton {
      name = "outside";
      patch = null;
      structuredExtraConfig = { PWM = lib.kernel.yes; };
    };
}
