{ lib, pkgs, config, ... }@args:

{
  config = {
    nixpkgs.hostPlatform = "riscv64-linux";
    boot = {
      consoleLogLevel = lib.mkDefault 7;
      kernelPatches = [
        {
          name = "jh7110";
          patch = null;
          structuredExtraConfig = with lib.kernel; {
            CLK_STARFIVE_JH7110_SYS = yes;
            DW_AXI_DMAC = yes;
            PINCTRL_STARFIVE_JH7110_SYS = yes;
            SERIAL_8250_DW = yes;
          };
        }
      ];
    };
  };
}
