"""Edits of many options as one: what is made, what is left out and why, and that nothing new goes wrong."""

import pytest

from kconfig_index import MenuNode, Symbol
from nixmenu import many
from nixmenu.session import Session, SessionOptions


@pytest.fixture
def session() -> Session:
    """The demo with its first result."""
    opened = Session.open(SessionOptions(demo=True))
    assert opened.accept(opened.predict())
    return opened


def option(session: Session, name: str) -> Symbol:
    symbol = session.kernel.symbol(name)
    assert symbol is not None
    return symbol


def menu(session: Session, prompt: str) -> MenuNode:
    pending = [session.kernel.root]
    while pending:
        node = pending.pop()
        if node.prompt == prompt:
            return node
        pending += node.children
    raise LookupError(prompt)


MENUS = [
    "General setup",
    "Device Drivers",
    "File systems",
    "Network",
    "Security",
    "Cryptography",
    "Processor",
]


@pytest.mark.parametrize("prompt", MENUS)
@pytest.mark.parametrize("value", ["n", "m"])
def test_a_whole_menu_comes_out_as_planned_without_a_new_error(
    session: Session, prompt: str, value: str
) -> None:
    before = session.prediction
    assert before is not None
    wanted = many.whole_menu(session, menu(session, prompt), value)
    assert session.do(wanted.edits) is None
    after = session.predict()
    assert {name: after.values.get(name) for name, said in wanted.edits if said} == {
        name: value for name, said in wanted.edits if said
    }
    errors = {message.text for message in after.messages if message.severity == "error"}
    assert errors <= {message.text for message in before.messages}


def test_what_is_in_use_is_left_out_with_the_reason(session: Session) -> None:
    wanted = many.whole_menu(session, menu(session, "File systems"), "n")
    assert wanted.left_out["TMPFS"] == "NixOS asks for y"
    assert wanted.left_out["EXT4_FS"] == "EXT4_FS_POSIX_ACL needs it"
    assert ("XFS_FS", "n") in wanted.edits
    crypto = many.whole_menu(session, menu(session, "Cryptography"), "n")
    assert crypto.left_out["CRYPTO_AES"] == "MAC80211 selects it"


def test_what_goes_with_its_menu_is_not_answered_as_well(session: Session) -> None:
    wanted = dict(many.whole_menu(session, menu(session, "Network"), "n").edits)
    assert wanted["WIRELESS"] == "n"
    assert "CFG80211" not in wanted


def test_an_answer_of_the_user_inside_goes_with_the_menu(session: Session) -> None:
    assert session.edit(option(session, "MAC80211_MESH"), "y") is None
    assert session.accept(session.predict())
    wanted = dict(many.whole_menu(session, menu(session, "Network"), "n").edits)
    assert wanted["MAC80211_MESH"] is None


def test_an_answer_of_the_user_elsewhere_is_in_use(session: Session) -> None:
    assert session.do([("IWLWIFI", "m")]) is None
    assert session.accept(session.predict())
    wanted = many.whole_menu(session, menu(session, "Network"), "n")
    assert "WIRELESS" not in dict(wanted.edits)
    assert wanted.left_out["WIRELESS"] == "IWLWIFI needs it"


def test_many_edits_are_one_step(session: Session) -> None:
    wanted = many.answered(session, [option(session, name) for name in ("XFS_FS", "FUSE_FS")], "n")
    assert session.do(wanted.edits) is None
    assert session.changes.keys() == {"XFS_FS", "FUSE_FS"}
    assert (session.position, len(session.history)) == (1, 1)
    assert session.undo()
    assert not session.dirty


def test_options_that_do_not_take_the_answer_are_told(session: Session) -> None:
    wanted = many.answered(session, [option(session, name) for name in ("XFS_FS", "SWAP", "NR_CPUS")], "m")
    assert dict(wanted.edits) == {"XFS_FS": "m"}
    assert wanted.left_out["SWAP"] == "SWAP takes y or n, not 'm'"
    assert "NR_CPUS" in wanted.left_out


def test_y_and_n_are_no_texts(session: Session) -> None:
    wanted = many.answered(session, [option(session, name) for name in ("LOCALVERSION", "NR_CPUS")], "n")
    assert wanted.edits == ()
    assert wanted.left_out == {
        "LOCALVERSION": "LOCALVERSION takes a text",
        "NR_CPUS": "NR_CPUS takes a number",
    }


def test_withdrawing_concerns_only_what_is_said(session: Session) -> None:
    assert session.edit(option(session, "XFS_FS"), "n") is None
    below = many.options_below(menu(session, "File systems"))
    assert many.withdrawn(session, below).edits == (("XFS_FS", None),)


def test_the_history_leads_to_any_state(session: Session) -> None:
    for name in ("XFS_FS", "FUSE_FS", "OVERLAY_FS"):
        assert session.edit(option(session, name), "n") is None
    session.go_to(1)
    assert session.changes.keys() == {"XFS_FS"}
    assert [set(step) for step in session.history] == [{"XFS_FS"}, {"FUSE_FS"}, {"OVERLAY_FS"}]
    session.go_to(3)
    assert session.changes.keys() == {"XFS_FS", "FUSE_FS", "OVERLAY_FS"}
    session.go_to(0)
    assert not session.dirty
