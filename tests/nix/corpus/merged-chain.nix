{ lib, ... }:
let
  k = lib.kernel;
in
{
  boot.kernelPatches = [
    {
      name = "chain";
      patch = null;
      structuredExtraConfig =
        # what every machine has
        { NETFILTER = k.yes; }
        // {
          NF_TABLES = k.module; # not iptables
        }
        // { "IP_NF_IPTABLES" = lib.mkForce k.no; };
    }
  ];
}
