{ lib, ... }: { boot.kernelPatches = [ ]; }
