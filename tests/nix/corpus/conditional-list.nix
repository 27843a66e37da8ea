{ config, lib, ... }:
{
  boot.kernelPatches = lib.mkIf config.virtualisation.libvirtd.enable [
    {
      name = "vfio";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        VFIO_PCI_VGA = yes;
      };
    }
  ];
}
