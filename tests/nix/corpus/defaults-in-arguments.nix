{
  lib ? import <nixpkgs/lib>,
  quiet ? true,
  ...
}:
{
  boot.kernelPatches = [
    {
      name = "defaults";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        EARLY_PRINTK = no;
      };
    }
  ];
}
