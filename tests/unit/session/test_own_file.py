"""A session over a configuration of several files: an edit is planned and saved in the file of its entry."""

from dataclasses import replace
from pathlib import Path

import pytest

from nixmenu.session import Session, SessionOptions

MAIN = "{ ... }: { imports = [ ./kernel.nix ]; }\n"
KERNEL = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    { name = "slim"; patch = null; structuredExtraConfig = import ./options.nix { inherit lib; }; }
    { name = "nixmenu"; patch = null; structuredExtraConfig = with lib.kernel; { BONDING = module; }; }
  ];
}
"""
OPTIONS = "{ lib }:\nwith lib.kernel;\n{\n  MII = lib.mkForce yes;\n}\n"


@pytest.fixture
def options(small_kernel: Path, small_facts: Path, tmp_path: Path) -> SessionOptions:
    folder = tmp_path / "nixos"
    folder.mkdir()
    for name, text in (("configuration.nix", MAIN), ("kernel.nix", KERNEL), ("options.nix", OPTIONS)):
        (folder / name).write_text(text)
    return SessionOptions(
        kernel=small_kernel,
        arch="x86_64",
        common_config=str(small_facts),
        patches=folder,
        cache=None,
        run_shell=False,
    )


def edited(options: SessionOptions, name: str, value: str) -> Session:
    session = Session.open(options)
    session.accept(session.predict())
    assert session.edit(session.kernel.symbols[name], value) is None
    session.save(session.plan(comments=False))
    assert not session.dirty
    return session


def test_an_edit_goes_to_the_file_of_its_entry(options: SessionOptions) -> None:
    folder = options.patches
    assert folder is not None
    session = edited(options, "DUMMY", "y")
    assert session.patches_path == folder / "configuration.nix"
    assert session.you["DUMMY"].value == "y"
    assert session.you["MII"].definitions[0].origin.path == folder / "options.nix"  # type: ignore[union-attr]
    assert (folder / "configuration.nix").read_text() == MAIN
    assert (folder / "options.nix").read_text() == OPTIONS
    assert "DUMMY = yes;" in (folder / "kernel.nix").read_text()


def test_an_edit_goes_to_the_file_of_its_options(options: SessionOptions) -> None:
    folder = options.patches
    assert folder is not None
    session = edited(replace(options, entry="slim"), "DUMMY", "y")
    assert session.you["DUMMY"].value == "y"
    assert (folder / "kernel.nix").read_text() == KERNEL
    assert (folder / "options.nix").read_text() == OPTIONS.replace("{\n  MII", "{\n  DUMMY = yes;\n  MII")


def test_a_new_entry_joins_the_others(options: SessionOptions) -> None:
    folder = options.patches
    assert folder is not None
    session = edited(replace(options, entry="more"), "DUMMY", "y")
    assert session.you["DUMMY"].value == "y"
    assert (folder / "configuration.nix").read_text() == MAIN
    assert 'name = "more";' in (folder / "kernel.nix").read_text()


WORDED = """\
{ lib, ... }:
{
  boot.kernelPatches = [
    {
      name = "nixmenu";
      patch = null;
      structuredExtraConfig = with lib.kernel; {
        # the network of this machine
        MII    =    lib.mkDefault   yes; # see the wiki
        BONDING = module;

        DUMMY = module;
      };
    }
  ];
}
"""


def test_an_edit_that_is_undone_after_its_save_gives_every_byte_back(options: SessionOptions) -> None:
    folder = options.patches
    assert folder is not None
    file = folder / "kernel.nix"
    file.write_text(WORDED)
    session = Session.open(options)
    texts = []
    for name, value in (("MII", None), ("DUMMY", "y"), ("BONDING", None)):
        texts.append(file.read_text())
        assert session.edit(session.kernel.symbols[name], value) is None
        session.save(session.plan())
    for text in reversed(texts):
        assert session.undo()
        session.save(session.plan(comments=False))
        assert file.read_text() == text
        assert not session.dirty
    assert session.redo()
    session.save(session.plan())
    assert file.read_text() == WORDED.replace("        MII    =    lib.mkDefault   yes; # see the wiki\n", "")


def test_the_first_edit_is_taken_back_alone_after_later_saves(options: SessionOptions) -> None:
    folder = options.patches
    assert folder is not None
    file = folder / "kernel.nix"
    file.write_text(WORDED)
    session = Session.open(options)
    for name, value in (("BONDING", None), ("DUMMY", "y")):
        assert session.edit(session.kernel.symbols[name], value) is None
        session.save(session.plan())
    assert session.edit(session.kernel.symbols["BONDING"], "m") is None
    session.save(session.plan())
    assert file.read_text() == WORDED.replace("DUMMY = module", "DUMMY = yes")


def test_an_option_under_a_condition_is_changed_and_undone_in_its_place(options: SessionOptions) -> None:
    folder = options.patches
    assert folder is not None
    file = folder / "kernel.nix"
    text = WORDED.replace("BONDING = module", "BONDING = lib.mkIf config.bond  module").replace(
        "lib,", "config, lib,"
    )
    file.write_text(text)
    session = Session.open(options)
    assert "BONDING" not in session.you
    assert session.edit(session.kernel.symbols["BONDING"], "y") is None
    assert session.you["BONDING"].value == "y"
    planned = session.plan()
    assert planned.conditional == ("BONDING counts only if config.bond",)
    session.save(planned)
    assert file.read_text() == text.replace("config.bond  module", "config.bond  yes")
    assert not session.dirty
    assert "BONDING" not in session.you
    assert session.undo()
    session.save(session.plan())
    assert file.read_text() == text
