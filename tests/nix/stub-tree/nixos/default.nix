# What NixOS makes of a configuration, as far as its kernel goes: boot.kernelPatches come behind the kernel's own.
{
  system,
  configuration,
}:
let
  pkgs = import ../. { inherit system; };
  boot = (import configuration { inherit pkgs; inherit (pkgs) lib; }).boot;
in
{
  inherit pkgs;
  config.boot = boot // {
    kernelPackages.kernel = boot.kernelPackages.kernel.override (arguments: {
      kernelPatches = (arguments.kernelPatches or [ ]) ++ boot.kernelPatches;
    });
  };
}
