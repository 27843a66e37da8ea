"""Text of an extraConfig as structured options: the same answers in the end, or a refusal that says why not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nixmenu.errors import NixmenuError
from nixmenu.layers.answer_lines import format_answers, parse_answers
from nixmenu.layers.definition import Definition
from nixmenu.layers.merge import merge
from nixmenu.nix.read import read_entries
from nixmenu.nix.text_config import structure_text

Write = Callable[[str | bytes], Path]

HEAD = '{ lib, ... }:\n{\n  boot.kernelPatches = [\n    {\n      name = "t";\n      patch = null;\n'
TAIL = "    }\n  ];\n}\n"


def module(*lines: str) -> str:
    return HEAD + "".join(f"      {line}\n" if line else "\n" for line in lines) + TAIL


def structured(path: Path, nixos: list[Definition] | None = None, entry: str = "t") -> str:
    return structure_text(path, entry, nixos).after.decode()


def test_lines_become_options_where_they_stand(nix_file: Write) -> None:
    path = nix_file(
        module(
            "extraConfig = ''",
            "  # leaks",
            "  DEBUG_KMEMLEAK y   # slow",
            "  CRYPTO_LZ4 m",
            "",
            "  DEBUG_INFO? n",
            "  NR_CPUS 8",
            '  LOCALVERSION "-x"',
            "  EMPTY",
            "  9P_FS n",
            "  #",
            "'';",
        )
    )
    assert structured(path, []) == module(
        "structuredExtraConfig = with lib.kernel; {",
        "  # leaks",
        "  DEBUG_KMEMLEAK = yes; # slow",
        "  CRYPTO_LZ4 = module;",
        "",
        "  DEBUG_INFO = option no;",
        '  NR_CPUS = freeform "8";',
        '  LOCALVERSION = freeform "\\"-x\\"";',
        '  EMPTY = freeform "";',
        '  "9P_FS" = no;',
        "  #",
        "};",
    )


def test_without_nixos_everything_is_forced(nix_file: Write) -> None:
    path = nix_file(module("extraConfig = ''", "  A y", "'';"))
    assert "A = lib.mkForce yes;" in structured(path)


def test_force_is_taken_only_where_it_is_needed(nix_file: Write) -> None:
    path = nix_file(module("extraConfig = ''", "  A y", "  B y", "  C n", "  D? y", "  E y", "'';"))
    nixos = [
        Definition("A", "y", None),
        Definition("B", "n", None),
        Definition("C", "y", None, priority=1000),
        Definition("D", "y", None),
        Definition("E", None, None),
    ]
    assert [line.strip() for line in structured(path, nixos).splitlines()[7:12]] == [
        "A = yes;",
        "B = lib.mkForce yes;",
        "C = no;",
        "D = lib.mkForce (option yes);",
        "E = lib.mkForce yes;",
    ]


def test_of_several_lines_the_last_counts(nix_file: Write) -> None:
    path = nix_file(module("extraConfig = ''", "  A y", "  B n # first", "  A n", "  B m", "'';"))
    assert structured(path, []) == module(
        "structuredExtraConfig = with lib.kernel; {", "  # first", "  A = no;", "  B = module;", "};"
    )


def test_text_beats_the_options_beside_it(nix_file: Write) -> None:
    path = nix_file(
        module(
            "extraConfig = ''",
            "  # about a",
            "  A y # slow",
            "  # about b",
            "  B n # why",
            "  # end",
            "'';",
            "structuredExtraConfig = with lib.kernel; {",
            "  B = module;",
            "  C = yes;",
            "};",
        )
    )
    assert structured(path, []) == module(
        "# about b",
        "# why",
        "# end",
        "structuredExtraConfig = with lib.kernel; {",
        "  # about a",
        "  A = yes; # slow",
        "  B = no;",
        "  C = yes;",
        "};",
    )


def test_text_of_one_line_goes_with_its_line(nix_file: Write) -> None:
    path = nix_file(
        module('extraConfig = "A y";', "structuredExtraConfig = with lib.kernel; {", "  B = yes;", "};")
    )
    assert structured(path, []) == module(
        "structuredExtraConfig = with lib.kernel; {", "  A = yes;", "  B = yes;", "};"
    )


def test_line_ends_indentation_and_the_old_name_stay(nix_file: Write) -> None:
    text = (
        '{ lib, ... }:\n{\n\tboot.kernelPatches = [\n\t\t{\n\t\t\tname = "t";\n\t\t\t@\n\t\t}\n'
        '\t\t{ name = "o"; extraStructuredConfig.A = lib.kernel.yes; }\n\t];\n}'
    ).replace("\n", "\r\n")
    path = nix_file(text.replace("@", "extraConfig = ''\r\n\t\t\t\tB y\r\n\t\t\t'';"))
    new = "extraStructuredConfig = with lib.kernel; {\r\n\t\t\t\tB = yes;\r\n\t\t\t};"
    assert structure_text(path, "t", []).after.decode() == text.replace("@", new)


def test_a_module_without_lib_gets_it(nix_file: Write) -> None:
    path = nix_file(module("extraConfig = ''", "  A y", "'';").replace("{ lib, ... }", "{ ... }"))
    assert structured(path, []).startswith("{ lib, ... }:\n")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["extraConfig = ''", "  A y", "  CONFIG_B=y", "'';"], ":9: invalid config line: CONFIG_B=y: the build"),
        (["extraConfig = ''", "  A y", "  CONFIG_B y", "'';"], ":9: CONFIG_B has to stay text: .* it means B"),
        (["extraConfig = ''", "  # A y", "'';"], "answers no option"),
        (["structuredExtraConfig = { };"], 'the entry "t" has no extraConfig'),
        (["extraConfig = builtins.readFile ./x;"], "cannot be worked out"),
        (["extraConfig = ''", "  A ${y}", "'';"], "cannot be worked out"),
        (["extraConfig = ''", '  A ${"y"}', "'';"], "is put together, not written out as one text"),
        (
            ["extraConfig = ''", "  A y", "'';", "structuredExtraConfig = import ./o.nix;"],
            "options of the entry .t. cannot be edited",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_structured_is_refused(nix_file: Write, lines: list[str], reason: str) -> None:
    path = nix_file(module(*lines))
    with pytest.raises(NixmenuError, match=reason):
        structure_text(path, "t", [])


def two(first: str, second: str) -> str:
    entries = [("a", first), ("b", second)]
    items = [f'  {{\n    name = "{name}";\n    {attribute}\n  }}\n' for name, attribute in entries]
    return f"{{ lib, config, ... }}:\n[\n{''.join(items)}]\n"


def test_an_earlier_text_would_win_over_options(nix_file: Write) -> None:
    path = nix_file(two('extraConfig = "A y";', 'extraConfig = "A n\\nB y";'))
    with pytest.raises(
        NixmenuError, match=':9: A has to stay text: the text of the entry "a" answers it too'
    ):
        structure_text(path, "b", [])
    # A later text wins over this one before and after.
    assert "A = yes;" in structured(path, [], "a")


def test_what_is_forced_elsewhere_only_text_beats(nix_file: Write) -> None:
    path = nix_file(two("structuredExtraConfig.A = lib.mkForce lib.kernel.no;", 'extraConfig = "A y";'))
    with pytest.raises(NixmenuError, match=r"only text beats that: n by your entry 'a' at .*:5$"):
        structure_text(path, "b", [])
    path = nix_file(two("structuredExtraConfig.A = lib.mkForce lib.kernel.yes;", 'extraConfig = "A y";'))
    assert "A = yes;" in structured(path, [], "b")


def test_what_another_entry_may_say_is_not_guessed(nix_file: Write) -> None:
    path = nix_file(two("structuredExtraConfig.A = config.x;", 'extraConfig = "A y";'))
    with pytest.raises(NixmenuError, match='what the entry "a" says about it is not known here'):
        structure_text(path, "b", [])
    assert "B = yes;" in structured(nix_file(path.read_text().replace("A y", "B y")), [], "b")


LINES = st.lists(
    st.one_of(
        st.builds(
            "{}{} {}{}".format,
            st.sampled_from("ABCD"),
            st.sampled_from(["", "?"]),
            st.sampled_from(["y", "m", "n", "8", "", '"a b"', "0x10"]),
            st.sampled_from(["", " # why", "\t#"]),
        ),
        st.sampled_from(["", "# a line", "  ", "#"]),
    ),
    max_size=8,
)
DEFINITIONS = st.lists(
    st.builds(
        Definition,
        st.sampled_from("ABCD"),
        st.sampled_from(["y", "m", "n", None]),
        st.none(),
        st.booleans(),
        st.sampled_from([50, 90, 100, 1000]),
    ),
    max_size=4,
)


@given(lines=LINES, nixos=DEFINITIONS, beside=st.booleans())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_answers_in_the_end_are_the_same(
    tmp_path: Path, lines: list[str], nixos: list[Definition], beside: bool
) -> None:
    path = tmp_path / "t.nix"
    options = ["structuredExtraConfig = with lib.kernel; {", "  A = yes;", "  C = option no;", "};"]
    text = ["extraConfig = ''", *(f"  {line}" for line in lines), "'';"]
    path.write_text(module(*text, *(options if beside else [])))

    def answers() -> object:
        (entry,) = read_entries(path).entries
        merged = merge([*nixos, *entry.definitions])
        return parse_answers(format_answers(merged.answers, [entry.extra_config or ""]))

    before = answers()
    comments = [line.partition("#")[2].strip() for line in lines if "#" in line]
    try:
        planned = structure_text(path, "t", nixos)
    except NixmenuError as error:
        assert "answers no option" in str(error) or "forced elsewhere" in str(error)
        return
    path.write_bytes(planned.after)
    (entry,) = read_entries(path).entries
    assert entry.extra_config is None
    assert answers() == before
    for comment in comments:
        assert planned.after.decode().count(comment) >= comments.count(comment)
