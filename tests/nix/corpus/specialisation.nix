{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "usual";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        KVM_AMD = module;
      };
    }
  ];
  specialisation.debug.configuration = {
    boot.kernelPatches = [
      {
        name = "debug";
        patch = null;
        structuredExtraConfig = with lib.kernel; {
          KCSAN = yes;
        };
      }
    ];
  };
}
