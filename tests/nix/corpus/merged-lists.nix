{ lib, ... }:
{
  boot.kernelPatches = lib.mkMerge [
    (lib.mkBefore [ { name = "early"; patch = null; structuredExtraConfig = with lib.kernel; { NUMA = yes; }; } ])
    [
      {
        name = "late";
        patch = null;
        structuredExtraConfig = with lib.kernel; {
          NUMA_BALANCING = no;
        };
      }
    ]
  ];
}
