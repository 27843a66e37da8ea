let
  lib = import <nixpkgs/lib>;
in
[
  {
    name = "constant";
    patch = null;
    structuredExtraConfig = with lib.kernel; {
      MODVERSIONS = no;
    };
  }
]
