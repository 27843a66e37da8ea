{ lib, ... }:
{
    boot.kernelPatches = [
        {
            name = "four";
            patch = null;
            structuredExtraConfig =
                let
                    inherit (lib.kernel) yes no module;
                    force = lib.mkForce;
                in
                {
                    BLK_DEV_LOOP = yes;
                    BLK_DEV_NBD = force module;
                    BLK_DEV_RAM = force no;
                };
        }
    ];
}
