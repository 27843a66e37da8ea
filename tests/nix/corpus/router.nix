{ pkgs, lib, ... }:
{
  boot.kernelPatches = lib.singleton {
    name = "router";
    patch = null;
    structuredExtraConfig = with lib.kernel; {
      BRIDGE = yes;
      IP_ADVANCED_ROUTER = yes;
      NET_SCH_CAKE = module;
      NF_TABLES = yes;
      NR_CPUS = lib.mkForce (freeform "4");
    };
  };
}
