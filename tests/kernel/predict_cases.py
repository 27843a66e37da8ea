"""What the prediction is tried on: NixOS's answers, users' sets on top, other bases, and runs that die."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from kconfig_index import Kernel
from nixmenu.generator import Rules
from nixmenu.layers.answer_lines import format_answers
from nixmenu.layers.base import load_base
from nixmenu.layers.facts import bundled, load_facts
from nixmenu.layers.merge import merge
from nixmenu.layers.platforms import platform_named
from nixmenu.prediction import Inputs, predict
from tests.kernel import real_run
from tests.kernel.drawing import Drawer, Wishes

System = tuple[str, str]
"""A kernel series and what the Makefile calls ARCH."""

X86, ARM = ("6.12", "x86_64"), ("6.12", "arm64")
OLD_X86, OLD_ARM = ("6.1", "x86_64"), ("6.1", "arm64")
ALL: tuple[System, ...] = (X86, ARM, OLD_X86, OLD_ARM)


@dataclass(frozen=True)
class Case:
    """One run on some systems; `draw` says what the user asks for.

    Where the case `survives`, wishes that the run is predicted to die of are taken back one by one, so that there is
    a `.config` to compare. `rules` are what differs from the platform's.
    """

    name: str
    draw: Callable[[Drawer], Wishes] = lambda _: Wishes()
    systems: tuple[System, ...] = ALL
    base: str = "defconfig"
    nixos: bool = True
    survives: bool = False
    rules: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """What goes into a run, real or predicted."""

    base: str
    answers: str
    rules: real_run.Rules

    def inputs(self, kernel: Kernel) -> Inputs:
        """The same for nixmenu."""
        rules = Rules(self.rules.auto_modules, self.rules.prefer_builtin, self.rules.ignore_config_errors)
        return Inputs(kernel, self.base, self.answers, (), rules, "", 0)


def prepare(case: Case, kernel: Kernel) -> Run:
    """The base, the answers and the rules of a case on a kernel; the same for the same kernel source."""
    platform = platform_named(kernel.arch)
    facts = load_facts(bundled(), platform.system, kernel.version).definitions if case.nixos else ()
    rules = real_run.Rules(platform.auto_modules, platform.prefer_builtin, platform.ignore_config_errors)
    run = Run(load_base(kernel, case.base).dot_config, "", replace(rules, **case.rules))
    wishes = case.draw(Drawer(kernel, f"{case.name} {kernel.arch}", [one.name for one in facts]))
    while True:
        answers = merge((*facts, *wishes.definitions())).answers
        run = replace(run, answers=format_answers(answers, [wishes.text] if wishes.text else []))
        culprit = _culprit(run, kernel) if case.survives else ""
        if not culprit:
            return run
        wishes.take_back(culprit)


def _culprit(run: Run, kernel: Kernel) -> str:
    """The option at whose question the run is predicted to die; empty if it lives."""
    prediction = predict(run.inputs(kernel))
    if prediction.fatal is None:
        return ""
    name = prediction.messages[0].name
    assert name, f"no wish to take back: {prediction.fatal}"
    return name


MENUS = """
SOUND SND USB_SUPPORT WLAN DRM MEDIA_SUPPORT INFINIBAND WIRELESS STAGING IIO ATA SCSI_LOWLEVEL HWMON
"""
DRIVERS = """
DRM_RADEON DRM_NOUVEAU DRM_AMDGPU SOUND INFINIBAND ISDN PCMCIA MEDIA_SUPPORT STAGING IIO HAMRADIO
FDDI ATM WLAN BT SCSI_LOWLEVEL FIREWIRE INPUT_TOUCHSCREEN INPUT_TABLET INPUT_JOYSTICK RC_CORE MTD
PARPORT WATCHDOG CAN NFC BTRFS_FS XFS_FS OCFS2_FS GFS2_FS REISERFS_FS JFS_FS F2FS_FS
CEPH_FS CIFS NFSD
"""


def slim(draw: Drawer) -> Wishes:
    """What somebody writes who wants a small kernel."""
    wishes = Wishes(dict.fromkeys(draw.known(*DRIVERS.split()), "n"))
    wishes.values |= {"PREEMPT": "y", "HZ_250": "y", "EXT4_FS": "y", "PREEMPT_VOLUNTARY": None}
    wishes.values |= {"NR_CPUS": "8", "LOCALVERSION": "-slim"}
    return wishes


def menus_off(draw: Drawer) -> Wishes:
    """Whole menus by their own switch, and every vendor of network cards."""
    vendors = [name for name in draw.known(*draw.named(r"NET_VENDOR_\w+")) if draw.random.random() < 0.8]
    return Wishes(dict.fromkeys([*draw.known(*MENUS.split()), *vendors], "n"))


def menu_emptied(draw: Drawer) -> Wishes:
    """Everything below three menus, one by one."""
    values: dict[str, str | None] = {}
    for name in draw.random.sample(draw.known(*MENUS.split()), 3):
        values |= dict.fromkeys(draw.free(draw.below(name)), "n")
    return Wishes(values)


def hundreds_off(draw: Drawer) -> Wishes:
    return Wishes(dict(draw.off(400)))


def singles(draw: Drawer) -> Wishes:
    return Wishes(dict(draw.singles(40)))


def choices(draw: Drawer) -> Wishes:
    """Half of all choices, the timers, preemption and compression among them."""
    wishes = Wishes(draw.moved(len(draw.choices()) // 2))
    for members in (("HZ_100", "HZ_300"), ("PREEMPT_VOLUNTARY", "PREEMPT"), ("KERNEL_ZSTD", "KERNEL_XZ")):
        known = draw.known(*members)
        if len(known) == 2:
            siblings = draw.siblings(known[1])
            wishes.values |= dict.fromkeys(siblings, None) | {known[1]: "y"}
    return wishes


def values(draw: Drawer) -> Wishes:
    return Wishes({**draw.numbers(30), **draw.strings(10)})


def out_of_range(draw: Drawer) -> Wishes:
    """A number that no range takes: the question comes again."""
    return Wishes({**draw.numbers(5), "LOG_BUF_SHIFT": draw.random.choice(["11", "26", "-1", "x", "017"])})


def no_modules(_: Drawer) -> Wishes:
    return Wishes({"MODULES": "n"})


def unset(draw: Drawer) -> Wishes:
    """A third of NixOS's own answers taken away."""
    return Wishes(dict.fromkeys(draw.random.sample(draw.nixos, len(draw.nixos) // 3), None))


def contradictory(draw: Drawer) -> Wishes:
    """An extraConfig that takes back what structured layers and it itself say."""
    names = draw.random.sample(draw.nixos, min(12, len(draw.nixos)))
    lines = [f"{name} n\n{name}? y" for name in names[:4]] + [
        f"  {name}?  n # not wanted" for name in names[4:8]
    ]
    lines += [
        "",
        "   # nothing",
        "EXT4_FS m",
        "EXT4_FS y",
        "LOCALVERSION -a b",
        "LOCALVERSION\t-c\t",
        "CONFIG_FOO y",
    ]
    lines += [f"{name}" for name in names[8:]]
    return Wishes(dict(draw.off(5)), text="\n".join(lines))


def mixture(draw: Drawer) -> Wishes:
    """Something of everything."""
    random = draw.random
    wishes = Wishes({**draw.moved(random.randint(0, 8)), **draw.off(random.choice([0, 5, 150]))})
    wishes.values |= dict.fromkeys(
        random.sample(draw.nixos, min(len(draw.nixos), random.randint(0, 30))), None
    )
    wishes.values |= {**draw.singles(random.randint(5, 80)), **draw.numbers(random.randint(0, 15))}
    wishes.values |= draw.strings(random.randint(0, 5))
    said = {**draw.singles(random.randint(0, 10)), **draw.off(3)}
    wishes.text = "\n".join(f"{name}{random.choice(['', '?'])} {value}" for name, value in said.items())
    return wishes


def bad_line(_: Drawer) -> Wishes:
    return Wishes(text="FUSE_FS y\nCONFIG_OVERLAY_FS=y # with a sign\nMODULES y")


def two_of_a_choice(draw: Drawer) -> Wishes:
    members = next(members for members in draw.choices() if "HZ_100" in members)
    return Wishes(dict.fromkeys(members, "y"))


def refused(value: str, name: str) -> Callable[[Drawer], Wishes]:
    """One answer that the question does not take."""
    return lambda _: Wishes({name: value})


CASES = (
    Case("nixos"),
    Case("slim", slim, survives=True),
    Case("menus-off", menus_off, survives=True),
    Case("menu-emptied", menu_emptied, survives=True),
    Case("hundreds-off", hundreds_off, survives=True),
    Case("singles", singles, survives=True),
    Case("choices", choices, survives=True),
    Case("values", values, survives=True),
    Case("unset", unset, (X86, OLD_ARM), survives=True),
    Case("contradictory", contradictory, (ARM, OLD_X86), survives=True),
    *(Case(f"mixture-{number}", mixture, survives=True) for number in range(1, 5)),
    Case("mixture-dying", mixture),
    Case("on-tinyconfig", slim, (X86, OLD_ARM), base="tinyconfig", survives=True),
    Case("on-allnoconfig", mixture, (ARM, OLD_X86), base="allnoconfig", survives=True),
    Case("no-auto-modules", mixture, (X86, OLD_ARM), rules={"auto_modules": False}, survives=True),
    Case("prefer-builtin", mixture, (X86, OLD_X86), rules={"prefer_builtin": True}, survives=True),
    Case("no-prefer-builtin", systems=(ARM, OLD_ARM), rules={"prefer_builtin": False}),
    Case("errors-ignored", singles, (ARM, OLD_X86), rules={"ignore_config_errors": True}, survives=True),
    Case("no-modules", no_modules, (X86, OLD_X86)),
    Case("no-modules-alone", no_modules, (ARM, OLD_ARM), nixos=False, rules={"auto_modules": False}),
    Case("bad-line", bad_line, (OLD_X86, OLD_ARM)),
    Case("two-of-a-choice", two_of_a_choice),
    Case("out-of-range", out_of_range),
    Case("n-refused", refused("n", "CRYPTO_CBC")),
    Case("y-refused", refused("y", "ATH10K")),
    Case("m-refused", refused("m", "SYSVIPC"), (OLD_X86, ARM)),
    Case("word-refused", refused("yes please", "BTRFS_FS"), (X86, OLD_ARM)),
)
