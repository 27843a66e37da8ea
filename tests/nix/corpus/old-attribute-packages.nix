{ pkgs, ... }:

{
  boot.kernelPatches = [ {
    name = "thermal";
    patch = null;
    extraStructuredConfig = {
      INTEL_RAPL = pkgs.lib.kernel.module;
      SENSORS_CORETEMP = pkgs.lib.kernel.yes;
      SENSORS_NCT6683 = pkgs.lib.mkForce pkgs.lib.kernel.module;
    };
  } ];
}
