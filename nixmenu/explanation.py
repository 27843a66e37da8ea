"""What the layers say to one option, in sentences for people."""

from nixmenu.layers.definition import PLAIN, Origin
from nixmenu.layers.merge import described
from nixmenu.layers.row import LayerRow
from nixmenu.prediction import Prediction

_LONGEST_COMMENT = 300
"""Characters; the rest is to be read in nixpkgs."""


def explain(
    row: LayerRow,
    name: str,
    base_name: str,
    group: str | None,
    prediction: Prediction | None,
    comment: str | None = None,
) -> list[str]:
    """One sentence per layer, then the result and what NixOS will say about it.

    `group` is the heading that nixpkgs puts the option under, if it answers it, and `comment` what it says there.
    """
    lines = [f"Base ({base_name}): {_value(row.base)}."]
    nixos = [definition for definition in row.definitions if _layer(definition.origin) == "nixos"]
    if row.forced:
        source = f" (common-config, {group})" if group else ""
        default = ", as a default" if any(definition.priority > PLAIN for definition in nixos) else ""
        lines.append(f"NixOS: {_value(row.nixos)}{source}{default}.")
    elif row.auto:
        lines.append("NixOS: m, because auto-modules answers m wherever m is offered.")
    else:
        lines.append("NixOS: says nothing, so the base's value is kept.")
    if comment and nixos:
        lines.append(f"NixOS's comment there: {_on_one_line(comment)}")
    user = [definition for definition in row.definitions if _layer(definition.origin) == "you"]
    if row.you is None:
        lines.append("You: nothing.")
    else:
        said = "; ".join(described(definition) for definition in user) or f"{row.you} by extraConfig"
        force = ", over NixOS by force" if row.overridden else ""
        unsaved = ", not saved yet" if row.edited else ""
        lines.append(f"You: {said}{force}{unsaved}.")
    if row.stale or prediction is None:
        return [*lines, "Result: being computed."]
    if prediction.fatal is not None:
        lines.append("Result: none, because NixOS stops before there is a .config.")
    else:
        lines.append(f"Result: {_value(row.result)}.")
    lines.extend(message.text for message in prediction.messages if message.name == name)
    return lines


def _on_one_line(comment: str) -> str:
    """A comment with nothing in it that acts on a terminal, of a length that people read."""
    plain = " ".join("".join(one if one.isprintable() else " " for one in comment).split())
    return plain if len(plain) <= _LONGEST_COMMENT else plain[:_LONGEST_COMMENT].rstrip() + " …"


def _layer(origin: Origin | None) -> str:
    return "" if origin is None else origin.layer


def _value(value: str | None) -> str:
    if value is None:
        return "not in the .config"
    return value or "empty"
