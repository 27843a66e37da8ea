{
  description = "machines";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    {
      nixosConfigurations.attic = nixpkgs.lib.nixosSystem {
        system = "x86_64-linux";
        modules = [
          ./hardware-configuration.nix
          (
            { lib, ... }:
            {
              boot.kernelPatches = [
                {
                  name = "attic";
                  patch = null;
                  structuredExtraConfig = with lib.kernel; {
                    TUN = yes;
                  };
                }
              ];
            }
          )
        ];
      };
    };
}
