# A laptop's kernel.
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        # graphics
        DRM_NOUVEAU = no; # never used
        DRM_RADEON = lib.mkForce no;

        NFSD = yes;
        NR_CPUS = freeform "16";
      };
    }
  ];
}
