{ buildLinux, fetchFromGitHub, lib, ... }@args:
buildLinux (args // rec {
  version = "6.12.20";
  modDirVersion = version;
  src = fetchFromGitHub {
    owner = "board-vendor";
    repo = "linux";
    rev = "v${version}";
    hash = lib.fakeHash;
  };
  defconfig = "board_defconfig";
  structuredExtraConfig = with lib.kernel; {
    ROCKCHIP_RGA = module;
  };
} // (args.argsOverride or { }))
