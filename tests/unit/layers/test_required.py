"""What NixOS requires of the kernel, read from the shipped facts and from files that are none."""

from pathlib import Path

import pytest

from nixmenu.errors import NixmenuError
from nixmenu.layers.required import bundled_requirements, load_requirements


def test_the_shipped_facts_are_read() -> None:
    requirements = load_requirements(bundled_requirements())
    by_name = {requirement.name: requirement for requirement in requirements}
    assert (by_name["SECCOMP"].need, by_name["SECCOMP"].module) == ("enabled", "system/boot/systemd.nix")
    assert (by_name["MODULES"].accepted, by_name["ZRAM"].accepted) == (("y",), ("m",))
    assert (by_name["MODULES"].always, by_name["ZRAM"].always, by_name["EFI_STUB"].always) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{", "is not JSON"),
        ("[]", "lacks something"),
        ("{}", "lacks something"),
        ('{"modules": {"a.nix": {"maybe": ["X"]}}}', "unknown need 'maybe' of a.nix"),
        ('{"modules": {"a.nix": {"yes": 3}}}', "lacks something"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, text: str, error: str) -> None:
    path = tmp_path / "required.json"
    path.write_text(text)
    with pytest.raises(NixmenuError, match=error) as caught:
        load_requirements(path)
    assert caught.value.path == path


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NixmenuError, match="cannot read what NixOS requires: No such file"):
        load_requirements(tmp_path / "none.json")
