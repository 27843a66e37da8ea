{ pkgs, ... }:
{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with pkgs.lib.kernel; {
        DRM_RADEON = pkgs.lib.mkForce no;
        NFSD = yes;
      };
    }
  ];
}
