"""Drawn lines that Textual keeps of widgets that are gone."""

from contextlib import suppress


def forget_drawn_lines() -> None:
    """Let them go; those of the widgets that are there stay.

    Textual 8 remembers the grounds of a thousand widgets, and each of them by the cache of its drawn lines, megabytes
    in all (issue 6665 of Textual). There is no public way to it: where a later version has none of this, nothing is
    to be done.
    """
    with suppress(ImportError, AttributeError):
        from textual._styles_cache import StylesCache

        StylesCache.get_inner_outer.cache_clear()
