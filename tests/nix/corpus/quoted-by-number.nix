{ lib, ... }:
let
  bits = toString 48;
in
{
  boot.kernelPatches = [
    {
      name = "address-space";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        "ARM64_VA_BITS_${bits}" = yes;
        "ARM64_PA_BITS_${bits}" = lib.mkForce yes;
        ARM64_64K_PAGES = no;
      };
    }
  ];
}
