"""The fallout of turning many drivers of a real kernel off: saved, read again, and run from nothing, it is clean."""

import random
from pathlib import Path

import pytest

from nixmenu.fallout import fallout, plan_fallout
from nixmenu.nix.write import save
from nixmenu.prediction import Prediction
from nixmenu.session import Session, SessionOptions
from tests.kernel.conftest import RealKernel

MENUS = ("SOUND", "USB_SUPPORT", "WLAN", "BT", "INFINIBAND", "MEDIA_SUPPORT", "STAGING")


def errors(prediction: Prediction) -> set[str]:
    return {message.text for message in prediction.messages if message.severity == "error"}


def turn_off_drivers(session: Session, seed: int, count: int) -> int:
    """Turn off drivers that NixOS would build as modules; returns how many took it."""
    prediction = session.predict()
    assert session.accept(prediction)
    drivers = [
        symbol
        for symbol in session.kernel.symbols.values()
        if symbol.prompt and symbol.file.startswith("drivers/") and prediction.values.get(symbol.name) == "m"
    ]
    random.Random(seed).shuffle(drivers)  # noqa: S311
    return sum(session.edit(symbol, "n") is None for symbol in drivers[:count])


@pytest.mark.parametrize("what", ["drivers", "menus"])
def test_what_is_found_makes_the_run_clean(kernel_612: RealKernel, tmp_path: Path, what: str) -> None:
    options = SessionOptions(kernel=kernel_612.source, arch="x86_64", patches=tmp_path / "kernel-patches.nix")
    session = Session.open(options)
    nixos = errors(session.predict())
    if what == "drivers":
        assert turn_off_drivers(session, 7, 120) > 80
    else:
        assert session.accept(session.predict())
        for name in MENUS:
            assert session.edit(session.kernel.symbols[name], "n") is None
    save(session.plan())

    session = Session.open(options)
    wants = {name: answer.value for name, answer in session.you.items()}
    assert errors(session.predict()) - nixos
    found = fallout(session)
    assert (found.clean, found.before) == (True, len(errors(session.predict()) - nixos))
    save(plan_fallout(session, found))

    # A session of its own remembers nothing: this is the whole run.
    again = Session.open(options)
    result = again.predict()
    assert errors(result) <= nixos
    assert result.dot_config == found.prediction.dot_config
    assert {name: result.values.get(name, "n") for name in wants} == wants
    assert {message.text for message in found.others} == nixos
