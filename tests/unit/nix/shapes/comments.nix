/* The kernel of the machine in the cellar.
   boot.kernelPatches = [ { name = "slim"; } ]; */
{ lib, ... }:
{
  # boot.kernelPatches = [ { name = "slim"; structuredExtraConfig = { NFSD = no; }; } ];
  boot.kernelPatches = [
    # first the graphics
    {
      name = "slim"; # not called "small"
      patch = null;
      structuredExtraConfig = with lib.kernel; { # over NixOS
        /* not needed */ DRM_RADEON = lib.mkForce no; # fan noise
        # DRM_AMDGPU = no;
        NFSD = yes;
        # end of the list
      };
    }
    # nothing more
  ];
}
