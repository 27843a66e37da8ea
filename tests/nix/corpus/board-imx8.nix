{ lib, ... }: {
  boot.kernelPatches = lib.mkAfter ([
    { name = "imx8-display"; patch = ./imx8-display.patch; }
  ] ++ [
    {
      name = "imx8";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        ARCH_MXC = yes;
        IMX_REMOTEPROC = module;
        SND_SOC_FSL_SAI = module;
      };
    }
  ]);
}
