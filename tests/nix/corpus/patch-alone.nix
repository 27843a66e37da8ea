{ pkgs, ... }:
{
  boot.kernelPatches = [
    {
      name = "amdgpu-reset";
      patch = ./amdgpu-reset.patch;
    }
    { name = "dp-mst"; patch = ./dp-mst.patch; }
  ];
}
