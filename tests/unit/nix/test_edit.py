"""Plans in detail: new files, entries and options as a person would write them, and what is refused and why."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nixmenu.errors import NixmenuError
from nixmenu.nix.edit import UNSET, Freeform, Wanted, plan
from nixmenu.nix.parse import parse
from nixmenu.nix.read import read_tree
from nixmenu.nix.source import make_source
from nixmenu.nix.writing import remark

Write = Callable[[str | bytes], Path]

YES, NO, MODULE = Wanted("y"), Wanted("n"), Wanted("m")
FORCED_NO = Wanted("n", force=True)


def after(path: Path, entry: str = "slim", **changes: Wanted | None) -> str:
    return plan(path, entry, changes).after.decode()


def body(text: str) -> str:
    """A module whose entry "slim" has the options `text`, each on its own line, at their depth."""
    lines = [f"        {line}" if line else "" for line in dedent(text).strip("\n").split("\n")]
    return "\n".join(
        [
            "{ lib, config, ... }:",
            "{",
            "  boot.kernelPatches = [",
            "    {",
            '      name = "slim";',
            "      patch = null;",
            "      structuredExtraConfig = with lib.kernel; {",
            *lines,
            "      };",
            "    }",
            "  ];",
            "}",
            "",
        ]
    )


# New files


def test_a_new_file_is_a_module_as_a_person_would_write_it(tmp_path: Path) -> None:
    planned = plan(
        tmp_path / "kernel-patches.nix",
        "nixmenu",
        {
            "NR_CPUS": Wanted(Freeform("8")),
            "DRM_RADEON": FORCED_NO,
            "9P_FS": MODULE,
            "RANDSTRUCT_FULL": Wanted(UNSET, optional=True),
            "LOCALVERSION": Wanted(Freeform("-x"), force=True, optional=True),
            "NEVER": None,
        },
        comments={"NR_CPUS": "Maximum number of CPUs", "9P_FS": "Plan 9", "OTHER": "no"},
    )
    assert planned.after.decode() == dedent(
        """\
        { lib, ... }:
        {
          boot.kernelPatches = [
            {
              name = "nixmenu";
              patch = null;
              structuredExtraConfig = with lib.kernel; {
                "9P_FS" = module; # Plan 9
                DRM_RADEON = lib.mkForce no;
                LOCALVERSION = lib.mkForce (option (freeform "-x"));
                NR_CPUS = freeform "8"; # Maximum number of CPUs
                RANDSTRUCT_FULL = option unset;
              };
            }
          ];
        }
        """
    )
    assert planned.created
    assert planned.before is None
    assert planned.changed == ["9P_FS", "DRM_RADEON", "LOCALVERSION", "NR_CPUS", "RANDSTRUCT_FULL"]
    assert planned.diff.startswith("--- /dev/null\n+++ ")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_for_nothing_is_not_made(tmp_path: Path) -> None:
    planned = plan(tmp_path / "none.nix", "nixmenu", {"A": None})
    assert (planned.created, planned.after, planned.diff, planned.changed) == (False, b"", "", [])


@given(
    options=st.dictionaries(
        st.from_regex(r"[A-Z0-9_]{1,12}", fullmatch=True),
        st.builds(
            Wanted,
            st.one_of(
                st.sampled_from(["y", "m", "n", UNSET]),
                st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])).map(Freeform),
            ),
            st.booleans(),
            st.booleans(),
        ),
        min_size=1,
        max_size=20,
    ),
    name=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1),
    comment=st.text(st.characters(exclude_categories=["Cs"])),
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_created_reads_back_the_same(
    tmp_path: Path, options: dict[str, Wanted], name: str, comment: str
) -> None:
    path = tmp_path / "new.nix"
    planned = plan(path, name, options, comments=dict.fromkeys(options, comment))
    entry = read_tree(parse(make_source(path, planned.after))).entry(name)
    assert entry is not None
    assert {
        item.name: (item.tristate, item.freeform, item.optional, item.priority) for item in entry.definitions
    } == {
        option: (wanted.tristate, wanted.freeform, wanted.optional, 50 if wanted.force else 100)
        for option, wanted in options.items()
    }
    assert len(planned.after.splitlines()) == len(options) + 11


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Plan 9", "Plan 9"),
        ("two\nlines\r\n", "two lines"),
        ("a\x1b[31mb\u2028c\u202ed\x85", "a [31mb c d"),
        ("x" * 200, "x" * 99 + "…"),
        (" \t ", ""),
    ],
)
def test_a_remark_is_one_harmless_line(prompt: str, expected: str) -> None:
    assert remark(prompt) == expected


# Options of an entry


def test_new_options_go_where_order_puts_them(nix_file: Write) -> None:
    path = nix_file(body("# first\nB = yes; # the b\n\n# second\nD = no;"))
    assert after(path, A=YES, C=NO, E=MODULE) == body(
        "A = yes;\n# first\nB = yes; # the b\nC = no;\n\n# second\nD = no;\nE = module;"
    )


def test_new_options_go_to_the_end_of_what_has_no_order(nix_file: Write) -> None:
    path = nix_file(body("D = yes;\nB = yes;\n# end"))
    assert after(path, C=NO, A=NO) == body("D = yes;\nB = yes;\nA = no;\nC = no;\n# end")


def test_a_new_option_goes_below_the_comment_that_names_it(nix_file: Write) -> None:
    text = "A = yes;\n\n# network: E1000, IGB and others\n@IXGBE = no;\n/* not\n   SOUND */\n# Z = no;"
    path = nix_file(body(text.replace("@", "")))
    assert after(path, IGB=NO) == body(text.replace("@", "IGB = no;\n"))
    assert after(path, IGB=NO, E1000=NO, F=NO) == body(text.replace("@", "E1000 = no;\nIGB = no;\nF = no;\n"))
    assert after(path, SOUND=NO) == body(text.replace("@", "").replace("# Z", "SOUND = no;\n# Z"))
    assert after(path, Z=NO, SOUND_PCI=NO) == body(
        text.replace("@", "").replace("no;\n/*", "no;\nSOUND_PCI = no;\n/*") + "\nZ = no;"
    )


def test_the_comment_is_beside_a_new_line_and_goes_with_it(nix_file: Write) -> None:
    path = nix_file(body("A = yes;"))
    planned = plan(path, "slim", {"B": NO, "A": MODULE}, comments={"A": "The a", "B": "The b"})
    assert planned.after.decode() == body("A = module;\nB = no; # The b")
    path.write_bytes(planned.after)
    assert after(path, B=None) == body("A = module;")


def test_removal_keeps_the_comments_above(nix_file: Write) -> None:
    path = nix_file(body("# a\nA = yes; # behind\n\n# b\nB = no;"))
    assert after(path, A=None) == body("# a\n\n# b\nB = no;")


def test_the_last_option_leaves_closed_brackets(nix_file: Write) -> None:
    path = nix_file(body("A = yes;\nB = no;"))
    assert "structuredExtraConfig = with lib.kernel; { };\n" in after(path, A=None, B=None)


def test_one_out_and_one_in_at_once(nix_file: Write) -> None:
    path = nix_file(body("A = yes;"))
    assert after(path, A=None, B=FORCED_NO) == body("B = lib.mkForce no;")


@pytest.mark.parametrize(
    ("value", "wanted", "expected"),
    [
        ("yes", FORCED_NO, "lib.mkForce no"),
        ("yes", Wanted("y", force=True), "lib.mkForce yes"),
        ("yes", Wanted("y", optional=True), "option yes"),
        ("yes", Wanted(Freeform("x"), True), 'lib.mkForce (freeform "x")'),
        ("lib.mkForce yes", YES, "lib.mkForce yes"),
        ("lib.mkForce yes", NO, "no"),
        ("lib.mkForce (option yes)", Wanted("n", True), "lib.mkForce no"),
        ("lib.mkForce (option yes)", Wanted("n", False, True), "option no"),
        ("lib.mkForce (option yes)", Wanted("n", True, True), "lib.mkForce (option no)"),
        (
            'lib.mkForce (option (freeform "1"))',
            Wanted(Freeform("2"), True, True),
            'lib.mkForce (option (freeform "2"))',
        ),
        ("lib.mkForce  yes", FORCED_NO, "lib.mkForce  no"),
        ("lib.mkForce (yes)", FORCED_NO, "lib.mkForce (no)"),
        ("lib.mkForce no", Wanted(Freeform("a b"), True), 'lib.mkForce (freeform "a b")'),
        ('lib.mkForce (freeform "a b")', FORCED_NO, "lib.mkForce no"),
        ("lib.mkDefault module", NO, "lib.mkDefault no"),
        ("lib.mkDefault module", FORCED_NO, "lib.mkForce no"),
        ("lib.mkOverride 90 yes", NO, "lib.mkOverride 90 no"),
        ("lib.mkOverride 0 yes", FORCED_NO, "lib.mkOverride 0 no"),
        ("lib.mkOverride 90 yes", FORCED_NO, "lib.mkOverride 90 no"),
        ("lib.mkVMOverride (yes)", Wanted(UNSET), "lib.mkVMOverride (unset)"),
        ('freeform "1"', Wanted(Freeform('"2" ${x} \\')), r'freeform "\"2\" \${x} \\"'),
        ("freeform ''1''", Wanted(Freeform("2")), 'freeform "2"'),
        ('{ tristate = "y"; }', NO, "no"),
        (
            '{ freeform = "y"; optional = true; }',
            Wanted(Freeform("z"), optional=True),
            'option (freeform "z")',
        ),
        ("lib.kernel.yes", NO, "lib.kernel.no"),
        ("(yes)", NO, "(no)"),
    ],
)
def test_a_value_keeps_its_spelling(nix_file: Write, value: str, wanted: Wanted, expected: str) -> None:
    path = nix_file(body(f"A = {value};"))
    assert after(path, A=wanted) == body(f"A = {expected};")


@pytest.mark.parametrize(
    ("head", "existing", "added"),
    [
        ("with lib;", "A = mkForce kernel.yes;", "B = mkForce kernel.no;"),
        ("with lib; with kernel;", "A = mkForce yes;", "B = mkForce no;"),
        ("with lib; with kernel;", "A = lib.mkForce lib.kernel.yes;", "B = lib.mkForce lib.kernel.no;"),
        ("with lib.kernel; with lib;", "A = mkForce yes;", "B = mkForce no;"),
        ("let inherit (lib.kernel) yes no; in", "A = lib.mkForce yes;", "B = lib.mkForce no;"),
        ("let inherit (lib.kernel) yes; in", "A = yes;", "B = lib.mkForce lib.kernel.no;"),
        ("let k = lib.kernel; force = lib.mkForce; in", "A = force k.yes;", "B = lib.mkForce k.no;"),
        ("let no = 1; in with lib.kernel;", "A = yes;", "B = lib.mkForce lib.kernel.no;"),
        ("with lib.kernel; with pkgs;", "A = lib.kernel.yes;", "B = lib.mkForce lib.kernel.no;"),
    ],
)
def test_a_new_value_is_spelled_with_what_is_in_scope(
    nix_file: Write, head: str, existing: str, added: str
) -> None:
    def text(*lines: str) -> str:
        return (
            '{ lib, pkgs, ... }:\n{\n  boot.kernelPatches = [ {\n    name = "slim";\n'
            f"    structuredExtraConfig = {head} {{\n"
            + "".join(f"      {line}\n" for line in lines)
            + "    };\n  } ];\n}\n"
        )

    assert after(nix_file(text(existing)), B=FORCED_NO) == text(existing, added)


def test_a_module_without_lib_gets_it(nix_file: Write) -> None:
    text = '{ ... }:\n{\n  boot.kernelPatches = [ { name = "slim"; patch = null; } ];\n}\n'
    assert after(nix_file(text), A=FORCED_NO).startswith("{ lib, ... }:\n")
    text = text.replace("{ ... }:\n", "{ config, ... }:\n")
    assert after(nix_file(text), A=FORCED_NO).startswith("{ lib, config, ... }:\n")
    text = text.replace("{ config, ... }:\n", "")
    assert after(nix_file(text), A=FORCED_NO).startswith("{ lib, ... }:\n{\n  boot.")
    text = "{\n  config,\n  ...\n}:\n" + text
    assert after(nix_file(text), A=FORCED_NO).startswith("{\n  lib,\n  config,\n  ...\n}:\n")


def test_a_list_without_lib_is_refused_with_a_way_out(nix_file: Write) -> None:
    path = nix_file('[ { name = "slim"; patch = null; } ]')
    with pytest.raises(NixmenuError, match="add `lib` to the arguments in its first line"):
        after(path, A=YES)


def test_a_patch_alone_gets_options(nix_file: Write) -> None:
    text = body("A = yes;")
    options = text[text.index("      structuredExtraConfig") : text.index("    }\n  ];")]
    assert after(nix_file(text.replace(options, "")), A=YES) == text


def test_an_empty_set_gets_lines(nix_file: Write) -> None:
    text = body("A = yes;")
    for empty in ("{ }", "{}", "{\n      }"):
        path = nix_file(text.replace("{\n        A = yes;\n      }", empty))
        assert after(path, A=YES) == text


def test_an_option_of_a_merged_set_is_changed_where_it_stands(nix_file: Write) -> None:
    path = nix_file(
        '{ lib, ... }: [ { name = "slim"; structuredExtraConfig = with lib.kernel; { A = yes; } // { B = yes; }; } ]'
    )
    changed = after(path, A=NO, B=NO, C=NO)
    assert changed.endswith("{ A = no; } // { B = no; C = no; }; } ]")


def test_line_ends_stay_as_they_are(nix_file: Write) -> None:
    text = body("B = yes;").replace("\n", "\r\n")
    planned = plan(nix_file(text), "slim", {"A": YES, "C": NO, "B": NO})
    assert planned.after.decode() == body("A = yes;\nB = no;\nC = no;").replace("\n", "\r\n")


def test_names_that_are_no_unicode_are_left_in_peace(nix_file: Write) -> None:
    text = body('"\xff" = no;').encode("latin-1")
    assert plan(nix_file(text), "slim", {"A": YES}).after == text.replace(
        b'        "\xff" = no;', b'        A = yes;\n        "\xff" = no;'
    )


def test_indentation_is_that_of_the_file(nix_file: Write) -> None:
    text = "/* A module\n * of one set.\n * It stays. */\n{ lib, ... }:\n{\n    a = {\n        b = 1;\n    };\n}\n"
    result = after(nix_file(text), A=YES)
    assert '\n    boot.kernelPatches = [\n        {\n            name = "slim";\n' in result


def test_a_missing_newline_at_the_end_stays_missing(nix_file: Write) -> None:
    planned = plan(nix_file(body("B = yes;").rstrip("\n")), "slim", {"B": NO})
    assert planned.after.decode() == body("B = no;").rstrip("\n")
    assert planned.diff.count("\\ No newline at end of file\n") == 0


# New entries


def test_an_entry_is_added_to_a_list_of_lines(nix_file: Write) -> None:
    text = body("A = yes;")
    assert after(nix_file(text), "more", B=FORCED_NO) == text.replace(
        "    }\n  ];",
        '    }\n    {\n      name = "more";\n      patch = null;\n      structuredExtraConfig = with lib.kernel; {\n'
        "        B = lib.mkForce no;\n      };\n    }\n  ];",
    )


NEW_LIST = """\
boot.kernelPatches = [
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        A = yes;
      };
    }
  ];
