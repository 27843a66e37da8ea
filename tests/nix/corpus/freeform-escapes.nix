{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "strings";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        CMDLINE = freeform "console=ttyS0,115200 \"quoted\" \\ \${none} $$x";
        LOCALVERSION = freeform ''-größe'';
        EXTRA_FIRMWARE = freeform "amdgpu/a.bin amdgpu/b.bin";
        INITRAMFS_SOURCE = lib.mkForce (freeform "");
      };
    }
  ];
}
