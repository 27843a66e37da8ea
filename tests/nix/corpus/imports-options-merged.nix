{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "more-than-imported";
      patch = null;
      structuredExtraConfig = import ./options-set.nix { inherit lib; } // {
        THINKPAD_ACPI = lib.kernel.module;
      };
    }
  ];
}
