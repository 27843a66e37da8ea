"""The application as the user's settings make it: its keys are named in notices and hints as they are now."""

import re

from textual.dom import DOMNode

from nixmenu.tui.key_map import KeyMap
from nixmenu.tui.ordered_keys import OrderedKeysApp
from nixmenu.tui.settings import PREVIEW_FROM


class KeyedApp(OrderedKeysApp):
    """Has what settings may change; `preferences` puts it in place."""

    key_map = KeyMap({})
    preview_from = PREVIEW_FROM
    """From how many other options on a change is shown before it is made; 0 for never."""


def key(node: DOMNode, *identifiers: str) -> str:
    """The first key of each binding, as people write it.

    Raises KeyError if there is no such binding: text that names one is wrong then.
    """
    app = node.app
    assert isinstance(app, KeyedApp)
    return " ".join(app.key_map.names[identifier] for identifier in identifiers)


_NAMED = re.compile(r"\{([a-z-]+\.[a-z-]+)\}")


def with_keys(node: DOMNode, text: str) -> str:
    """`text` with the first key of a binding in place of its id in braces; raises as `key` does."""
    return _NAMED.sub(lambda found: key(node, found[1]), text)
