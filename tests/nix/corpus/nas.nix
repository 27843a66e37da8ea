{ config, pkgs, lib, ... }:
with lib;
{
  imports = [ ./hardware-configuration.nix ];

  networking.hostName = "vault";
  boot = {
    supportedFilesystems = [ "zfs" ];
    kernelPatches = [
      {
        name = "disks";
        patch = null;
        structuredExtraConfig = with kernel; {
          ATA = yes;
          MD_RAID456 = module;
          SATA_AHCI = mkForce yes;
          SOUND = mkForce no;
        };
      }
      {
        name = "network";
        patch = null;
        structuredExtraConfig = with kernel; {
          MLX5_CORE = module;
          WIRELESS = mkForce no;
          WLAN = mkForce no;
        };
      }
    ];
    loader.systemd-boot.enable = true;
  };
}
