{ lib, pkgs, ... }:
{
  boot.kernelPatches = [
    {
      name = "fetched";
      patch = pkgs.fetchpatch {
        url = "https://example.org/fix.patch";
        hash = lib.fakeHash;
      };
    }
    {
      name = "slim";
      patch = ./fix.patch;
      structuredExtraConfig = with lib.kernel; {
        DRM_RADEON = lib.mkForce no;
        NFSD = yes;
      };
    }
  ];
}
