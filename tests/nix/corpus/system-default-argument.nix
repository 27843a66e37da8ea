{ lib, vendorConfig ? { }, ... }:
{
  boot.kernelPatches = [
    {
      name = "vendor";
      patch = null;
      structuredExtraConfig = with lib.kernel; { ARCH_VENDOR = yes; } // vendorConfig;
    }
  ];
}
