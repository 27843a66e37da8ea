"""The parts of Nix's builtins and of nixpkgs' `lib` that kernel configurations are written with.

The modules are named after nixpkgs' own files in `lib`; whatever is not here is Unknown.
"""

from collections.abc import Mapping

from nixmenu.nix.library import attrsets, lists, modules, texts, trivial, versions
from nixmenu.nix.library.arguments import made_set
from nixmenu.nix.library.kernel import KERNEL
from nixmenu.nix.library.modules import FORCE
from nixmenu.nix.values import Lazy, Unknown, Value, known

__all__ = ["FORCE", "KERNEL", "LIBRARY", "ROOT_NAMES"]

_ONLY_BUILTIN = ("throw", "abort", "mul", "div")
_FUNCTIONS: dict[str, Value] = {
    **attrsets.FUNCTIONS,
    **lists.FUNCTIONS,
    **texts.FUNCTIONS,
    **versions.FUNCTIONS,
    **modules.FUNCTIONS,
    **{name: builtin for name, builtin in trivial.FUNCTIONS.items() if name not in _ONLY_BUILTIN},
}
_NOT_READ = "nixmenu does not evaluate this function of nixpkgs' lib"

LIBRARY = made_set(
    {
        **_FUNCTIONS,
        "kernel": KERNEL,
        "versions": versions.VERSIONS,
        "attrsets": made_set(attrsets.FUNCTIONS, _NOT_READ),
        "lists": made_set(lists.FUNCTIONS, _NOT_READ),
        "strings": made_set({**texts.FUNCTIONS, **versions.FUNCTIONS}, _NOT_READ),
        "modules": made_set(modules.FUNCTIONS, _NOT_READ),
        "trivial": made_set(trivial.FUNCTIONS, _NOT_READ),
    },
    rest=_NOT_READ,
    absent=frozenset(KERNEL.members),
)
"""`lib`, of which it is known that it has none of the names of `lib.kernel` itself."""

_BUILTINS: dict[str, Value] = {
    **{name: attrsets.FUNCTIONS[name] for name in attrsets.BUILTINS},
    **{name: lists.FUNCTIONS[name] for name in lists.BUILTINS},
    **{name: texts.FUNCTIONS[name] for name in texts.BUILTINS},
    **{name: trivial.FUNCTIONS[name] for name in trivial.BUILTINS},
    **{name: versions.FUNCTIONS[name] for name in ("compareVersions", "splitVersion")},
    "true": True,
    "false": False,
    "null": None,
    "import": trivial.IMPORT,
}
_NOT_EVALUATED = (
    "baseNameOf break derivation derivationStrict dirOf fetchGit fetchMercurial fetchTarball fetchTree "
    "fromTOML placeholder scopedImport"
)
_ROOT = "true false null import map removeAttrs toString throw abort isNull"

ROOT_NAMES: Mapping[str, Lazy] = {
    **{name: known(Unknown(f"nixmenu does not evaluate `{name}`")) for name in _NOT_EVALUATED.split()},
    **{name: known(_BUILTINS[name]) for name in _ROOT.split()},
    "builtins": known(made_set(_BUILTINS, rest="nixmenu does not evaluate this builtin function")),
}
"""The names that every Nix expression sees."""
