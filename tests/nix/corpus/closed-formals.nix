{
  lib,
  pkgs,
}:
{
  boot.kernelPatches = [
    {
      name = "closed";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        E1000E = module;
      };
    }
  ];
}
