{ lib, ... }:
{
  boot.kernelPatches = lib.attrValues (
    lib.mapAttrs
      (name: options: {
        inherit name;
        patch = null;
        structuredExtraConfig = options;
      })
      {
        disks = { MD_RAID1 = lib.kernel.yes; };
        wires = { BRIDGE = lib.kernel.module; };
      }
  );
}
