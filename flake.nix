{
  description = "menuconfig for kernels that NixOS builds";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      forEachSystem =
        make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system} self.packages.${system});

      project = (builtins.fromTOML (builtins.readFile ./pyproject.toml)).project;

      package =
        { lib, python3 }:
        python3.pkgs.buildPythonApplication {
          pname = project.name;
          inherit (project) version;
          pyproject = true;
          src = self;

          build-system = [ python3.pkgs.hatchling ];
          dependencies = with python3.pkgs; [
            platformdirs
            rich
            textual
            tree-sitter
            tree-sitter-grammars.tree-sitter-nix
          ];
          # nixpkgs has one version of each; what it has is checked by `nix flake check`.
          pythonRelaxDeps = true;

          # The tests are a check of their own, so that a shell does not wait for them.
          doCheck = false;
          nativeCheckInputs = with python3.pkgs; [
            hypothesis
            pytest
          ];
          checkPhase = ''
            runHook preCheck
            HOME=$TMPDIR python -m pytest tests/unit
            runHook postCheck
          '';
          pythonImportsCheck = [
            "kconfig_index"
            "nixmenu"
          ];

          meta = {
            inherit (project) description;
            license = lib.licenses.mit;
            mainProgram = "nixmenu";
            platforms = lib.platforms.linux;
          };
        };
    in
    {
      packages = forEachSystem (
        pkgs: packages: {
          nixmenu = pkgs.callPackage package { };
          default = packages.nixmenu;
        }
      );

      apps = forEachSystem (
        _: packages:
        let
          app = name: description: {
            type = "app";
            program = "${packages.nixmenu}/bin/${name}";
            meta = { inherit description; };
          };
        in
        {
          default = app "nixmenu" project.description;
          kconfig-index = app "kconfig-index" "The kernel's conf, without the kernel's build";
        }
      );

      checks = forEachSystem (
        _: packages: {
          unit-tests = packages.nixmenu.overridePythonAttrs { doCheck = true; };
        }
      );

      # What `make` of a kernel needs, and nixmenu: unpack a kernel, enter it, and start.
      devShells = forEachSystem (
        pkgs: packages: {
          default = pkgs.mkShell {
            packages = [
              packages.nixmenu
              pkgs.bc
              pkgs.bison
              pkgs.elfutils
              pkgs.flex
              pkgs.gcc
              pkgs.gnumake
              pkgs.ncurses
              pkgs.openssl
              pkgs.pahole
              pkgs.perl
              pkgs.pkg-config
              pkgs.zlib
            ];
          };
        }
      );
    };
}
