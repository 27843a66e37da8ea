# Rockchip RK3588: what mainline does not turn on by itself.
{ lib, ... }:
let
  inherit (lib.kernel) yes module no freeform;
in
{
  boot.kernelPatches = [
    {
      name = "rk3588";
      patch = null;
      structuredExtraConfig = {
        ARCH_ROCKCHIP = yes;
        DRM_PANTHOR = module;
        PCIE_ROCKCHIP_DW_HOST = yes;
        PHY_ROCKCHIP_NANENG_COMBO_PHY = yes;
        ROCKCHIP_THERMAL = yes;
        CMA_SIZE_MBYTES = lib.mkForce (freeform "256");
        SUN4I_GPADC = no;
      };
    }
  ];
}
