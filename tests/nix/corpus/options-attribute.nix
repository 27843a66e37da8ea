{ lib }:
{
  structuredExtraConfig = with lib.kernel; {
    CEPH_FS = module;
    CEPH_LIB = module;
  };
}
