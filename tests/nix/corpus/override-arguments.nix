{ pkgs, lib, ... }:
{
  boot.kernelPackages = pkgs.linuxPackagesFor (
    pkgs.linux_6_12.override {
      argsOverride = rec {
        version = "6.12.40";
        modDirVersion = version;
        structuredExtraConfig = with lib.kernel; {
          GENERIC_CPU = no;
          MZEN3 = yes;
        };
      };
    }
  );
}
