"""What else must be said beside the user's entries, on a small kernel."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.fallout import Fallout, fallout, plan_fallout
from nixmenu.generator import CancelledError
from nixmenu.nix.write import save
from nixmenu.session import Session, SessionOptions

MORE = """
config EXTRA
	tristate "Extra"
	depends on NET
	default m
"""
LATE = """
config LATE
	tristate "Late"
	select MII
"""
EARLY = """
config ALWAYS
	tristate "Always"
	default m
	select MII

config MII
"""
Opened = Callable[..., Session]


@pytest.fixture
def opened(small_kernel: Path, small_facts: Path, tmp_path: Path) -> Opened:
    """A session whose user's entry has the given lines; `facts` are further answers of NixOS."""

    def open_session(*lines: str, more: str = "", file: str | None = None) -> Session:
        path = tmp_path / "kernel-patches.nix"
        body = "\n".join(lines)
        text = f"""{{ lib, ... }}:
{{
  boot.kernelPatches = [
    {{
      name = "nixmenu";
      patch = null;
      structuredExtraConfig = with lib.kernel; {{
{body}
      }};
{more}
    }}
  ];
}}
"""
        path.write_text(text if file is None else file)
        kconfig = small_kernel / "Kconfig"
        if MORE not in kconfig.read_text():
            kconfig.write_text(kconfig.read_text().replace("\nconfig MII\n", EARLY) + MORE)
        return Session.open(
            SessionOptions(
                kernel=small_kernel,
                arch="x86_64",
                common_config=str(small_facts),
                patches=path,
                cache=None,
                run_shell=False,
            )
        )

    return open_session


def answer(small_facts: Path, name: str, value: str) -> None:
    """Have NixOS answer one more option."""
    rule = f'{{"group": "misc", "rules": [{{"value": "{value}"}}]}}'
    text = small_facts.read_text()
    small_facts.write_text(text.replace('"options": {', f'"options": {{"{name}": {rule}, '))


def said(found: Fallout) -> dict[str, str]:
    """The lines in short: value, with ! for force."""
    return {
        line.definition.name: (line.definition.tristate or line.definition.freeform or "unset")
        + ("!" if line.definition.priority == 50 else "")
        for line in found.lines
    }


def errors(session: Session) -> Sequence[str]:
    return [message.text for message in session.predict().messages if message.severity == "error"]


def test_without_errors_nothing_is_to_be_said(opened: Opened) -> None:
    found = fallout(opened("BONDING = no;"))
    assert (said(found), found.clean, found.before) == ({}, True, 0)


def test_answers_that_lose_their_option_are_taken_back(opened: Opened, small_facts: Path) -> None:
    answer(small_facts, "EXTRA", "m")
    answer(small_facts, "BONDING", "m")
    found = fallout(opened("NET = lib.mkForce no;"))
    assert said(found) == {"BONDING": "unset!", "EXTRA": "unset!"}
    assert {line.remark for line in found.lines} == {"lost with NET"}
    assert (found.clean, found.before) == (True, 2)
    assert [message.text for message in found.prediction.messages if message.severity == "error"] == []


def test_nobody_who_waits_any_more_gets_anything(opened: Opened, small_facts: Path) -> None:
    answer(small_facts, "EXTRA", "m")
    looks = iter([False, True])
    with pytest.raises(CancelledError):
        fallout(opened("NET = lib.mkForce no;"), cancelled=lambda: next(looks))


def test_it_is_written_to_an_entry_of_its_own_and_holds(opened: Opened, small_facts: Path) -> None:
    answer(small_facts, "EXTRA", "m")
    session = opened("NET = lib.mkForce no;")
    assert errors(session) == ["error: unused option: EXTRA"]
    before = session.patches_path.read_text()
    save(plan_fallout(session, fallout(session)))
    after = session.patches_path.read_text()
    assert 'name = "nixmenu-fallout";' in after
    assert "EXTRA = lib.mkForce unset; # lost with NET\n" in after
    assert before.split("  ];")[0] in after
    again = opened(file=after)
    assert errors(again) == []
    assert plan_fallout(again, fallout(again)).diff == ""


