{ lib, ... }:
{
  boot.kernelPatches = [ { name = "slim; patch = null; } ];
}
