"""What the commands of a Kconfig tree are taken to print where they must not be run, or their tool is not there."""

import re

_VERSION_SCRIPTS = {"cc-version.sh": "GCC 0", "as-version.sh": "GNU 0", "ld-version.sh": "BFD 0"}
_SCRIPT = re.compile(r"/scripts/([a-z-]+-version\.sh)(?:[ \t]|\Z)")
_PICKED_WORD = re.compile(r"set -- (.*) && echo \$([1-9])\Z", re.DOTALL)


def assumed_answer(command: str) -> str:
    """What to take for an answer where a command must not run or its tool is not there.

    A test of the toolchain fails: the kernel spells one `{ COMMAND; } >/dev/null 2>&1 && echo "YES" || echo "NO"`
    (scripts/Kconfig.include, if-success). A script that prints a tool's version tells of GCC and the GNU tools in
    version 0. Picking a word from a text needs no shell. Anything else prints nothing.
    """
    command = command.strip()
    test = re.search(r'\|\| echo "([^"]*)"\Z', command)
    if test is not None:
        return test[1]
    script = _SCRIPT.search(command)
    if script is not None:
        return _VERSION_SCRIPTS.get(script[1], "0")
    picked = _PICKED_WORD.match(command)
    if picked is not None:
        words = picked[1].split()
        number = int(picked[2])
        return words[number - 1] if number <= len(words) else ""
    return ""
