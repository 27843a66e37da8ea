# As much of nixpkgs as the flake touches: packages are names, and what is built is what it would be built from.
let
  named = name: {
    type = "derivation";
    inherit name;
    outPath = "/nix/store/${name}";
  };
  packageNames = [
    "bc"
    "bison"
    "elfutils"
    "flex"
    "gcc"
    "gnumake"
    "ncurses"
    "openssl"
    "pahole"
    "perl"
    "pkg-config"
    "zlib"
  ];
  pythonNames = [
    "hatchling"
    "hypothesis"
    "platformdirs"
    "pytest"
    "rich"
    "textual"
    "tree-sitter"
  ];
  genAttrs =
    names: function:
    builtins.listToAttrs (
      map (name: {
        inherit name;
        value = function name;
      }) names
    );
  lib = {
    inherit genAttrs;
    licenses.mit = "MIT";
    platforms.linux = [
      "x86_64-linux"
      "aarch64-linux"
    ];
  };
  buildPythonApplication =
    arguments:
    named "${arguments.pname}-${arguments.version}"
    // {
      inherit arguments;
      overridePythonAttrs = changes: buildPythonApplication (arguments // changes);
    };
  packages =
    genAttrs packageNames named
    // {
      inherit lib;
      python3.pkgs = genAttrs pythonNames named // {
        inherit buildPythonApplication;
        tree-sitter-grammars.tree-sitter-nix = named "tree-sitter-nix";
      };
      callPackage =
        function: arguments:
        function (builtins.intersectAttrs (builtins.functionArgs function) packages // arguments);
      mkShell = arguments: named "shell" // { inherit arguments; };
    };
in
{
  inherit lib;
  legacyPackages = genAttrs lib.platforms.linux (_: packages);
}
