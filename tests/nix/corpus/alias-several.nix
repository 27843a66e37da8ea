{ lib, ... }:
let
  on = lib.mkForce lib.kernel.yes;
  off = lib.mkForce (lib.kernel.option lib.kernel.no);
in
{
  boot.kernelPatches = [
    {
      name = "switches";
      patch = null;
      structuredExtraConfig = {
        AUDIT = on;
        BUG = on;
        KPROBES = off;
        UPROBES = off;
      };
    }
  ];
}
