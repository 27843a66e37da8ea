{ pkgs, lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "cpu-optimizations";
      patch = pkgs.fetchpatch {
        url = "https://example.org/more-uarches.patch";
        hash = lib.fakeHash;
      };
      structuredExtraConfig = with lib.kernel; {
        GENERIC_CPU = lib.mkForce no;
        MZEN4 = yes;
      };
    }
    {
      name = "fix";
      patch = pkgs.fetchpatch {
        url = "https://example.org/fix.patch";
        hash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
      };
    }
  ];
}
