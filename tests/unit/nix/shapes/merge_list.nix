{ lib, ... }:
{
  config = lib.mkMerge [
    {
      boot.kernelPatches = lib.mkMerge [
        [ ]
        [
          {
            name = "slim";
            patch = null;
            structuredExtraConfig = with lib.kernel; {
              DRM_RADEON = lib.mkForce no;
              NFSD = yes;
            };
          }
        ]
      ];
    }
    { boot.loader.timeout = 3; }
  ];
}
