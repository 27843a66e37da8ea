"""The order of the table in which the kernel's tools keep their symbols.

`for_all_symbols` goes through it (`scripts/kconfig/symbol.c`): a hash table whose newest symbols come first in every
bucket. Where an order shows, as in `auto.conf` and for random numbers, it is that one.
"""

from collections.abc import Iterable

from kconfig_index.index import Index


def in_table_order(index: Index, symbols: Iterable[int]) -> list[int]:
    """The given symbols in that order; those without a name, which are choices, are in the first bucket."""
    names = index.names
    size = index.dialect.buckets
    return sorted(symbols, key=lambda symbol: (_hash(names[symbol]) % size if names[symbol] else 0, -symbol))


def _hash(name: str) -> int:
    """`strhash`, `hash_str`: FNV-1a of 32 bits as the kernel's tools have it."""
    value = 2166136261
    for byte in name.encode("utf-8", "surrogateescape"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value
