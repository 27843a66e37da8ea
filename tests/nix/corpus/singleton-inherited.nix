{ lib, ... }:
let
  inherit (lib) singleton mkForce;
  inherit (lib.kernel) yes no;
in
{
  boot.kernelPatches = singleton {
    name = "encrypted-swap";
    patch = null;
    structuredExtraConfig = {
      DM_CRYPT = mkForce yes;
      HIBERNATION = mkForce no;
    };
  };
}
