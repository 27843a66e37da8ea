{ lib, pkgs, ... }:
{
  boot.kernelPatches = [
    {
      name = "driver";
      patch = ./0001-driver.patch;
      structuredExtraConfig = with lib.kernel; {
        TOUCHSCREEN_HIMAX = module;
        # was =y in the vendor tree
        BACKLIGHT_KTD = module;
      };
    }
    {
      name = "series";
      patch = pkgs.fetchpatch {
        url = "https://example.org/series.patch";
        hash = lib.fakeHash;
      };
      structuredExtraConfig.SCHED_BORE = lib.kernel.yes;
    }
  ];
}
