# NixOS' own answers and a user's file, merged by the real module system: the judge of nixmenu's merge.
# `module` is the user's, `nixos` a function from lib to a set as `structuredExtraConfig` has it.
{
  library,
  module,
  nixos,
}:
let
  lib = import library;
  patches = (module { inherit lib; }).boot.kernelPatches;
  item = lib.types.submodule {
    options = {
      tristate = lib.mkOption {
        type = lib.types.enum [
          "y"
          "m"
          "n"
          null
        ];
        default = null;
      };
      freeform = lib.mkOption {
        type = lib.types.nullOr lib.types.str // {
          merge = lib.mergeEqualOption;
        };
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
      { settings = nixos { inherit lib; }; }
    ]
    ++ map (entry: { settings = entry.structuredExtraConfig; }) patches;
  };
in
builtins.mapAttrs (
  _: answer:
  let
    tried = builtins.tryEval (builtins.deepSeq answer answer);
  in
  if tried.success then tried.value else "conflict"
) evaluated.config.settings
