{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "qualified";
      patch = null;
      structuredExtraConfig = {
        FOO_BUS = lib.kernel.yes;
        NFSD = lib.mkForce lib.kernel.no;
        LOCALVERSION = lib.kernel.freeform "-q";
        NTFS3_FS = lib.kernel.option lib.kernel.module;
      };
    }
  ];
}
