"""Every row of the table of shapes has at least three files here, and each of them really has the shape.

`test_edit_shapes.py`, `test_corpus.py`, `test_inverse.py` and `tests/nix/test_corpus_evaluated.py` read, edit and read
again all files of both folders; `test_mutated.py` does so with files that are damaged.
"""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FOLDERS = {"shapes": HERE / "shapes", "corpus": HERE.parents[1] / "nix" / "corpus"}
VARIANTS = 3

ROWS: dict[str, tuple[str, str]] = {
    "plain entry in a list": (
        r"kernelPatches\s*=\s*\[\s*\{\s*name\s*=",
        """shapes/plain shapes/aligned shapes/one_line shapes/packages corpus/laptop corpus/one-line corpus/aligned
        corpus/several-entries-one-line corpus/lists-of-styles corpus/server-hardening corpus/board-rk3588
        corpus/desktop-rt corpus/trailing-comma
        corpus/features corpus/defaults-in-arguments corpus/assert-around corpus/plain-function""",
    ),
    "old name of the options": (
        r"extraStructuredConfig\s*=",
        """shapes/old_name corpus/old-attribute corpus/old-attribute-packages corpus/old-attribute-line-ends
        corpus/old-and-new-attribute""",
    ),
    "hugged brackets": (
        r"\[\{",
        "shapes/hugged corpus/hugged corpus/hugged-several corpus/hugged-nested-line-ends",
    ),
    "nested attribute sets": (
        r"\bboot\s*=\s*\{",
        """shapes/hugged corpus/nas corpus/board-visionfive corpus/hugged-several corpus/hugged-nested-line-ends
        corpus/hugged""",
    ),
    "singleton in place of a list": (
        r"\bsingleton\s*\{",
        "shapes/singleton corpus/router corpus/singleton-inherited corpus/singleton-joined",
    ),
    "qualified values": (
        r"\b(lib\.kernel|k)\.(yes|no|module)",
        """shapes/attribute_path corpus/qualified corpus/qualified-packages corpus/qualified-short-name
        corpus/merged-chain corpus/with-not-active""",
    ),
    "names brought in by with": (
        r"with (lib(\.kernel)?|kernel);",
        """shapes/with_lib corpus/with-outside corpus/with-two-scopes corpus/with-not-active corpus/hardware-phone
        corpus/microvm-guest""",
    ),
    "a with that is not active everywhere": (
        r"(?s)(with lib\.kernel;.*= lib\.kernel\.|= (lib\.)?kernel\..*with (lib\.)?kernel;)",
        "corpus/with-not-active corpus/joined-line-ends corpus/singleton-mixed",
    ),
    "names brought in by inherit": (
        r"inherit \((lib(\.kernel)?|kernel)\)",
        """shapes/let_inherit corpus/four-spaces corpus/let-in-options corpus/inherit-nested
        corpus/priorities-inherited corpus/attribute-path-whole""",
    ),
    "forced and optional": (
        r"mkForce\s*\(?option|option \((freeform|k\.)|k\.option",
        """shapes/wrappers corpus/freeform corpus/forced-optional corpus/qualified-short-name""",
    ),
    "free text, empty too": (
        r'freeform ("|\'\')',
        """shapes/wrappers corpus/freeform corpus/freeform-escapes corpus/forced-optional corpus/inherit-nested
        corpus/umlaute""",
    ),
    "other priorities": (
        r"mkDefault|mkOverride|mkOptionDefault",
        "shapes/wrappers corpus/priorities corpus/priorities-other corpus/priorities-inherited",
    ),
    "quoted names": (
        r'"[A-Z0-9_]+"\s*=',
        "shapes/quoted corpus/quoted-all corpus/quoted-some corpus/quoted-digits corpus/quoted-interpolated",
    ),
    "names put together": (
        r"\$\{[a-z]+\}[A-Z_\"]*\s*=|\"\$\{[a-z]+\}[A-Z_]+\" =",
        "corpus/quoted-interpolated corpus/quoted-by-number corpus/quoted-by-let",
    ),
    "attribute path": (
        r'structuredExtraConfig\."?[A-Z0-9]',
        """shapes/attribute_path corpus/attribute-paths corpus/attribute-path corpus/attribute-path-many
        corpus/attribute-path-whole""",
    ),
    "patch with options": (
        r"patch = (\./|patches \+|pkgs\.fetchpatch)[\s\S]*structuredExtraConfig",
        """shapes/real_patch corpus/patch-with-options corpus/patch-with-options-several
        corpus/patch-with-options-path-sum""",
    ),
    "patch alone, fetched": (
        r"patch = (\./|pkgs\.fetch(patch|url))",
        "corpus/patch-alone corpus/patch-fetched corpus/patches-only",
    ),
    "text config": (
        r"extraConfig\s*=\s*('')?",
        """shapes/text_config corpus/text-config corpus/text-config-long corpus/text-beside-options
        corpus/text-interpolated corpus/patch-with-options-path-sum""",
    ),
    "comments, lists commented out": (
        r"#|/\*",
        """shapes/comments corpus/commented-out corpus/comments-everywhere corpus/comments-in-blocks
        corpus/qualified-packages""",
    ),
    "comments of several lines": (
        r"/\*[^*]*\n[^*]*\*/",
        "shapes/comments corpus/comments-in-blocks corpus/qualified-packages corpus/commented-out",
    ),
    "lists joined": (
        r"\+\+",
        """shapes/joined corpus/joined corpus/joined-optionals corpus/joined-line-ends corpus/singleton-joined
        corpus/imports-joined""",
    ),
    "list wrapped": (
        r"=\s*(lib\.)?mk(If|After|Force|Before|Merge)",
        """shapes/after shapes/forced_list shapes/condition shapes/merge_list corpus/conditional-list
        corpus/before-list corpus/after-list corpus/forced-list corpus/merged-lists""",
    ),
    "list empty": (r"=\s*\[\s*\]", "corpus/empty-list corpus/overlay-in-module corpus/joined-line-ends"),
    "set empty": (r"=\s*\{\s*(#.*\s*)?\}", "corpus/empty-sets corpus/empty-options corpus/singleton-joined"),
    "file that is nothing but a list": (
        r"^(let[\s\S]*\nin\n|\{[^}]*\}:\s*)?(with [^;]*;\s*)*\[",
        "shapes/bare_list corpus/bare-list corpus/bare-list-tabs corpus/bare-list-constant",
    ),
    "entries in variables": (
        r"\blet\b|\brec \{",
        """shapes/names corpus/let-entries corpus/recursive-entries corpus/variables-inherited corpus/named-entries
        corpus/recursive-options""",
    ),
    "entries made by functions": (
        r"\b(map|mapAttrs|entry|configOnly)\b",
        "corpus/entry-function corpus/patches-mapped corpus/entries-by-helper corpus/entries-from-set",
    ),
    "entries in another file": (
        r"import \./|imports = \[",
        """corpus/imports-list corpus/with-import corpus/imports-joined corpus/imports-inherited
        corpus/imports-boards""",
    ),
    "options in another file": (
        r"import \./options-",
        """corpus/imports-options corpus/imports-options-named corpus/imports-options-inherited
        corpus/imports-options-merged""",
    ),
    "kernel override": (
        r"\.override|linuxPackagesFor|buildLinux",
        """corpus/override-extend corpus/override-packages-for corpus/build-linux corpus/overlay
        corpus/override-arguments corpus/overlay-in-module corpus/overlay-patches""",
    ),
    "merged sets": (
        r"//",
        """shapes/merged_sets corpus/merged-literals corpus/optional-attributes corpus/merged-chain
        corpus/version-fixed""",
    ),
    "generated": (
        r"genAttrs|mapAttrs|listToAttrs",
        "corpus/generated-forced corpus/generated-names corpus/generated-pairs corpus/generated-beside",
    ),
    "alias of an answer": (
        r"=\s*(lib\.)?mkForce [^;]*;\s*in\b",
        "shapes/alias corpus/alias corpus/alias-several",
    ),
    "version conditions": (
        r"whenAtLeast|versionAtLeast",
        "corpus/version-condition corpus/version-fixed corpus/version-when corpus/version-by-kernel",
    ),
    "scope that is not always active": (
        r"specialisation",
        "corpus/specialisation corpus/specialisation-only corpus/specialisation-several",
    ),
    "what only the system knows": (
        r"\bconfig\.[a-z]|\bpkgs\.|vendorConfig",
        """corpus/system-values corpus/if-list corpus/system-in-part corpus/system-default-argument
        corpus/merged-config corpus/module-options""",
    ),
    "mistakes": (
        r"CONFIG_\w+\s*=|structuredExtraconfig|yess|true;|\"twin\"",
        "corpus/mistakes corpus/mistakes-unknown-names corpus/mistakes-types corpus/mistakes-same-name",
    ),
    "tabs": (r"\n\t", "shapes/tabs corpus/tabs corpus/bare-list-tabs corpus/tabs-in-line"),
    "Windows line ends": (
        r"\r\n",
        """shapes/crlf corpus/line-ends corpus/old-attribute-line-ends corpus/hugged-nested-line-ends
        corpus/joined-line-ends corpus/tabs-in-line corpus/specialisation-several""",
    ),
    "no newline at the end": (
        r"\S\Z",
        "corpus/no-final-newline corpus/priorities-other corpus/comments-in-blocks corpus/tabs-in-line",
    ),
    "no ASCII": (
        r"[^\x00-\x7f]",
        """corpus/umlaute corpus/old-attribute-line-ends corpus/freeform-escapes corpus/comments-in-blocks
        corpus/tabs-in-line""",
    ),
    "comma before the brace": (
        r",\s*(/\*[^*]*\*/\s*)?\}:",
        "shapes/trailing_comma corpus/closed-formals corpus/formals-with-comments",
    ),
    "flake": (r"nixosConfigurations", "corpus/flake"),
    "parts that others import": (
        r"lib",
        "corpus/options-set corpus/options-attribute corpus/named-entries corpus/board-imx8 corpus/no-patches",
    ),
}
"""Each shape: what it looks like, and the files that have it."""
ELSEWHERE = {
    "flake": "tests/nix/test_flake.py, tests/unit/nix/test_imports.py: there is one flake.nix in a folder"
}
"""Rows whose further variants are texts in other tests."""


def text(name: str) -> str:
    folder, _, stem = name.partition("/")
    return (FOLDERS[folder] / f"{stem}.nix").read_bytes().decode()


@pytest.mark.parametrize("row", ROWS)
def test_every_shape_has_files_that_really_have_it(row: str) -> None:
    pattern, names = ROWS[row]
    assert [name for name in names.split() if not re.search(pattern, text(name))] == []


@pytest.mark.parametrize("row", ROWS.keys() - ELSEWHERE)
def test_every_shape_has_several_variants(row: str) -> None:
    assert len(set(ROWS[row][1].split())) >= VARIANTS


def test_every_file_is_listed() -> None:
    listed = {name for _, names in ROWS.values() for name in names.split()}
    assert listed == {f"{folder}/{path.stem}" for folder in FOLDERS for path in FOLDERS[folder].glob("*.nix")}
