{ lib, ... }:
{
  boot.kernelPatches =
    lib.singleton {
      name = "first";
      patch = null;
      structuredExtraConfig = { NET_9P = lib.kernel.module; };
    }
    ++ lib.singleton {
      name = "second";
      patch = null;
      structuredExtraConfig = { };
    };
}
