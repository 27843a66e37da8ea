{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "empty";
      patch = null;
      structuredExtraConfig = { };
    }
  ];
}
