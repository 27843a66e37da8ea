{ lib, ... }: with lib.kernel; {
  boot.kernelPatches = [
    { name = "one"; patch = null; structuredExtraConfig = { ISDN = no; }; }
    { name = "two"; patch = null; structuredExtraConfig = { PCMCIA = no; SCSI_UFSHCD = module; }; }
  ];
}
