{ lib, ... }:

let
  inherit (lib) mkForce mkDefault;
  inherit (lib.kernel) yes no unset freeform option;
in
{
  boot.kernelPatches = [
    {
      name = "hardening";
      patch = null;
      structuredExtraConfig = {
        ## attack surface
        BINFMT_MISC = mkForce no;
        DEVMEM = mkForce no;
        DEVPORT = mkForce no;
        HIBERNATION = mkForce no;
        KEXEC = mkForce no;
        LEGACY_TIOCSTI = mkDefault no;
        PROC_KCORE = option no;

        ## memory
        INIT_ON_ALLOC_DEFAULT_ON = yes;
        INIT_ON_FREE_DEFAULT_ON = yes;
        PAGE_TABLE_CHECK = yes;
        SLAB_FREELIST_HARDENED = yes;
        SLAB_FREELIST_RANDOM = yes;

        ## what NixOS would otherwise answer
        RANDSTRUCT_FULL = unset;
        DEFAULT_MMAP_MIN_ADDR = freeform "65536";
      };
    }
  ];
}
