{ lib }:
[
  {
    name = "listed";
    patch = null;
    structuredExtraConfig = with lib.kernel; {
      HID_APPLE = module;
      HID_LOGITECH = module;
    };
  }
]
