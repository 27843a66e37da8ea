{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig =
        with lib.kernel;
        {
          DRM_RADEON = lib.mkForce no;
        }
        // {
          NFSD = yes;
        };
    }
  ];
}
