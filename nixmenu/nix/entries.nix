# What boot.kernelPatches says, as data: the answer of real Nix, to compare nixmenu's reading with.
# `file` is a NixOS module, a flake or a list of patches, `library` a directory with nixpkgs' lib. With `follow`, modules
# that are imported are read, too; `skipped` counts those that only the system knows. With `specialisation`, what
# that one has besides comes last.
{
  file,
  library,
  follow ? false,
  specialisation ? null,
}:
let
  lib = import library;

  onlyTheSystem = name: throw "`${name}` is known only to the system";
  # Where nixpkgs has its own modules, which add no patches.
  modulesPath = "/nixmenu/modules";
  known = {
    inherit lib modulesPath;
    pkgs = { inherit lib; };
  };
  given =
    known: function:
    let
      wanted = builtins.functionArgs function;
    in
    if wanted == { } then
      known
    else
      builtins.mapAttrs (name: _: known.${name} or (onlyTheSystem name)) wanted;
  opened = value: if builtins.isFunction value then opened (value (given known value)) else value;

  discharge = import ./discharge.nix;
  values = value: map (found: found.value) (discharge 100 value);

  isPlace = item: builtins.isPath item || builtins.isString item;
  startsWith = prefix: text: builtins.substring 0 (builtins.stringLength prefix) text == prefix;
  isOfNixpkgs =
    item:
    isPlace item
    && (
      startsWith modulesPath (toString item)
      || startsWith (toString (dirOf library) + "/nixos/") (toString item)
    );
  module = item: {
    key =
      if !isPlace item then
        null
      else if builtins.pathExists (item + "/default.nix") then
        toString item + "/default.nix"
      else
        toString item;
    parts = values (opened (if isPlace item then import item else item));
  };

  # All modules in the order that the module system merges them in: `collectModules` of nixpkgs' lib/modules.nix.
  collected =
    pending: seen: found: skipped:
    if pending == [ ] then
      { inherit found skipped; }
    else
      let
        first = builtins.head pending;
        rest = builtins.tail pending;
        again = first.key != null && builtins.elem first.key seen;
        imports = builtins.concatMap importsOf first.parts;
        tried = map (item: builtins.tryEval (builtins.seq item item)) imports;
        usable = builtins.filter (one: one.success && !isOfNixpkgs one.value) tried;
        lost = builtins.filter (one: !one.success) tried;
      in
      if again then
        collected rest seen found skipped
      else
        collected (rest ++ map (one: module one.value) usable) (seen ++ [ first.key ]) (
          reversed first.parts ++ found
        ) (skipped + builtins.length lost);
  importsOf = part: if follow && builtins.isAttrs part then part.imports or [ ] else [ ];
  reversed = list: builtins.foldl' (done: item: [ item ] ++ done) [ ] list;
  systemOf = first: collected first [ ] [ ] 0;

  flakeInputs = {
    nixpkgs = {
      lib = lib // {
        nixosSystem = arguments: arguments;
      };
    };
  };
  flakeModules =
    flake:
    let
      systems = (flake.outputs (given flakeInputs flake.outputs)).nixosConfigurations or { };
    in
    builtins.concatMap (name: systems.${name}.modules or [ ]) (builtins.attrNames systems);

  top = opened (import file);
  isFlake = follow && builtins.isAttrs top && top ? outputs;
  system = systemOf [
    (
      module file
      // (if isFlake then { parts = [ { imports = flakeModules top; } ]; } else { })
    )
  ];

  configurations = part: values (part.config or (if part ? options then { } else part));
  kernelPatches =
    configuration:
    builtins.concatMap (boot: builtins.concatLists (values (boot.kernelPatches or [ ]))) (
      values (configuration.boot or { })
    );
  patchesOf =
    part:
    if builtins.isList part then part else builtins.concatMap kernelPatches (configurations part);

  specialised =
    part:
    if specialisation == null || builtins.isList part then
      [ ]
    else
      builtins.concatMap (
        configuration:
        builtins.concatMap (
          all: builtins.concatMap (one: [ one ]) (values (all.${specialisation} or { }))
        ) (values (configuration.specialisation or { }))
      ) (configurations part);
  special = builtins.concatMap specialised system.found;
  more = systemOf (map (one: module (one.configuration or { })) special);
  inherits = builtins.all (one: one.inheritParentConfig or true) special;

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

  entriesOf =
    prefix: parts:
    map (entry: {
      name = if entry ? name then prefix + entry.name else null;
      extraConfig = entry.extraConfig or null;
      options = builtins.concatMap optionsOf (
        values (entry.structuredExtraConfig or entry.extraStructuredConfig or { })
      );
    }) (builtins.concatMap values (builtins.concatMap patchesOf parts));
in
{
  entries =
    (if inherits then entriesOf "" system.found else [ ])
    ++ entriesOf "specialisation.${toString specialisation}:" more.found;
  skipped = system.skipped + more.skipped;
}
