/* machine: attic */ { lib, ... /* rest */ }: # head
{ # module
  # above boot
  boot /* the kernel */ . kernelPatches = [ # list
    # above the entry
    { # entry
      name = /* n */ "noisy"; # behind name
      # above patch
      patch = null; /* none */
      # above the options
      structuredExtraConfig = with lib.kernel; { # options
        # above the first
        ACPI_DEBUG = no; # behind the first
        /* before the second */ BUG = yes; /* behind the second */
        # between

        # above the third
        CRASH_DUMP = module; # TODO: why?
        # below the last
      }; # end of options
      # below the options
    } # end of entry
    # below the entry
  ]; # end of list
  # below boot
} # end
# after all
