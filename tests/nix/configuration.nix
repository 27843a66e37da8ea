# boot.kernelPatches of a whole configuration, merged by the real module system: the judge of nixmenu's reading.
{ library, file }:
let
  lib = import library;
  evaluated = lib.evalModules {
    modules = [
      file
      {
        options.boot.kernelPatches = lib.mkOption {
          type = lib.types.listOf lib.types.raw;
          default = [ ];
        };
      }
    ];
  };
in
map (entry: {
  inherit (entry) name;
  options = builtins.attrNames (entry.structuredExtraConfig or { });
  text = entry.extraConfig or null;
}) evaluated.config.boot.kernelPatches
