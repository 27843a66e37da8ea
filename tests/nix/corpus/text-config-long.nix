{ lib, pkgs, ... }:
{
  boot.kernelPatches = [
    {
      name = "debug";
      patch = null;
      extraConfig = ''
        # KASAN and friends
        KASAN y
        KASAN_INLINE? y
        UBSAN y # slow

        # lock debugging
        PROVE_LOCKING y
        LOCKDEP_BITS 18
        DEBUG_KMEMLEAK y

        FRAME_WARN 2048
        LOCALVERSION -debug
      '';
    }
    {
      name = "tracing";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        BPF_LSM = yes;
        FTRACE = yes;
      };
    }
  ];
}
