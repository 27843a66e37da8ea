{ lib, config, ... }:
let
  inherit (lib.kernel.whenHelpers config.boot.kernelPackages.kernel.version) whenAtLeast whenOlder;
in
{
  boot.kernelPatches = [
    {
      name = "by-version";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        GOOGLE_CBMEM = whenAtLeast "6.2" yes;
        NTFS_FS = whenOlder "6.9" no;
        ZSMALLOC = yes;
      };
    }
  ];
}
