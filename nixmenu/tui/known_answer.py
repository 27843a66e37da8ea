"""NixOS's answer where the file that it stands in is not at hand: what is known of it, as Nix and remarks."""

from nixmenu.layers.definition import FORCED, PLAIN, Definition
from nixmenu.session import Session

FILE = "pkgs/os-specific/linux/kernel/common-config.nix"
"""Where nixpkgs answers for all kernels; from the root of nixpkgs."""

_ANSWERS = {"y": "yes", "m": "module", "n": "no", None: "unset"}


def known_answer(session: Session, definition: Definition) -> tuple[str, ...]:
    """The lines to show in place of the file."""
    group = session.groups.get(definition.name)
    comment = session.comments.get(definition.name, "")
    remarks = [
        f"Known from {session.nixos_name}; the file is not at hand.",
        "--nixpkgs PATH reads it, and shows it here.",
        *([f"Group: {group}"] if group else []),
        *comment.splitlines(),
    ]
    return (*(f"# {remark}" for remark in remarks), "", f"{definition.name} = {_spelled(definition)};")


def _spelled(definition: Definition) -> str:
    """The answer with the functions of nixpkgs' lib that give it its priority and say that it may fail."""
    if definition.freeform is not None:
        # Imported here because Nix's grammar comes with it, which costs time at every start.
        from nixmenu.nix.strings import quoted

        text = f"freeform {quoted(definition.freeform)}"
    else:
        text = _ANSWERS[definition.tristate]
    if definition.optional:
        text = f"option ({text})" if " " in text else f"option {text}"
    if definition.priority == PLAIN:
        return text
    inner = f"({text})" if " " in text else text
    force = definition.priority == FORCED
    return f"lib.mkForce {inner}" if force else f"lib.mkOverride {definition.priority} {inner}"
