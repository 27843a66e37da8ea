"""The options of `conf` and of its stand-in, read as getopt reads them."""

import sys
from typing import NamedTuple

_MODES = {
    "oldaskconfig": "Ask for every option, one after the other (the default)",
    "oldconfig": "Ask for the options that the present configuration does not have",
    "syncconfig": "As oldconfig, and write what the build reads below include/",
    "olddefconfig": "Give new options their default",
    "defconfig": "Start from the configuration in FILE",
    "savedefconfig": "Write the smallest equivalent of the present configuration to FILE",
    "allnoconfig": "Answer no wherever possible",
    "allyesconfig": "Answer yes wherever possible",
    "allmodconfig": "Answer module wherever possible",
    "alldefconfig": "Everything at its default",
    "randconfig": "Answer at random (KCONFIG_SEED, KCONFIG_PROBABILITY)",
    "listnewconfig": "List the options that the present configuration does not have",
    "helpnewconfig": "The same with their help",
    "yes2modconfig": "Turn answers y into m",
    "mod2yesconfig": "Turn answers m into y",
    "mod2noconfig": "Turn answers m into n",
}
_WITH_FILE = frozenset(("defconfig", "savedefconfig"))


class ExitWithError(Exception):
    """The run is over; `text` goes to standard error as it is."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.text = text


def usage(program: str) -> str:
    """The text of `--help`."""
    lines = [f"Usage: {program} [options] <kconfig-file>", "", "Generic options:"]
    lines.append("  -h, --help              Print this message and exit.")
    lines.append("  -s, --silent            Do not print log.")
    lines.append("  --toolchain <file>      Take the toolchain's answers from a file, not from this machine.")
    lines += ["", "Mode options:"]
    for mode, meaning in _MODES.items():
        lines.append(f"  --{mode + (' <file>' if mode in _WITH_FILE else ''):<22}{meaning}")
    return "\n".join(lines) + "\n"


class Arguments(NamedTuple):
    """What was asked for: `file` is that of the mode, `toolchain` that of toolchain facts, both empty without one."""

    mode: str
    file: str
    silent: bool
    kconfig: str
    toolchain: str


def read_arguments(words: list[str], program: str) -> Arguments:
    """The words of a command line; options may be shortened as getopt allows.

    Raises ExitWithError for anything else, and for a wish for help.
    """
    mode, file, silent, toolchain = "oldaskconfig", "", False, ""
    rest: list[str] = []
    pending = list(words)
    while pending:
        word = pending.pop(0)
        if word == "--":
            rest += pending
            break
        if word in ("-h", "--help"):
            sys.stdout.write(usage(program))
            raise ExitWithError
        if word in ("-s", "--silent"):
            silent = True
        elif word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            if name == "toolchain":
                if not equals and not pending:
                    raise ExitWithError(f"{program}: option '--toolchain' requires an argument\n")
                toolchain = value if equals else pending.pop(0)
                continue
            fitting = [each for each in _MODES if each == name] or [
                each for each in _MODES if each.startswith(name)
            ]
            if len(fitting) != 1:
                raise ExitWithError(f"{program}: unrecognized option '{word}'\n")
            mode = fitting[0]
            if mode in _WITH_FILE:
                if not equals and not pending:
                    raise ExitWithError(f"{program}: option '--{mode}' requires an argument\n")
                file = value if equals else pending.pop(0)
            elif equals:
                raise ExitWithError(f"{program}: option '--{mode}' doesn't allow an argument\n")
        elif word.startswith("-") and len(word) > 1:
            if set(word[1:]) != {"s"}:
                raise ExitWithError(f"{program}: invalid option -- '{word[1]}'\n")
            silent = True
        else:
            rest.append(word)
    if not rest:
        sys.stdout.write(usage(program))
        raise ExitWithError(f"{program}: Kconfig file missing\n")
    return Arguments(mode, file, silent, rest[0], toolchain)
