{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "virtfs";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        "9P_FS" = yes;
        NET_9P = yes;
        NET_9P_VIRTIO = yes;
      };
    }
  ];
}
