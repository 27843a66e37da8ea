{ lib, ... }:
{
  boot.kernelPatches = [
    { name = "a"; patch = null; },
    { name = "b"; patch = null; }
  ];
}
