{ pkgs, lib, ... }:
{
  boot.kernelPackages = pkgs.linuxPackagesFor (pkgs.linux_latest.override {
    structuredExtraConfig = with lib.kernel; {
      RUST = lib.mkForce no;
    };
    ignoreConfigErrors = true;
  });
  boot.kernelPatches = [
    {
      name = "beside";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        DRM_ASAHI = no;
      };
    }
  ];
}
