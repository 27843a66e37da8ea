{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "pairs";
      patch = null;
      structuredExtraConfig = builtins.listToAttrs (
        map (name: { inherit name; value = lib.mkForce lib.kernel.no; }) [
          "MINIX_FS"
          "OMFS_FS"
        ]
      );
    }
  ];
}
