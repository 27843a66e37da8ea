"""Every shape that people write has files here that are read and edited, and each of them really has the shape.

`test_edit_shapes.py`, `test_corpus.py` and `test_inverse.py` run over all files of both folders.
"""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FOLDERS = {"shapes": HERE / "shapes", "corpus": HERE.parents[1] / "nix" / "corpus"}

ROWS: dict[str, tuple[str, str]] = {
    "plain entry in a list": (
        r"kernelPatches\s*=\s*\[\s*\{\s*name\s*=",
        "shapes/plain shapes/aligned shapes/one_line shapes/packages corpus/laptop corpus/one-line",
    ),
    "old name of the options": (r"extraStructuredConfig\s*=", "shapes/old_name corpus/old-attribute"),
    "hugged brackets": (r"\[\{", "shapes/hugged corpus/hugged"),
    "nested attribute sets": (r"\bboot\s*=\s*\{", "shapes/hugged corpus/nas corpus/board-visionfive"),
    "singleton in place of a list": (r"\bsingleton\s*\{", "shapes/singleton corpus/router"),
    "qualified values": (r"lib\.kernel\.(yes|no|module)", "shapes/attribute_path corpus/qualified"),
    "names brought in by with": (r"with lib(\.kernel)?;", "shapes/with_lib corpus/with-outside"),
    "names brought in by inherit": (
        r"inherit \(lib(\.kernel)?\)",
        "shapes/let_inherit corpus/four-spaces corpus/let-in-options",
    ),
    "forced and optional": (r"mkForce\s*\(?option|option \(freeform", "shapes/wrappers corpus/freeform"),
    "free text, empty too": (r'freeform ""', "shapes/wrappers corpus/freeform"),
    "other priorities": (r"mkDefault|mkOverride", "shapes/wrappers corpus/priorities"),
    "quoted names": (r'"[A-Z0-9_]+"\s*=', "shapes/quoted corpus/quoted-all corpus/quoted-some"),
    "attribute path": (r"structuredExtraConfig\.[A-Z]", "shapes/attribute_path corpus/attribute-paths"),
    "patch with options": (r"patch = \./", "shapes/real_patch corpus/patch-with-options"),
    "patch alone, fetched": (r"patch = (\./|pkgs\.fetchpatch)", "corpus/patch-alone corpus/patch-fetched"),
    "text config": (
        r"extraConfig\s*=\s*('')?",
        "shapes/text_config corpus/text-config corpus/text-config-long",
    ),
    "comments, lists commented out": (
        r"#|/\*",
        "shapes/comments corpus/commented-out corpus/comments-everywhere",
    ),
    "lists joined": (r"\+\+", "shapes/joined corpus/joined corpus/joined-optionals"),
    "list wrapped": (
        r"=\s*(lib\.)?mk(If|After|Force|Before|Merge)",
        "shapes/after shapes/forced_list shapes/condition shapes/merge_list corpus/conditional-list corpus/before-list",
    ),
    "file that is nothing but a list": (
        r"^(\{[^}]*\}:\s*)?(with [^;]*;\s*)?\[",
        "shapes/bare_list corpus/bare-list",
    ),
    "entries in variables": (r"\blet\b|\brec \{", "shapes/names corpus/let-entries corpus/recursive-entries"),
    "entries in another file": (r"import \./", "corpus/imports-list corpus/with-import"),
    "options in another file": (r"structuredExtraConfig = import \./", "corpus/imports-options"),
    "kernel override": (
        r"\.override|linuxPackagesFor|buildLinux",
        "corpus/override-extend corpus/override-packages-for corpus/build-linux corpus/overlay",
    ),
    "merged sets": (r"//", "shapes/merged_sets corpus/merged-literals corpus/optional-attributes"),
    "generated": (r"genAttrs|mapAttrs", "corpus/generated-forced corpus/generated-names"),
    "alias of an answer": (r"=\s*(lib\.)?mkForce [^;]*;\s*in\b", "shapes/alias corpus/alias"),
    "version conditions": (
        r"whenAtLeast|versionAtLeast",
        "corpus/version-condition corpus/version-fixed corpus/version-when",
    ),
    "scope that is not always active": (r"specialisation", "corpus/specialisation"),
    "what only the system knows": (r"\bconfig\.[a-z]|\bpkgs\.", "corpus/system-values corpus/if-list"),
    "mistakes": (r"CONFIG_\w+\s*=|structuredExtraconfig", "corpus/mistakes"),
    "tabs": (r"\n\t", "shapes/tabs corpus/tabs"),
    "Windows line ends": (r"\r\n", "shapes/crlf corpus/line-ends"),
    "no ASCII": (r"[^\x00-\x7f]", "corpus/umlaute"),
    "comma before the brace": (r",\s*\}:", "shapes/trailing_comma corpus/closed-formals"),
}
"""Each shape: what it looks like, and the files that have it."""


def text(name: str) -> str:
    folder, _, stem = name.partition("/")
    return (FOLDERS[folder] / f"{stem}.nix").read_bytes().decode()


@pytest.mark.parametrize("row", ROWS)
def test_every_shape_has_a_file_that_really_has_it(row: str) -> None:
    pattern, names = ROWS[row]
    assert names.split()
    assert [name for name in names.split() if not re.search(pattern, text(name))] == []


def test_every_shape_file_is_listed() -> None:
    listed = {name for _, names in ROWS.values() for name in names.split()}
    shapes = {f"shapes/{path.stem}" for path in FOLDERS["shapes"].glob("*.nix")}
    assert shapes <= listed
