"""Which row of a list fits what is typed."""

from collections.abc import Sequence

from kconfig_index import MenuNode


def find(
    nodes: Sequence[MenuNode | None], text: str, first: int, step: int, *, at_start: bool = False
) -> int | None:
    """The row nearest to `first`, going round, whose prompt or name holds `text`; capitals do not matter.

    With `at_start` the prompt has to begin with it.
    """
    sought = text.lower()
    count = len(nodes)
    if not sought:
        return None
    for distance in range(count):
        row = (first + step * distance) % count
        node = nodes[row]
        if node is not None and _fits(node, sought, at_start):
            return row
    return None


def _fits(node: MenuNode, sought: str, at_start: bool) -> bool:
    prompt = (node.prompt or "").lower()
    if at_start:
        return prompt.startswith(sought)
    return sought in prompt or (node.symbol is not None and sought in node.symbol.name.lower())
