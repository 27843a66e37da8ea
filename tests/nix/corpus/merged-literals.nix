{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "sum";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        CGROUPS = yes;
        MEMCG = yes;
      } // {
        CPUSETS = yes;
      };
    }
  ];
}
