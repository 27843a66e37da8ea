{ lib, ... }:
let
  k = lib.kernel;
  off = lib.mkForce k.no;
in
{
  boot.kernelPatches = [
    {
      name = "alias";
      patch = null;
      structuredExtraConfig = {
        CAN = off;
        FIREWIRE = off;
        INFINIBAND = off;
        PARPORT = off;
        ZRAM = k.module;
      };
    }
  ];
}