"""


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("{ lib, ... }:\n{\n}\n", f"{{ lib, ... }}:\n{{\n  {NEW_LIST}}}\n"),
        ("{ lib, ... }:\n{ }\n", f"{{ lib, ... }}:\n{{\n  {NEW_LIST}}}\n"),
        ("{ lib, ... }:\n{\n  # later\n}\n", f"{{ lib, ... }}:\n{{\n  # later\n  {NEW_LIST}}}\n"),
        ("{ lib, ... }:\n{\n  a = 1; # x\n}\n", f"{{ lib, ... }}:\n{{\n  a = 1; # x\n  {NEW_LIST}}}\n"),
        (
            "{ lib, ... }:\n{\n  a = 1;\n\n  b = 1;\n}\n",
            f"{{ lib, ... }}:\n{{\n  a = 1;\n\n  b = 1;\n\n  {NEW_LIST}}}\n",
        ),
        (
            "{ lib, ... }:\n{\n  boot.a = 1;\n  b = 1;\n}\n",
            f"{{ lib, ... }}:\n{{\n  boot.a = 1;\n  {NEW_LIST}  b = 1;\n}}\n",
        ),
        (
            "{ lib, ... }:\n{\n  boot.kernelPatches = [ ];\n}\n",
            f"{{ lib, ... }}:\n{{\n  {NEW_LIST}}}\n",
        ),
        (
            "{ lib, ... }:\n{\n  imports = [ ./a.nix ];\n  config = {\n  };\n}\n",
            "{ lib, ... }:\n{\n  imports = [ ./a.nix ];\n  config = {\n"
            + "".join(f"  {line}\n" for line in f"  {NEW_LIST}".splitlines())
            + "  };\n}\n",
        ),
    ],
)
def test_a_module_gets_the_list(nix_file: Write, before: str, expected: str) -> None:
    assert after(nix_file(before), A=YES) == expected


def test_a_boot_set_gets_the_list(nix_file: Write) -> None:
    text = "{ lib, ... }:\n{\n  boot = {\n    loader.timeout = 1;@\n  };\n}\n"
    result = after(nix_file(text.replace("@", "")), A=YES)
    assert result.startswith(text.split("@", maxsplit=1)[0] + "\n    kernelPatches = [\n      {\n")
    assert result.endswith("      }\n    ];\n  };\n}\n")


def test_an_entry_joins_a_hugged_list_a_line_and_a_singleton(nix_file: Write) -> None:
    hugged = '{ lib, ... }: {\n  boot.kernelPatches = [{\n    name = "a";\n  }@];\n}\n'
    new = (
        '{\n    name = "slim";\n    patch = null;\n'
        "    structuredExtraConfig = with lib.kernel; {\n      A = yes;\n    };\n  }"
    )
    assert after(nix_file(hugged.replace("@", "")), A=YES) == hugged.replace("@", " " + new)
    single = '{ lib, ... }: { boot.kernelPatches = lib.singleton { name = "a"; }@; }\n'
    result = after(nix_file(single.replace("@", "")), A=YES)
    assert result.startswith(single.split("@", maxsplit=1)[0] + " ++ [\n  {\n")


def test_an_older_nixpkgs_gets_the_older_name(nix_file: Write) -> None:
    text = body("A = yes;").replace("structuredExtraConfig", "extraStructuredConfig")
    assert after(nix_file(text), "more", B=NO).count("extraStructuredConfig = ") == 2


# Refusals


@pytest.mark.parametrize(
    ("text", "changes", "reason"),
    [
        (body("A = config.a;"), {"A": NO}, "A in the entry .slim. .*: its value cannot be read"),
        (body("A = config.a;"), {"A": None}, "cannot be changed safely"),
        (body("A = lib.mkIf false yes;"), {"A": NO}, "under a condition that does not hold"),
        (body("A = if 1 == 1 then yes else no;"), {"A": NO}, "its value is an expression of its own"),
        (body("A = lib.mkForce /* oh */ yes;"), {"A": Wanted("n")}, "a comment stands inside its value"),
        (body("inherit (lib.kernel) yes;"), {"yes": NO}, "not written as `NAME = value;`"),
        (body("A = yes;\nA = no;"), {"A": NO}, "`A` is defined twice"),
        (
            '{ lib, ... }: [ { name = "slim"; structuredExtraConfig = import ./o.nix; } ]',
            {"A": NO},
            'the entry "slim" cannot be edited in place: its structuredExtraConfig is computed',
        ),
        ('[ { name = "slim"; } { name = "slim"; } ]', {"A": NO}, r'2 entries are called "slim" \(lines 1 and 1\)'),
        ("{ lib, config, ... }: lib.mkIf config.a { }", {"A": NO}, "neither a NixOS module nor a list"),
        (
            "{ lib, config, ... }: { boot.kernelPatches = lib.mkIf config.a (lib.mkForce [ ]); }",
            {"A": NO},
            "an entry cannot be added to boot.kernelPatches here: it counts only under a condition",
        ),
        ("{ config, ... }: { boot.kernelPatches = config.a; }", {"A": NO}, "`config` is known only to the system"),
        ("{ config, ... }: { boot = config.a; }", {"A": NO}, "`boot` is not written out"),
        ("42", {"A": NO}, "neither a NixOS module nor a list"),
        (
            'let o = { A = lib.kernel.yes; }; lib = (import <nixpkgs> { }).lib; in\n'
            '[ { name = "slim"; structuredExtraConfig = o; } { name = "b"; structuredExtraConfig = o; } ]',
            {"A": NO},
            "another entry would change too, because what it says is shared",
        ),
        (
            '{ lib, ... }: with lib.kernel;\n'
            '[ { name = "slim"; structuredExtraConfig = { A = yes; } // { A = no; }; } ]',
            {"A": None},
            "A would still be answered",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_edited_safely_is_refused_with_the_reason(
    nix_file: Write, text: str, changes: dict[str, Wanted | None], reason: str
) -> None:
    path = nix_file(text)
    with pytest.raises(NixmenuError, match=reason) as caught:
        plan(path, "slim", changes)
    assert str(caught.value).startswith(str(path))
    assert path.read_text() == text


def test_an_entry_that_cannot_be_edited_bothers_nobody_who_asks_nothing_of_it(nix_file: Write) -> None:
    path = nix_file('{ lib, ... }: [ { name = "slim"; structuredExtraConfig = import ./o.nix; } ]')
    assert plan(path, "slim", {"A": None}).diff == ""


def test_a_plan_under_a_condition_says_so(nix_file: Write) -> None:
    path = nix_file(body("A = yes;").replace("= [", "= lib.mkIf config.a [", 1))
    planned = plan(path, "slim", {"A": NO})
    assert planned.conditions == ("config.a",)
    assert planned.after.decode() == body("A = no;").replace("= [", "= lib.mkIf config.a [", 1)


def test_a_file_that_does_not_parse_is_refused(nix_file: Write) -> None:
    with pytest.raises(NixmenuError, match="not valid Nix"):
        plan(nix_file("{ boot = "), "slim", {"A": YES})


def test_a_thousand_options_are_quick(nix_file: Write) -> None:
    path = nix_file(body("\n".join(f"A{number} = yes;" for number in range(1000, 2000))))
    changes: dict[str, Wanted | None] = {f"B{number}": FORCED_NO for number in range(1000, 2000)}
    changes |= {f"A{number}": NO for number in range(1000, 1500)}
    changes |= {f"A{number}": None for number in range(1500, 2000)}
    planned = plan(path, "slim", changes)
    assert len(planned.changed) == 2000
    assert planned.after.count(b";") == 1500 + 5


# Clashes


CLASHING = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "board";
      patch = null;
      structuredExtraConfig.NFSD = lib.kernel.yes;
    }
    {
      name = "slim";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        KVM = module;
      };
    }
  ];
}
"""


def test_a_plan_tells_which_entries_clash_where_and_the_ways_out(nix_file: Write) -> None:
    path = nix_file(CLASHING)
    assert plan(path, "slim", {"NFSD": NO}).clashes == (
        f"conflicting definitions of NFSD: y by your entry 'board' at {path}:7 and n by your entry 'slim' at "
        f"{path}:14; put lib.mkForce before the one that shall win, or take one of them out",
    )
    assert plan(path, "slim", {"NFSD": YES}).clashes == ()
    assert plan(path, "slim", {"NFSD": FORCED_NO}).clashes == ()
    assert plan(path, "slim", {"KVM": NO}).clashes == ()


def test_a_clash_with_an_imported_module_names_both_files(nix_file: Write, tmp_path: Path) -> None:
    board = tmp_path / "board.nix"
    board.write_text(CLASHING.replace('"slim"', '"rest"'))
    text = body("KVM = yes;").replace("{\n  boot.", "{\n  imports = [ ./board.nix ];\n  boot.", 1)
    (clash,) = plan(nix_file(text), "slim", {"NFSD": NO}).clashes
    assert f"y by your entry 'board' at {board}:7" in clash
    assert "n by your entry 'slim' at " in clash
