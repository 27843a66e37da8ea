{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "weak-and-strong";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        PREEMPT = lib.mkOverride 90 yes;
        PREEMPT_VOLUNTARY = lib.mkOverride 90 (option no);
        DEBUG_INFO_BTF = lib.mkOptionDefault no;
        VIRTIO_CONSOLE = lib.mkVMOverride yes;
        KFENCE = lib.mkDefault (option yes);
      };
    }
  ];
}