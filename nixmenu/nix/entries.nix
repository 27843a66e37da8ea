# What boot.kernelPatches says in one file, as data: the answer of real Nix, to compare nixmenu's reading with.
# `file` is a NixOS module or a list of patches, `library` a directory with nixpkgs' lib.
{ file, library }:
let
  lib = import library;

  onlyTheSystem = name: throw "`${name}` is known only to the system";
  known = {
    inherit lib;
    pkgs = { inherit lib; };
  };
  call =
    function:
    let
      wanted = builtins.functionArgs function;
    in
    function (
      if wanted == { } then
        known
      else
        builtins.mapAttrs (name: _: known.${name} or (onlyTheSystem name)) wanted
    );
  opened = value: if builtins.isFunction value then opened (call value) else value;

  discharge = import ./discharge.nix;
  values = value: map (found: found.value) (discharge 100 value);

  patchesOf =
    module:
    if builtins.isList module then
      module
    else
      builtins.concatMap (
        configuration:
        builtins.concatMap (
          boot: builtins.concatLists (values (boot.kernelPatches or [ ]))
        ) (values (configuration.boot or { }))
      ) (values (module.config or module));

  optionsOf =
    set:
    builtins.concatMap (
      name:
      map (found: {
        inherit name;
        inherit (found) priority;
        tristate = found.value.tristate or null;
        freeform = found.value.freeform or null;
        optional = found.value.optional or false;
      }) (discharge 100 set.${name})
    ) (builtins.attrNames set);
in
map (entry: {
  name = entry.name or null;
  extraConfig = entry.extraConfig or null;
  options = builtins.concatMap optionsOf (
    values (entry.structuredExtraConfig or entry.extraStructuredConfig or { })
  );
}) (builtins.concatMap values (builtins.concatMap patchesOf (values (opened (import file)))))
