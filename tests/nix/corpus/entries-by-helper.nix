{ lib, ... }:
let
  entry = name: structuredExtraConfig: {
    inherit name structuredExtraConfig;
    patch = null;
  };
in
{
  boot.kernelPatches = [
    (entry "by-helper" (with lib.kernel; { TCG_TPM = yes; }))
    (entry "again" { TCG_TIS = lib.kernel.module; })
  ];
}
