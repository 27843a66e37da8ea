args:
with args.lib;
{
  boot.kernelPatches = [
    {
      name = "plain";
      patch = null;
      structuredExtraConfig = with kernel; {
        TCP_CONG_BBR = yes;
        DEFAULT_BBR = mkForce yes;
      };
    }
  ];
}
