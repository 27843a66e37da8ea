{ lib, ... }:
{
  boot.kernelPatches = [
    { name = "closed"; patch = null; structuredExtraConfig = {}; }
    {
      name = "open";
      patch = null;
      structuredExtraConfig = with lib.kernel; {

      };
    }
    {
      name = "talking";
      patch = null;
      structuredExtraConfig = {
        # nothing yet
      };
    }
  ];
}
