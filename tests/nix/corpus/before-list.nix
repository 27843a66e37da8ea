{ lib, ... }:
{
  config.boot.kernelPatches = lib.mkBefore [
    {
      name = "first";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        MODULE_SIG = lib.mkForce no;
      };
    }
  ];
}