def test_it_is_written_beside_the_entry_in_a_file_that_another_imports(
    opened: Opened, small_facts: Path, tmp_path: Path
) -> None:
    answer(small_facts, "EXTRA", "m")
    answer(small_facts, "BONDING", "m")
    own = tmp_path / "kernel.nix"
    entry = '{ name = "nixmenu"; patch = null; structuredExtraConfig.NET = lib.mkForce lib.kernel.no; }'
    own.write_text(f"{{ lib, ... }}: {{ boot.kernelPatches = [ {entry} ]; }}\n")
    top = "{ ... }: { imports = [ ./kernel.nix ./other.nix ]; boot.kernelPatches = [ ]; }\n"
    (tmp_path / "other.nix").write_text("{ ... }: { boot.kernelPatches = [ ]; }\n")
    session = opened(file=top)
    assert len(errors(session)) == 2
    plan = plan_fallout(session, fallout(session))
    assert plan.path == own
    save(plan)
    assert session.patches_path.read_text() == top
    again = opened(file=top)
    assert errors(again) == []
    own.write_text(own.read_text().replace("NET = lib.mkForce lib.kernel.no", "NET = lib.kernel.yes"))
    changed = opened(file=top)
    back = plan_fallout(changed, fallout(changed))
    assert (back.path, back.changed) == (own, ["BONDING", "EXTRA"])


def test_what_is_no_longer_needed_is_taken_out(opened: Opened, small_facts: Path) -> None:
    answer(small_facts, "EXTRA", "m")
    session = opened("NET = lib.mkForce no;")
    save(plan_fallout(session, fallout(session)))
    without = session.patches_path.read_text().replace("NET = lib.mkForce no;", "")
    again = opened(file=without)
    save(plan_fallout(again, fallout(again)))
    assert "EXTRA" not in again.patches_path.read_text()


def test_a_selector_is_turned_off_for_what_the_user_wants_off(opened: Opened, small_facts: Path) -> None:
    session = opened("MII = lib.mkForce no;", "DUMMY = no;")
    assert session.predict().fatal == "repeated question: Media interface"
    found = fallout(session)
    assert said(found) == {"ALWAYS": "n"}
    assert found.lines[0].because == "your MII takes that"
    assert found.prediction.values["MII"] == "n"


def test_a_selector_that_nixos_wants_is_named_as_such(opened: Opened, small_facts: Path) -> None:
    answer(small_facts, "ALWAYS", "m")
    found = fallout(opened("MII = lib.mkForce no;", "DUMMY = no;"))
    assert said(found) == {"ALWAYS": "n!"}
    assert found.lines[0].because == "your MII takes that, against NixOS"


def test_a_selector_whose_question_comes_too_late_is_a_clash(opened: Opened, small_kernel: Path) -> None:
    (small_kernel / "arch/x86/configs/x86_64_defconfig").write_text("CONFIG_NET=y\nCONFIG_LATE=m\n")
    kconfig = small_kernel / "Kconfig"
    kconfig.write_text(kconfig.read_text() + LATE)
    found = fallout(opened("MII = lib.mkForce no;", "DUMMY = no;", "ALWAYS = no;"))
    assert [clash.reason for clash in found.clashes] == [
        "MII cannot be n: another option selects it, and LATE can only be changed after MII was asked for"
    ]


def test_a_plain_answer_is_made_to_win_over_nixos(opened: Opened) -> None:
    session = opened("NET = no;")
    assert session.predict().fatal is not None
    found = fallout(session)
    assert said(found)["NET"] == "n!"
    assert found.clean


def test_of_a_choice_the_users_option_stays(opened: Opened) -> None:
    session = opened("HZ_100 = yes;")
    assert session.predict().fatal == "conflicting answers!"
    found = fallout(session)
    assert said(found) == {"HZ_1000": "unset!"}
    assert found.prediction.values["HZ_100"] == "y"


def test_an_option_that_is_off_anyway_must_not_be_answered(opened: Opened) -> None:
    found = fallout(opened("NET = lib.mkForce no;", "BONDING = no;"))
    assert said(found) == {"BONDING": "unset!"}
    assert found.lines[0].because == "it is off with NET anyway"


def test_wants_of_the_users_that_exclude_each_other(opened: Opened) -> None:
    session = opened("NET = lib.mkForce no;", "BONDING = module;")
    found = fallout(session)
    assert not found.clean
    (clash,) = found.clashes
    assert clash.name == "BONDING"
    assert "BONDING is not asked for, because you answer n to NET" in clash.reason
    assert said(found) == {}


