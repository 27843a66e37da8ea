"""What a search finds, and in which order."""

import pytest

from kconfig_index.search import Search
from tests.unit.kconfig.conftest import MakeKernel

TREE = """
config RADEON
    bool "Graphics of an old make"
config DRM_RADEON
    bool "ATI cards"
    help
      Supports graphics cards from long ago, and the sound on them.
config FB_X
    bool "Frame buffer for a radeon"
config SOUND
    bool "Sound"
    help
      Not to be mixed up with
      graphics.
config HIDDEN_RADEON
    bool
config E1000
    bool "Network card"
"""


@pytest.fixture
def search(make_kernel: MakeKernel) -> Search:
    return Search(make_kernel(TREE))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("radeon", ["RADEON", "DRM_RADEON", "HIDDEN_RADEON", "FB_X"]),
        ("RADEON", ["RADEON", "DRM_RADEON", "HIDDEN_RADEON", "FB_X"]),
        ("CONFIG_DRM", ["DRM_RADEON"]),
        ("rad", ["RADEON", "DRM_RADEON", "HIDDEN_RADEON", "FB_X"]),
        ("graphics", ["RADEON", "SOUND", "DRM_RADEON"]),
        ("graphics sound", ["SOUND", "DRM_RADEON"]),
        ("with graphics", ["SOUND"]),
        ("sound", ["SOUND", "DRM_RADEON"]),
        ("card", ["E1000", "DRM_RADEON"]),
        ("e", ["E1000"]),
        ("1000", ["E1000"]),
        ("nothing of this", []),
        ("   ", []),
    ],
)
def test_order(search: Search, typed: str, names: list[str]) -> None:
    assert [symbol.name for symbol in search.find(typed)] == names


def test_limit(search: Search) -> None:
    assert [symbol.name for symbol in search.find("radeon", limit=2)] == ["RADEON", "DRM_RADEON"]


@pytest.mark.parametrize("typed", ["d", "ra", "radeon", "so", "sound", "h", "e1", "graphics"])
def test_what_is_found_first_is_the_best_of_everything(search: Search, typed: str) -> None:
    everything = search.find(typed)
    assert everything
    for limit in range(1, len(everything) + 1):
        assert search.find(typed, limit) == everything[:limit]


def test_pattern(search: Search) -> None:
    assert [symbol.name for symbol in search.find_pattern("^drm_.*n$")] == ["DRM_RADEON"]
    assert [symbol.name for symbol in search.find_pattern("cards? from|network CARD")] == [
        "E1000",
        "DRM_RADEON",
    ]
    with pytest.raises(ValueError, match="unterminated"):
        search.find_pattern("[a")
