{ lib, config, ... }:

with lib;
with lib.kernel;

{
  boot.kernelPatches = [
    {
      name = "outside";
      patch = null;
      structuredExtraConfig = {
        AUDIT = mkForce no;
        BPF_SYSCALL = yes;
        DEBUG_INFO_BTF = mkForce yes;
      };
    }
  ];
}
