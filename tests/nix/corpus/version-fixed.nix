{ lib, ... }:
let
  version = "6.12.30";
  atLeast = lib.versionAtLeast version;
in
{
  boot.kernelPatches = [
    {
      name = "fixed";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        BPF_JIT = yes;
      } // lib.optionalAttrs (atLeast "6.6") {
        SCHED_EEVDF = option yes;
      } // lib.optionalAttrs (lib.versionOlder version "6.1") {
        DAMON_OLD = no;
      };
    }
  ];
}
