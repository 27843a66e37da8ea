{ lib, ... }: {
  boot = {
    kernelModules = [ "kvm-amd" ];
    kernelPatches = [{
      name = "amd";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        CPU_SUP_INTEL = lib.mkForce no;
        MZEN3 = option yes;
      };
    }];
  };
}
