{ lib, ... }:
{
  /*
  boot.kernelPatches = [
    { name = "slim"; structuredExtraConfig = with lib.kernel; { NFSD = no; }; }
  ];
  */
  # boot.kernelPatches = [ { name = "slim"; } ];
  boot.kernelPatches = [
    # { name = "slim"; patch = null; }
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        # NFSD = no;
        /* SUNRPC = no; */
        NFS_FS = module;
      };
    }
  ];
}
