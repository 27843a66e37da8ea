"""Keys: each has an id, by which it can be changed, and a sentence, by which help explains it."""

from textual.binding import Binding


def bind(keys: str, action: str, identifier: str, tooltip: str, *, priority: bool = False) -> Binding:
    """A binding of `keys`, separated by commas, that cannot lack what help and key maps need."""
    return Binding(keys, action, tooltip, show=False, tooltip=tooltip, id=identifier, priority=priority)


KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "enter": "Enter",
    "at": "@",
    "apostrophe": "'",
    "space": "space",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def key_name(key: str) -> str:
    """A key as people write it."""
    return "-".join(
        KEY_NAMES.get(part, part.capitalize() if len(part) > 1 else part) for part in key.strip().split("+")
    )
