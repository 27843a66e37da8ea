{ lib, ... }: {
  boot = {
    kernelPatches = [{
      name = "slim";
      patch = null;
      structuredExtraConfig = {
        NFSD = lib.kernel.yes;
        DRM_RADEON = lib.mkForce lib.kernel.no;
      };
    }];
    loader.timeout = 1;
  };
}
