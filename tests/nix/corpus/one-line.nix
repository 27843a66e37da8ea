{ lib, ... }: { boot.kernelPatches = [ { name = "line"; patch = null; structuredExtraConfig = with lib.kernel; { A11Y = no; B43 = module; }; } ]; }
