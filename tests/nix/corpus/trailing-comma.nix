{
  config,
  lib,
  pkgs,
  modulesPath,
  ... # the rest
}:
{
  imports = [ (modulesPath + "/installer/scan/not-detected.nix") ];
  boot.kernelPatches = [
    {
      name = "scanned";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        IGC = module;
      };
    }
  ];
}