def test_two_of_a_choice_that_the_user_wants_both(opened: Opened) -> None:
    found = fallout(opened("HZ_100 = yes;", "HZ_250 = yes;", "HZ_1000 = lib.mkForce no;"))
    assert [clash.reason for clash in found.clashes] == [
        "HZ_100 and HZ_250 are options of one choice: only one of them can be y"
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("HIDDEN = no;", "HIDDEN has no prompt, so it is never asked for"),
        ("NOWHERE = yes;", "you ask for NOWHERE, which this kernel does not know"),
        ('NR_CPUS = lib.mkForce (freeform "9999");', "NR_CPUS takes 2 to 512, not 9999"),
    ],
)
def test_what_nothing_makes_come_true(opened: Opened, line: str, reason: str) -> None:
    found = fallout(opened(line))
    assert [reason in clash.reason for clash in found.clashes] == [True]


def test_a_line_that_cannot_be_read_is_a_clash(opened: Opened) -> None:
    found = fallout(opened(more="extraConfig = ''\n  what = ever\n'';"))
    assert [clash.reason for clash in found.clashes] == [
        "invalid config line:   what = ever"
    ] or found.clashes


def test_errors_of_nixos_alone_are_left_alone(opened: Opened, small_facts: Path) -> None:
    answer(small_facts, "NOT_THERE", "y")
    found = fallout(opened("BONDING = no;"))
    assert (said(found), found.clean) == ({}, True)
    assert [message.name for message in found.others] == ["NOT_THERE"]


def test_lines_that_stand_for_all_layers_have_no_entries(small_kernel: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    answers.write_text("NET y\n")
    session = Session.open(
        SessionOptions(
            kernel=small_kernel,
            arch="x86_64",
            answers=answers,
            patches=tmp_path / "none.nix",
            cache=None,
            run_shell=False,
        )
    )
    with pytest.raises(NixmenuError, match="--answers"):
        fallout(session)


def written(session: Session) -> None:
    """Writes the fallout entry as a step of the session."""
    found = fallout(session)
    plan = plan_fallout(session, found)
    save(plan)
    after = {line.definition.name: (line.definition,) for line in found.lines}
    session.wrote(plan, dict.fromkeys(after, ()), after)


def test_undo_takes_a_written_entry_out_of_the_file_byte_by_byte(opened: Opened, small_facts: Path) -> None:
    answer(small_facts, "EXTRA", "m")
    session = opened("NET = lib.mkForce no;")
    before = session.patches_path.read_bytes()
    written(session)
    after = session.patches_path.read_bytes()
    assert (session.position, session.entry_written(0), list(session.history[0])) == (
        1,
        "nixmenu-fallout",
        ["EXTRA"],
    )
    assert errors(session) == []
    assert session.undo()
    assert session.patches_path.read_bytes() == before
    assert errors(session) == ["error: unused option: EXTRA"]
    assert session.redo()
    assert session.patches_path.read_bytes() == after
    assert errors(session) == []


def test_a_written_entry_is_taken_back_beside_what_was_saved_since(opened: Opened, small_facts: Path) -> None:
    answer(small_facts, "EXTRA", "m")
    session = opened("NET = lib.mkForce no;")
    written(session)
    text = session.patches_path.read_text()
    session.patches_path.write_text("# mine\n" + text)
    assert session.undo()
    now = session.patches_path.read_text()
    assert now.startswith("# mine\n")
    assert "EXTRA" not in now
    assert errors(session) == ["error: unused option: EXTRA"]
    assert session.redo()
    assert errors(session) == []


def test_what_cannot_be_written_is_not_undone(opened: Opened, small_facts: Path) -> None:
    answer(small_facts, "EXTRA", "m")
    session = opened("NET = lib.mkForce no;")
    written(session)
    session.patches_path.write_text("{ this is no Nix")
    with pytest.raises(NixmenuError):
        session.undo()
    assert session.position == 1
    assert session.patches_path.read_text() == "{ this is no Nix"


def test_a_fork_takes_a_written_entry_back_without_the_file(opened: Opened, small_facts: Path) -> None:
    answer(small_facts, "EXTRA", "m")
    session = opened("NET = lib.mkForce no;")
    written(session)
    text = session.patches_path.read_bytes()
    apart = session.fork()
    apart.go_to(0)
    assert errors(apart) == ["error: unused option: EXTRA"]
    assert session.patches_path.read_bytes() == text
    apart.go_to(1)
    assert errors(apart) == []
    assert errors(session) == []
