# Kernel of the travel laptop.
{ config, lib, pkgs, ... }:

{
  boot.kernelPackages = pkgs.linuxPackages_6_12;

  boot.kernelPatches = [
    {
      name = "laptop";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        DRM_AMDGPU = lib.mkForce no;
        DRM_NOUVEAU = lib.mkForce no;
        DRM_RADEON = lib.mkForce no;
        IWLWIFI = module;
        THINKPAD_ACPI = module;
      };
    }
  ];

  hardware.bluetooth.enable = true;
}
