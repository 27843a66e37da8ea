{ pkgs, ... }:
{
  boot.kernelPatches = [
    { name = "a"; patch = ./a.patch; }
    { name = "b"; patch = pkgs.fetchurl { url = "https://example.org/b.patch"; hash = ""; }; }
    { patch = ./nameless.patch; }
  ];
}
