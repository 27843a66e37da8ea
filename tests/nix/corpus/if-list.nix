{ lib, config, ... }:
{
  boot.kernelPatches =
    if config.networking.wireless.enable then
      [
        {
          name = "radio";
          patch = null;
          structuredExtraConfig = with lib.kernel; {
            MT7921E = module;
          };
        }
      ]
    else
      [ ];
}
