{ lib, config, ... }:
let
  version = config.boot.kernelPackages.kernel.version;
in
{
  boot.kernelPatches = [
    {
      name = "conditional";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        AMD_PSTATE = lib.mkIf (lib.versionAtLeast version "6.3") yes;
        X86_AMD_PLATFORM_DEVICE = yes;
      };
    }
  ];
}
