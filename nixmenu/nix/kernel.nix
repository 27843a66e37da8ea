# What a nixpkgs answers for one kernel, and how it would make its configuration, as data.
# `nixpkgs` is a directory, `system` Nix's name of a platform, `version` the kernel's ("6.12.30"), `nixos` a NixOS
# configuration, whose own kernel is asked then, without the patches that it adds. It is a file, or with `flake` one of
# a flake's, named by `host`; the flake then says which nixpkgs it is made with.
{
  nixpkgs ? "",
  system,
  version,
  nixos ? "",
  flake ? "",
  host ? "",
  ownHost ? "",
}:
let
  hosts = (builtins.getFlake flake).nixosConfigurations or { };
  names = builtins.attrNames hosts;
  listed = if names == [ ] then "none" else builtins.concatStringsSep ", " (map (name: "#${name}") names);
  chosen =
    if host != "" then
      hosts.${host} or (throw "the flake has no nixosConfigurations.${host}; it has ${listed}")
    else if builtins.length names == 1 then
      builtins.head (builtins.attrValues hosts)
    else
      hosts.${ownHost} or (throw "name one of the flake's nixosConfigurations behind its path; it has ${listed}");
  evaluated =
    if flake != "" then
      chosen
    else
      import (/. + nixpkgs + "/nixos") {
        inherit system;
        configuration = /. + nixos;
      };
  pkgs =
    if flake != "" then
      chosen.pkgs
    else
      import (/. + nixpkgs) {
        inherit system;
        config = { };
        overlays = [ ];
      };
  inherit (pkgs) lib;
  platform = pkgs.stdenv.hostPlatform;
  described = platform.linux-kernel or { };

  # The kernel that nixpkgs has of this series, if it has one, as it would be with this version.
  numbers = builtins.splitVersion version;
  series = separator: "${builtins.elemAt numbers 0}${separator}${builtins.elemAt numbers 1}";
  attribute = "linux_${series "_"}";
  kernels = pkgs.linuxKernel.kernels or pkgs;
  found = builtins.tryEval (
    if kernels ? ${attribute} then builtins.seq kernels.${attribute}.version kernels.${attribute} else null
  );
  stock = if found.success then found.value else null;
  general = pkgs.buildLinux {
    inherit version;
    modDirVersion = version;
    src = pkgs.emptyFile or null;
    kernelPatches = [ ];
    extraMeta.branch = series ".";
  };
  changed = stock.override {
    argsOverride = {
      inherit version;
      modDirVersion = version;
    };
  };
  mine = evaluated.config.boot;
  isConfigured = nixos != "" || flake != "";
  # NixOS puts boot.kernelPatches behind the patches that the kernel has of its own.
  ours = mine.kernelPackages.kernel.override (
    arguments:
    let
      patches = arguments.kernelPatches or [ ];
    in
    {
      kernelPatches = builtins.genList (builtins.elemAt patches) (
        builtins.length patches - builtins.length mine.kernelPatches
      );
    }
  );
  label = if isConfigured then "boot.kernelPackages" else attribute;
  kernel =
    if isConfigured then
      ours
    else if stock == null then
      general
    else if stock.version == version then
      stock
    else
      changed;

  discharge = import ./discharge.nix;
  items =
    answers:
    builtins.concatMap (
      configuration:
      builtins.concatMap (
        name:
        builtins.concatMap (
          answer:
          let
            field =
              field: if answer.value ? ${field} then discharge answer.priority answer.value.${field} else [ ];
            parts = field "tristate" ++ field "freeform";
          in
          lib.optional (parts != [ ]) {
            inherit name;
            tristate = if field "tristate" == [ ] then null else (builtins.head (field "tristate")).value;
            freeform = if field "freeform" == [ ] then null else (builtins.head (field "freeform")).value;
            optional = builtins.any (part: part.value) (field "optional");
            priority = (builtins.head parts).priority;
          }
        ) (discharge configuration.priority configuration.value.${name})
      ) (builtins.attrNames configuration.value)
    ) (discharge 100 answers);

  configuration = kernel.configfile;
  module = configuration.moduleStructuredConfig;
  patches = kernel.kernelPatches or [ ];

  # Up to 25.11 the whole text is an attribute; what follows the structured answers comes from strings.
  texts =
    if configuration ? kernelConfig then
      [
        (builtins.substring (builtins.stringLength module.intermediateNixConfig) (-1) configuration.kernelConfig)
      ]
    else
      map (patch: patch.extraConfig or "") patches;
  made = builtins.filter builtins.isList (
    builtins.split ''O="\$buildRoot" ([^\]+) \\'' (builtins.unsafeDiscardStringContext (configuration.buildPhase or ""))
  );
in
{
  release = lib.trivial.release or lib.version or "";
  nixpkgs = if flake == "" then nixpkgs else toString pkgs.path;
  inherit (platform) system;
  attribute = if !isConfigured && stock == null then null else label;
  inherit (kernel) version;
  kernelArch = configuration.kernelArch or platform.linuxArch;
  defconfig =
    configuration.kernelBaseConfig or described.baseConfig
      or (if made == [ ] then null else builtins.head (builtins.head made));
  autoModules = configuration.autoModules or described.autoModules or true;
  preferBuiltin = configuration.preferBuiltin or described.preferBuiltin or false;
  ignoreConfigErrors = configuration.ignoreConfigErrors or false;
  texts = builtins.filter (text: text != "") texts;
  sources = [
    {
      label = "common-config";
      items = items kernel.commonStructuredConfig;
    }
    {
      label = "structuredExtraConfig of ${label}";
      items = items (kernel.structuredExtraConfig or { });
    }
  ]
  ++ map (patch: {
    label = patch.name or "a patch of ${label}";
    items = items (patch.structuredExtraConfig or patch.extraStructuredConfig or { });
  }) patches;
  merged = builtins.mapAttrs (_: answer: {
    tristate = answer.tristate or null;
    freeform = answer.freeform or null;
    optional = answer.optional or false;
  }) configuration.structuredConfig;
}
