"""What Nix files ask of the system around them, as far as it is known before any system is there.

Source of the predicates: nixpkgs `lib/systems/inspect.nix` and `lib/systems/default.nix`, elaborated per system.
"""

from collections.abc import Mapping

from nixmenu.nix.circumstances import Circumstances
from nixmenu.nix.library import LIBRARY
from nixmenu.nix.library.arguments import Caller, function, made_set, part_set, unforced
from nixmenu.nix.values import Attributes, Closure, Lazy, Member, SearchPathValue, Unknown, Value, known

_EVERYWHERE = "isElf isGnu isLinux isUnix"
_TRUE = {
    "x86_64-linux": "is64bit isEfi isLittleEndian isx86 isx86_64",
    "i686-linux": "is32bit isEfi isLittleEndian isi686 isx86 isx86_32",
    "aarch64-linux": "is64bit isAarch isAarch64 isEfi isLittleEndian",
    "armv7l-linux": "is32bit isAarch isAarch32 isArmv7 isEabi isEfi isLittleEndian",
    "armv6l-linux": "is32bit isAarch isAarch32 isEabi isEfi isLittleEndian",
    "armv5tel-linux": "is32bit isAarch isAarch32 isEabi isLittleEndian",
    "riscv64-linux": "is64bit isEfi isLittleEndian isRiscV isRiscV64",
    "loongarch64-linux": "is64bit isEfi isLittleEndian isLoongArch64",
    "powerpc64le-linux": "is64bit isLittleEndian isPower isPower64 isPowerPC",
    "powerpc64-linux": "is64bit isAbiElfv1 isBigEndian isPower isPower64 isPowerPC",
}
_FALSE = (
    "isAbiElfv2 isAlpha isAndroid isArc isAvr isBSD isCygwin isDarwin isFreeBSD isGenode isGhcjs isILP32 "
    "isJavaScript isM68k isMacOS isMacho isMicroBlaze isMinGW isMips isMips32 isMips64 isMips64n32 isMips64n64 "
    "isMmix isMsp430 isMsvc isMusl isNetBSD isNone isOpenBSD isOr1k isPE isRedox isRiscV32 isRx isS390 isS390x "
    "isSh4 isSparc isSparc64 isStatic isSunOS isUClibc isVc4 isWasi isWasm isWindows isiOS"
)
_PREDICATES = frozenset(" ".join([_EVERYWHERE, _FALSE, *_TRUE.values()]).split())


def predicates(circumstances: Circumstances) -> dict[str, Value]:
    """What the platform is and is not; empty for one that is not known."""
    true = _TRUE.get(circumstances.system or "")
    if true is None:
        return {}
    holding = {*_EVERYWHERE.split(), *true.split()}
    return {name: name in holding for name in _PREDICATES}


def platform(circumstances: Circumstances) -> Value:
    """`stdenv.hostPlatform`."""
    facts = predicates(circumstances)
    if not facts:
        return Unknown("the platform is known only to the system")
    facts["system"] = circumstances.system
    if circumstances.kernel_arch is not None:
        facts["linuxArch"] = circumstances.kernel_arch
    return made_set(facts, "the platform is known only in its main features")


def standard_environment(circumstances: Circumstances) -> Value:
    """`stdenv`, with the compiler that nixpkgs builds Linux kernels with; older files ask it for the platform."""
    target = platform(circumstances)
    compiler = made_set({"isGNU": True, "isClang": False}, "the compiler is known only to the system")
    return made_set(
        {
            "lib": LIBRARY,
            "hostPlatform": target,
            "buildPlatform": target,
            "targetPlatform": target,
            "cc": compiler,
            **predicates(circumstances),
        },
        "`stdenv` is known only to the system",
    )


def packages(circumstances: Circumstances) -> Attributes:
    """`pkgs`, for its `lib`, its platform and its `callPackage`."""
    environment = standard_environment(circumstances)
    members: dict[str, Value] = {"lib": LIBRARY, "stdenv": environment, "callPackage": None}
    if circumstances.system is not None:
        members["system"] = circumstances.system
        members["hostPlatform"] = platform(circumstances)
    rest = "`pkgs` is known only to the system"

    @function("callPackage", unforced, part_set)
    def call_package(caller: Caller, target: Lazy, given: Attributes) -> Value:
        value = target.force()
        if not isinstance(value, Closure):
            value = caller.imported(value)
        if not isinstance(value, Closure):
            return value
        own = {**found.members, "pkgs": Member(known(found))}
        return caller.call(value, arguments(value, {**own, **given.members}, given.rest or Unknown(rest)))

    members["callPackage"] = call_package
    found = made_set(members, rest)
    return found


def arguments(target: Closure, given: Mapping[str, Member], rest: Unknown) -> Lazy:
    """What a function is called with; what it wants beyond what is given belongs to the system."""
    members = dict(given)
    formals = target.node.formals
    if formals is not None:
        for formal in formals.names:
            reason = f"`{formal.name}` is known only to the system"
            members.setdefault(formal.name, Member(known(Unknown(reason))))
    return known(Attributes(members, rest=rest))


def module_arguments(circumstances: Circumstances, pkgs: Attributes) -> Mapping[str, Member]:
    """What the module system passes to every module, as far as it is known: `lib`, `pkgs`, a little `config`."""
    own_modules = SearchPathValue("nixpkgs/nixos/modules")
    members: dict[str, Value] = {"lib": LIBRARY, "pkgs": pkgs, "modulesPath": own_modules}
    if circumstances.version is not None:
        rest = "`config` is known only to the system"
        kernel = made_set({"version": circumstances.version}, rest)
        kernel_packages = made_set({"kernel": kernel}, rest)
        members["config"] = made_set({"boot": made_set({"kernelPackages": kernel_packages}, rest)}, rest)
    return {name: Member(known(value)) for name, value in members.items()}
