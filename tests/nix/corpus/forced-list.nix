{ lib, ... }:
{
  boot.kernelPatches = lib.mkForce [
    {
      name = "only";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        SECURITY_SELINUX = no;
      };
    }
  ];
}
