{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "digits";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        "64BIT" = yes;
        "8139CP" = module;
        "8139TOO" = module;
        NET_VENDOR_REALTEK = yes;
        "9P_FS" = lib.mkForce yes;
      };
    }
  ];
}
