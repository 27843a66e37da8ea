{ pkgs, lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig.DRM_RADEON = lib.mkForce lib.kernel.no;
      structuredExtraConfig.NFSD = lib.kernel.yes;
    }
  ];
}
