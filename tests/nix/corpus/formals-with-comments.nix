{
  lib, # nixpkgs' lib
  pkgs, /* not used,
           but always there */
}:
{
  boot.kernelPatches = [
    {
      name = "formals";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        RANDOM_TRUST_CPU = no;
      };
    }
  ];
}
