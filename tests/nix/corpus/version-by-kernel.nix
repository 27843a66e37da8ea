{ lib, config, ... }:
{
  boot.kernelPatches = [
    {
      name = "newer";
      patch = null;
      structuredExtraConfig =
        with lib.kernel;
        {
          FUNCTION_TRACER = yes;
        }
        // lib.optionalAttrs (lib.versionAtLeast config.boot.kernelPackages.kernel.version "6.6") {
          FPROBE = yes;
        };
    }
  ];
}
