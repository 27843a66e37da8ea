{ lib, ... }:
{
  specialisation.rt.configuration.boot.kernelPatches = [
    { name = "rt"; patch = null; structuredExtraConfig = with lib.kernel; { PREEMPT_RT = yes; }; }
  ];
}
