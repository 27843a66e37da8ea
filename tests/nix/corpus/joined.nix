{ lib, ... }:
let
  shared = [
    {
      name = "shared";
      patch = null;
      structuredExtraConfig.KVM = lib.kernel.module;
    }
  ];
  local = [ ];
in
{
  boot.kernelPatches = shared ++ local ++ [
    {
      name = "host";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        VFIO = module;
        VFIO_PCI = module;
      };
    }
  ];
}
