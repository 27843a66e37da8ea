{ config, lib, ... }: {
  boot = {
    kernelParams = [ "quiet" ];
    kernelPatches = [{
      name = "audio";
      patch = null;
      structuredExtraConfig = with lib.kernel; { PREEMPT_DYNAMIC = lib.mkForce no; HZ_1000 = yes; };
    } {
      name = "video";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        VIDEO_DEV = module; };
    }];
    tmp.cleanOnBoot = true;
  };
}
