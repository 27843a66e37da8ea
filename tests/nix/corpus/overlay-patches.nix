final: prev: {
  linux_board = final.linuxPackagesFor (prev.linux_6_12.override {
    kernelPatches = prev.linux_6_12.kernelPatches ++ [
      {
        name = "board";
        patch = null;
        structuredExtraConfig = with final.lib.kernel; { SND_SOC_RK3399_GRU_SOUND = module; };
      }
    ];
  });
}
