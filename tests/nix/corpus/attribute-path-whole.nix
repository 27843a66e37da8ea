{ lib, ... }:
let
  inherit (lib.kernel) yes;
in
{
  boot.initrd.systemd.enable = true;
  boot.kernelPatches = [ { name = "path"; patch = null; structuredExtraConfig.TMPFS_XATTR = yes; } ];
  boot.kernelParams = [ ];
}
