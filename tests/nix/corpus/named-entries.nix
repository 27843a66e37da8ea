{ lib }:
rec {
  small = [ slim ];
  slim = {
    name = "slim";
    patch = null;
    structuredExtraConfig = with lib.kernel; {
      HAMRADIO = lib.mkForce no;
    };
  };
  debug = {
    name = "debug";
    patch = null;
    structuredExtraConfig = with lib.kernel; {
      DEBUG_FS = yes;
    };
  };
}
