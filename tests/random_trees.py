"""Random small Kconfig trees, for what must hold on every one of them."""

from hypothesis import strategies as st

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
