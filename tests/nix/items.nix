# What a common-config.nix answers, as nixpkgs would see it: the judge of nixmenu's own reading.
# `predicates` are what the platform is, `library` is a nixpkgs lib.
{
  library,
  file,
  version,
  system,
  predicates,
}:
let
  lib = import library;
  platform = builtins.fromJSON predicates // {
    inherit system;
  };
  discharge =
    priority: value:
    let
      kind = value._type or null;
    in
    if !builtins.isAttrs value || kind == null then
      [ { inherit priority value; } ]
    else if kind == "if" then
      if value.condition then discharge priority value.content else [ ]
    else if kind == "merge" then
      builtins.concatMap (discharge priority) value.contents
    else if kind == "order" then
      discharge priority value.content
    else
      discharge value.priority value.content;
  field =
    item: name:
    let
      found = if item ? ${name} then discharge 100 item.${name} else [ ];
    in
    if found == [ ] then null else (builtins.head found).value;
  all = {
    inherit lib version;
    stdenv = {
      hostPlatform = platform;
      buildPlatform = platform;
      cc = {
        isGNU = true;
        isClang = false;
      };
    };
    rustAvailable = true;
    features = {
      efiBootStub = true;
      ia32Emulation = true;
      netfilterRPFilter = true;
    };
  };
  function = import file;
  answers = function (builtins.intersectAttrs (builtins.functionArgs function) all);
in
builtins.mapAttrs (
  _: answer:
  map (found: {
    inherit (found) priority;
    tristate = field found.value "tristate";
    freeform = field found.value "freeform";
    optional = found.value.optional or false;
    fields = builtins.attrNames found.value;
  }) (discharge 100 answer)
) answers
