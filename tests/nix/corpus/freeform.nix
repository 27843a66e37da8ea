{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "texts";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        CMDLINE = freeform "console=ttyS0,115200 panic=-1 \"quoted\" \${notNix}";
        DEFAULT_HOSTNAME = freeform ''box'';
        HZ = option (freeform "500");
        LOCALVERSION = freeform "";
        PHYSICAL_START = freeform "0x2000000";
        SYSTEM_TRUSTED_KEYS = lib.mkForce (freeform "");
      };
    }
  ];
}
