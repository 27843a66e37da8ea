{ lib, ... }:

with lib;

{
  boot.kernelPatches = [
    # moved over when we updated
    { name = "moved"; patch = null; structuredExtraConfig = { KSM = kernel.yes; }; }
    # not yet
    { name = "waiting"; patch = null; extraStructuredConfig = { ZSWAP = kernel.yes; ZBUD = kernel.module; }; }
  ];
}
