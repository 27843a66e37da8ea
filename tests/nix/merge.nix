# NixOS' own answers and a user's file, merged by the real module system: the judge of nixmenu's merge.
# `nixos` is a file with a function from lib to a set as `structuredExtraConfig` has it.
{
  library,
  file,
  nixos,
}:
let
  lib = import library;
  module = import file { inherit lib; };
  item = lib.types.submodule {
    options = {
      tristate = lib.mkOption {
        type = lib.types.nullOr (
          lib.types.enum [
            "y"
            "m"
            "n"
          ]
        );
        default = null;
      };
      freeform = lib.mkOption {
        type = lib.types.nullOr lib.types.str;
        default = null;
      };
      optional = lib.mkOption {
        type = lib.types.bool // {
          merge = _: builtins.all (definition: definition.value);
        };
        default = false;
      };
    };
  };
  evaluated = lib.evalModules {
    modules = [
      {
        options.settings = lib.mkOption {
          type = lib.types.attrsOf item;
          default = { };
        };
      }
      { settings = import nixos { inherit lib; }; }
    ]
    ++ map (entry: { settings = entry.structuredExtraConfig; }) module.boot.kernelPatches;
  };
in
builtins.mapAttrs (
  _: answer:
  let
    tried = builtins.tryEval (builtins.deepSeq answer answer);
  in
  if tried.success then tried.value else "conflict"
) evaluated.config.settings
