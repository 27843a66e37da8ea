{ lib, pkgs, ... }:
{
  # Audio work: latency first.
  boot.kernelPatches = [
    {
      name = "dos";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        # preemption
        EXPERT = yes;
        PREEMPT = lib.mkForce no;
        PREEMPT_RT = yes;
        PREEMPT_VOLUNTARY = lib.mkForce no;
        RT_GROUP_SCHED = lib.mkForce unset;

        # timers
        HZ = lib.mkForce (freeform "1000");
        HZ_1000 = yes;
        HZ_250 = lib.mkForce no;
      };
    }
  ];
  security.rtkit.enable = true;
}
