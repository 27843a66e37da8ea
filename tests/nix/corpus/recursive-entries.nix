{ lib, ... }:
let
  entries = rec {
    small = [ slim crypto ];
    slim = {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        SCSI_LOWLEVEL = lib.mkForce no;
        WIRELESS = lib.mkForce no;
      };
    };
    crypto = {
      name = "crypto";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        CRYPTO_TWOFISH = module;
      };
    };
  };
in
{
  boot.kernelPatches = entries.small;
}
