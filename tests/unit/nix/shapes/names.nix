{ lib, ... }:
let
  inherit (sets) all;
  sets = rec {
    all = [
      slim
      crypto
    ];
    slim = {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        DRM_RADEON = lib.mkForce no;
        NFSD = yes;
      };
    };
    crypto = {
      name = "crypto";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        CRYPTO_AEGIS128 = module;
      };
    };
  };
in
{
  boot.kernelPatches = all;
}
