"""The files that one reading may open: what a user's files name literally, and no more than a few."""

import os
from collections.abc import Mapping
from pathlib import Path

from nixmenu.errors import NixmenuError
from nixmenu.nix.parse import Tree, parse
from nixmenu.nix.source import make_source, read_source
from nixmenu.nix.values import Unknown

MAXIMUM_FILES = 400
"""A large configuration has some hundred modules."""
MAXIMUM_BYTES = 16 * 1024 * 1024
"""Of all files together."""

_STORE = Path("/nix/store")


class Files:
    """Reads each file once; `contents` stand for what is not saved yet, by path."""

    def __init__(self, contents: Mapping[Path, bytes] | None = None) -> None:
        self._contents = {_absolute(path): data for path, data in (contents or {}).items()}
        self._trees: dict[Path, Tree | Unknown] = {}
        self._size = 0

    def tree(self, path: Path) -> Tree | Unknown:
        """The tree of the file at `path`, of its default.nix if that is a directory; or why there is none."""
        path = _absolute(path)
        if os.path.isdir(path):  # noqa: PTH112  (Path.is_dir() raises where a directory may not be searched)
            path /= "default.nix"
        if path not in self._trees:
            self._trees[path] = self._read(path)
        return self._trees[path]

    def add(self, tree: Tree) -> None:
        """Make a tree known that was read already."""
        self._trees[_absolute(tree.source.path)] = tree

    @staticmethod
    def same(first: Path, second: Path) -> bool:
        """Whether two paths name the same file, links apart."""
        return _absolute(first) == _absolute(second)

    def _read(self, path: Path) -> Tree | Unknown:
        if len(self._trees) >= MAXIMUM_FILES or self._size >= MAXIMUM_BYTES:
            return Unknown(f"{path} is one file too many: nixmenu follows at most {MAXIMUM_FILES}")
        try:
            if _STORE in path.resolve().parents:
                return Unknown(f"{path} is in the Nix store, which nixmenu does not read or edit")
            data = self._contents.get(path)
            source = read_source(path) if data is None else make_source(path, data)
            self._size += len(source.data)
            return parse(source)
        except (NixmenuError, OSError, RuntimeError) as error:
            return Unknown(str(error).split("\n", 1)[0])


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  (Nix resolves `..` by the text, not by links)
