{ lib, ... }:
let
  name = "shared-name";
  patch = null;
  structuredExtraConfig = with lib.kernel; {
    OVERLAY_FS = yes;
    FUSE_FS = module;
  };
in
{
  boot.kernelPatches = [ { inherit name patch structuredExtraConfig; } ];
}
