"""Whatever is answered in whatever order, the values are those of a configuration computed from nothing."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kconfig_index.loader import load_in
from kconfig_index.model import Kernel
from kconfig_index.values import Values

NAMES = [f"S{number}" for number in range(14)]


@st.composite
def trees(draw: st.DrawFn) -> str:
    """A Kconfig in which symbols only look at earlier ones, so that it has no loops."""
    lines = ["config MODULES", '    bool "modules"', "    modules", "    default y"]
    known: list[str] = ["MODULES"]

    def condition() -> str:
        atoms = st.sampled_from([*known, "y", "m", "n"])
        simple = draw(st.lists(atoms, min_size=1, max_size=3))
        text = draw(st.sampled_from([" && ", " || "])).join(
            draw(st.sampled_from(["{}", "!{}", "{}=y", "{}!=n", "{}=m"])).format(each) for each in simple
        )
        return text if len(simple) == 1 else f"({text})"

    open_blocks: list[str] = []
    for number, name in enumerate(NAMES):
        if draw(st.integers(0, 5)) == 0 and not open_blocks:
            kind = draw(st.sampled_from(["if", "menu", "choice"]))
            if kind == "if":
                lines.append(f"if {condition()}")
                open_blocks.append("endif")
            elif kind == "menu":
                lines += ['menu "menu"', f"    visible if {condition()}"]
                open_blocks.append("endmenu")
            else:
                lines += ["choice", f'    prompt "choice" if {condition()}']
                open_blocks.append("endchoice")
        in_choice = open_blocks == ["endchoice"]
        kind = (
            "bool" if in_choice else draw(st.sampled_from(["bool", "tristate", "tristate", "int", "string"]))
        )
        prompted = in_choice or draw(st.integers(0, 3)) > 0
        lines += [f"config {name}", f'    {kind} "{name}"' if prompted else f"    {kind}"]
        if draw(st.booleans()):
            lines.append(f"    depends on {condition()}")
        if not in_choice:
            for _ in range(draw(st.integers(0, 2))):
                default = {"int": "7", "string": '"text"'}.get(kind) or draw(
                    st.sampled_from([*known, "y", "m"])
                )
                lines.append(f"    default {default} if {condition()}")
        if kind == "int" and draw(st.booleans()):
            lines.append(f"    range 3 {draw(st.integers(3, 9))} if {condition()}")
        if kind in ("bool", "tristate"):
            for later in NAMES[number + 3 : number + 5]:
                if draw(st.integers(0, 4)) == 0:
                    lines.append(f"    {draw(st.sampled_from(['select', 'imply']))} {later} if {condition()}")
        known.append(name)
        if open_blocks and draw(st.integers(0, 2)) == 0:
            lines.append(open_blocks.pop())
    if open_blocks:
        lines.append(open_blocks.pop())
    return "\n".join(lines) + "\n"


def fresh(kernel: Kernel, values: Values) -> Values:
    """The same answers, with every value computed anew."""
    other = Values(kernel.index, values)
    other.touch_all()
    other.flush()
    return other


def state(values: Values) -> tuple[bytes, list[str], bytes, bytes]:
    return bytes(values.tristates), values.texts, bytes(values.written), bytes(values.visible)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=trees(), data=st.data())
def test_random_answers_on_random_trees(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    tree = tmp_path_factory.mktemp("tree")
    Path(tree, "Kconfig").write_text(text)
    try:
        kernel = load_in(tree, {}, cache=None, run_shell=False)
    except Exception as error:  # a select may close a loop; that it is refused is tested elsewhere
        assert "recursive dependency" in str(error)
        return
    config = kernel.configuration()
    symbols = [kernel.symbols[name] for name in kernel.symbols]
    for _ in range(data.draw(st.integers(1, 12))):
        symbol = data.draw(st.sampled_from(symbols))
        action = data.draw(st.integers(0, 9))
        if action == 0:
            config.unset(symbol)
        else:
            config.set(symbol, data.draw(st.sampled_from(["n", "m", "y", "4", "8", "words"])))
        assert state(config.values) == state(fresh(kernel, config.values))
    reloaded = kernel.configuration()
    reloaded.load(config.dot_config())
    assert reloaded.dot_config() == fresh_text(kernel, config.dot_config())


def fresh_text(kernel: Kernel, text: str) -> str:
    config = kernel.configuration()
    config.load(text)
    config.values.touch_all()
    config.values.flush()
    return config.dot_config()
