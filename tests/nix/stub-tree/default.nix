# A nixpkgs of our own, of the shape that nixmenu asks: kernels with a structured configuration and rules for the run.
# `style` is what differs between releases: "newer" tells the base in its build phase, "older" in the platform.
{
  system,
  config ? { },
  overlays ? [ ],
}:
let
  settings = import ./settings.nix;
  lib = import settings.library // {
    trivial.release = "26.11";
  };
  is64bit = system != "armv7l-linux";
  isAarch64 = system == "aarch64-linux";
  isx86_64 = system == "x86_64-linux";
  hostPlatform = {
    inherit
      system
      is64bit
      isAarch64
      isx86_64
      ;
    isPower = false;
    linuxArch = if isAarch64 then "arm64" else "x86_64";
  }
  // (
    if settings.style == "older" then
      {
        linux-kernel = {
          name = "pc";
          baseConfig = "old_defconfig";
          autoModules = false;
          preferBuiltin = isAarch64;
        };
      }
    else
      { }
  );
  stdenv = {
    inherit hostPlatform;
    buildPlatform = hostPlatform;
    cc = {
      isGNU = true;
      isClang = false;
    };
  };

  strongest = builtins.foldl' (first: second: if second.priority < first.priority then second else first);
  flat =
    priority: value:
    if !(value ? _type) then
      [ { inherit priority value; } ]
    else if value._type == "if" then
      if value.condition then flat priority value.content else [ ]
    else if value._type == "merge" then
      builtins.concatMap (flat priority) value.contents
    else
      flat value.priority value.content;
  field =
    item: name:
    let
      parts = if item ? ${name} then flat 100 item.${name} else [ ];
    in
    if parts == [ ] then null else (builtins.head parts).value;
  merge =
    answers:
    builtins.mapAttrs (
      name: values:
      let
        parts = builtins.concatMap (flat 100) values;
        winner = (strongest (builtins.head parts) parts).value;
      in
      if parts == [ ] then
        { }
      else
        {
          tristate = field winner "tristate";
          freeform = field winner "freeform";
          optional = winner.optional or false;
        }
    ) (lib.zipAttrs answers);

  buildLinux =
    {
      version,
      kernelPatches ? [ ],
      structuredExtraConfig ? { },
      extraConfig ? "",
      ...
    }:
    let
      commonStructuredConfig = import ./pkgs/os-specific/linux/kernel/common-config.nix {
        inherit lib stdenv version;
        rustAvailable = true;
        features.ia32Emulation = true;
      };
      structuredConfig = merge (
        [
          commonStructuredConfig
          structuredExtraConfig
        ]
        ++ map (patch: patch.structuredExtraConfig or { }) kernelPatches
      );
      intermediateNixConfig = "STRUCTURED y\n";
      texts = extraConfig + builtins.concatStringsSep "\n" ([ "" ] ++ map (patch: patch.extraConfig or "") kernelPatches);
    in
    {
      inherit version kernelPatches commonStructuredConfig;
      configfile = {
        inherit structuredConfig;
        moduleStructuredConfig = {
          settings = structuredConfig;
          inherit intermediateNixConfig;
        };
        ignoreConfigErrors = !isx86_64;
        kernelArch = hostPlatform.linuxArch;
      }
      // (
        if settings.style == "older" then
          {
            kernelConfig = intermediateNixConfig + texts;
            inherit (hostPlatform.linux-kernel) autoModules preferBuiltin;
          }
        else
          {
            autoModules = true;
            preferBuiltin = isAarch64;
            buildPhase = ''
              make $makeFlags \
                  -C . O="$buildRoot" new_defconfig \
                  ARCH=$kernelArch
            '';
          }
      );
    }
    // (if settings.style == "older" then { } else { inherit structuredExtraConfig; });
  overridable =
    function: arguments:
    function (arguments // (arguments.argsOverride or { }))
    // {
      override =
        changes: overridable function (arguments // (if builtins.isFunction changes then changes arguments else changes));
    };
in
{
  inherit lib stdenv buildLinux;
  path = ./.;
  linuxKernel.kernels = {
    linux_6_12 = overridable buildLinux {
      version = "6.12.5";
      structuredExtraConfig.ONLY_HERE = lib.kernel.yes;
      kernelPatches = [
        { name = "helper"; patch = null; }
        {
          name = "with-options";
          patch = null;
          structuredExtraConfig.TUNNEL = lib.mkForce lib.kernel.no;
          extraConfig = "TEXT y";
        }
      ];
    };
    linux_6_9 = throw "linux 6.9 was removed because it has reached its end of life upstream";
  };
}
