{ lib, ... }:
let
  off = names: lib.genAttrs names (_: lib.kernel.no);
in
{
  boot.kernelPatches = [
    {
      name = "beside";
      patch = null;
      structuredExtraConfig = off [ "GAMEPORT" "INPUT_JOYSTICK" ] // {
        INPUT_TOUCHSCREEN = lib.kernel.yes;
      };
    }
  ];
}
