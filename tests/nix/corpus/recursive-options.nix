{ lib, ... }:
{
  boot.kernelPatches = [
    rec {
      name = "recursive";
      patch = null;
      level = lib.kernel.freeform "7";
      structuredExtraConfig = rec {
        CONSOLE_LOGLEVEL_DEFAULT = level;
        CONSOLE_LOGLEVEL_QUIET = CONSOLE_LOGLEVEL_DEFAULT;
      };
    }
  ];
}
