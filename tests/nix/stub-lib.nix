# The few functions of a nixpkgs lib that the tests' files use, written anew from what they are documented to do.
rec {
  kernel = {
    yes = answer "y";
    no = answer "n";
    module = answer "m";
    unset = answer null;
    freeform = text: {
      freeform = text;
      optional = false;
    };
    option = item: item // { optional = true; };
    whenHelpers = version: {
      whenAtLeast = low: mkIf (versionAtLeast version low);
      whenOlder = high: mkIf (versionOlder version high);
      whenBetween = low: high: mkIf (versionAtLeast version low && versionOlder version high);
    };
  };
  answer = letter: {
    tristate = letter;
    optional = false;
  };

  mkOverride = priority: content: {
    _type = "override";
    inherit priority content;
  };
  mkForce = mkOverride 50;
  mkVMOverride = mkOverride 10;
  mkDefault = mkOverride 1000;
  mkOptionDefault = mkOverride 1500;
  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };
  mkMerge = contents: {
    _type = "merge";
    inherit contents;
  };
  mkOrder = priority: content: {
    _type = "order";
    inherit priority content;
  };
  mkBefore = mkOrder 500;
  mkAfter = mkOrder 1500;

  singleton = item: [ item ];
  optional = condition: item: if condition then [ item ] else [ ];
  optionals = condition: items: if condition then items else [ ];
  optionalAttrs = condition: set: if condition then set else { };
  genAttrs =
    names: function:
    builtins.listToAttrs (
      map (name: {
        inherit name;
        value = function name;
      }) names
    );
  mapAttrs = builtins.mapAttrs;
  attrValues = builtins.attrValues;
  length = builtins.length;
  head = builtins.head;
  zipAttrs = builtins.zipAttrsWith (_: values: values);
  warnIfNot = _condition: _message: value: value;
  id = value: value;
  const = value: _: value;
  flip =
    function: first: second:
    function second first;
  versionOlder = first: second: builtins.compareVersions second first == 1;
  versionAtLeast = first: second: !versionOlder first second;

  fakeHash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
}
