{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "bcachefs-quirk";
      patch = ./patches/quirk.patch;
      structuredExtraConfig = with lib.kernel; {
        BCACHEFS_FS = module;
        BCACHEFS_DEBUG = no;
      };
    }
  ];
}
