{ pkgs, lib, ... }:
{
  boot.kernelPackages = pkgs.linuxPackages_6_12.extend (
    self: super: {
      kernel = super.kernel.override {
        structuredExtraConfig = with lib.kernel; {
          SCHED_CLASS_EXT = yes;
        };
      };
    }
  );
}
