{ lib, ... }: {
  boot.kernelPatches = [ {
    name = "guest";
    patch = null;
    structuredExtraConfig = with lib.kernel; {
      VIRTIO_BLK = lib.mkForce yes;
      VIRTIO_NET = lib.mkForce yes;
      VIRTIO_PCI = lib.mkForce yes;
      EXT4_FS = lib.mkForce yes;
      USB_SUPPORT = lib.mkForce no;
    };
  } ];
}
