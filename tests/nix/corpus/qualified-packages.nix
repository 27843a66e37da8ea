{ pkgs, ... }:
{
  boot.kernelPatches = [
    {
      name = "camera";
      patch = null;
      structuredExtraConfig = {
        VIDEO_OV5640 = pkgs.lib.kernel.module;
        VIDEO_OV8856 = pkgs.lib.mkForce pkgs.lib.kernel.module;

        /* the sensor on the back
           needs both of these */
        I2C_DESIGNWARE_PLATFORM = pkgs.lib.kernel.yes;
        MFD_INTEL_LPSS_PCI = pkgs.lib.mkDefault pkgs.lib.kernel.yes;
      };
    }
  ];
}
