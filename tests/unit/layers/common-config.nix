# Written for the tests, in the way nixpkgs answers for its kernels: groups, conditions, comments.
{
  lib,
  stdenv,
  rustAvailable,
  version,
  features ? { },
}:

with lib.kernel;
with (lib.kernel.whenHelpers version);

let
  flattened =
    groups:
    lib.mapAttrs (
      name: answers:
      if lib.length answers == 1 then lib.head answers else throw "${name} is answered twice"
    ) (lib.zipAttrs (lib.attrValues groups));

  onLargeMachines = lib.mkIf (
    with stdenv.hostPlatform; isx86_64 || (isPower && is64bit) || (isAarch64 && lib.versionAtLeast version "6.6")
  );
  withRust = lib.warnIfNot rustAvailable "no rustc" (
    features.rust or false || (rustAvailable && lib.versionAtLeast version "6.12" && stdenv.cc.isGNU)
  );

  options = {
    # This speaks of the group, not of an option.

    network = {
      # Everything needs it,
      # and so do we.
      NET = yes;
      TUNNEL = module; # for the office
      OLD_TUNNEL = whenOlder "6.2" module;
      /* A weak answer,
       * which people may change. */
      DIAGNOSIS = lib.mkDefault yes;
    }
    // lib.optionalAttrs (stdenv.hostPlatform.system == "aarch64-linux") {
      BOARD_NETWORK = whenBetween "6.1" "6.12" yes;
    };

    "9p" = {
      "9P_CACHE" = option yes;
    };

    misc =
      let
        compressed = stdenv.buildPlatform.is64bit;
      in
      {
        CPUS = freeform "384";
        NOTHING = unset;
        EMPTY = freeform "";
        COMPRESS = lib.mkMerge [
          (whenOlder "6.2" no)
          (whenAtLeast "6.2" yes)
        ];
        HIGH_MEMORY = {
          optional = true;
          tristate = lib.mkIf (!stdenv.hostPlatform.is64bit) "y";
        };
        BY_HAND = {
          freeform = "a,b";
          optional = true;
        };
        ON_LARGE = onLargeMachines (whenAtLeast "6.1" yes);
        PACKED = lib.mkIf compressed yes;
        STRONG = lib.mkForce no;
        # Which of them it is
        # depends on the platform.
        LOW_ADDRESS = freeform (if stdenv.hostPlatform.isAarch64 then "32768" else "65536");
      };

    rust = lib.optionalAttrs withRust { RUST = yes; };
  };
in
flattened options
