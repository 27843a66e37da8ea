{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "off";
      patch = null;
      structuredExtraConfig = lib.genAttrs [ "ATALK" "DECNET" "IPX" "X25" ] (
        _: lib.mkForce lib.kernel.no
      );
    }
  ];
}
