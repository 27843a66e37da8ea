{ lib, ... }:
{
  boot.kernelPatches = [
<<<<<<< ours
    { name = "a"; patch = null; }
=======
    { name = "b"; patch = null; }
>>>>>>> theirs
  ];
}
