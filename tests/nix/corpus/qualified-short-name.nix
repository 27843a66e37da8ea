{ lib, ... }:
let k = lib.kernel; in
{
  boot.kernelPatches = [ { name = "k"; patch = null; structuredExtraConfig = {
    NFT_NUMGEN = k.module;
    NFT_HASH = k.option k.module;
    NF_CONNTRACK_LABELS = lib.mkForce k.yes;
    DEFAULT_TCP_CONG = lib.mkForce (k.freeform "bbr");
  }; } ];
}
