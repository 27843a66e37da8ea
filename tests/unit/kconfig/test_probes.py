"""In which order commands are answered: what somebody waits for goes before what nobody needs yet."""

import os
from pathlib import Path

import pytest

from kconfig_index.loader import load_in
from kconfig_index.probes import Probes

OTHERS = 20


def asked(probes: Probes, name: str) -> str:
    return probes.request(f"echo {name} >>log; echo {name}")


@pytest.mark.parametrize("hurried", [True, False], ids=["hurried", "waited for"])
def test_what_a_wanted_command_is_made_of_goes_first(tmp_path: Path, hurried: bool) -> None:
    probes = Probes(dict(os.environ), tmp_path, workers=1)
    try:
        for number in range(OTHERS):
            asked(probes, f"other{number}")
        inner = asked(probes, "inner")
        outer = asked(probes, f"outer-{inner}")
        if hurried:
            probes.hurry(outer)
        else:
            assert probes.known(outer) == "outer-inner"
        assert len(probes.answers) == OTHERS + 2
    finally:
        probes.close()
    order = (tmp_path / "log").read_text().split()
    assert sorted(order) == sorted([f"other{number}" for number in range(OTHERS)] + ["inner", "outer-inner"])
    assert order.index("inner") < OTHERS // 2
    assert order.index("outer-inner") < OTHERS // 2


def test_a_number_is_checked_when_nothing_else_is_left_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The menus are finished and the index put together before the answer of a command is asked for."""
    from kconfig_index.assemble import Assembler

    steps: list[str] = []
    wait, run = Probes._wait, Assembler.run
    monkeypatch.setattr(Probes, "_wait", lambda *given: (steps.append("wait"), wait(*given))[1])
    monkeypatch.setattr(Assembler, "run", lambda *given: (steps.append("assemble"), run(*given))[1])
    (tmp_path / "Kconfig").write_text(
        "config A\n\tint\n\tdefault $(shell,echo 5)\n\trange $(shell,echo 1) $(shell,echo x)\n"
        "config B\n\tint\n\tdefault b\n"
    )
    kernel = load_in(tmp_path, {"PATH": os.environ["PATH"]}, cache=None)
    assert kernel.warnings == [
        "Kconfig:4:warning: range is invalid",
        "Kconfig:7:warning: 'B': number is invalid",
    ]
    assert steps[0] == "assemble"
    assert steps.count("wait") >= 3
