{ lib, ... }:
let
  vendor = "AMD";
  gpu = "DRM_${vendor}GPU";
in
{
  boot.kernelPatches = [
    {
      name = "by-vendor";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        "${vendor}_IOMMU" = yes;
        ${gpu} = module;
        "DRM_RADEON" = no;
        MICROCODE = yes;
      };
    }
  ];
}
