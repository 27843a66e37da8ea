{ lib, ... }:
{
  boot.kernelPatches =
    let
      inherit (lib) kernel mkForce;
      inherit (kernel) yes no module freeform option unset;
    in
    [
      {
        name = "server";
        patch = null;
        structuredExtraConfig = {
          DRM = mkForce no;
          FB = mkForce unset;
          SOUND = mkForce no;
          NR_CPUS = mkForce (freeform "256");
          IPMI_SI = option yes;
          MLX5_CORE = module;
        };
      }
    ];
}
