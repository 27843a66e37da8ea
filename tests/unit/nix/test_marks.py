"""Marks in a text, property by property: what is taken back has its bytes again, in whatever order."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nixmenu.nix.marks import MarkedText
from nixmenu.nix.splice import Splice, difference, spliced

TEXTS = st.binary(max_size=40)
LINES = st.lists(
    st.sampled_from([b"a = 1;\n", b"b = 2;\n", b"}\n", b"\n", b"a = 12;\n", b"end"]), max_size=12
)


@st.composite
def splices(draw: st.DrawFn, length: int) -> list[Splice]:
    """Splices in order that do not overlap."""
    places = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [Splice(start, end, draw(st.binary(max_size=5))) for start, end in pairs]


@given(LINES.map(b"".join), LINES.map(b"".join))
def test_a_difference_makes_one_text_of_the_other(before: bytes, after: bytes) -> None:
    found = difference(before, after)
    assert spliced(before, found) == after
    assert all(splice.start < splice.end or splice.text for splice in found)
    assert found == sorted(found)


@given(TEXTS, st.data())
def test_steps_are_taken_back_from_the_last_to_the_first(text: bytes, data: st.DataObject) -> None:
    marked: MarkedText[int, None] = MarkedText(text)
    texts = []
    for step in range(data.draw(st.integers(1, 5))):
        texts.append(marked.text)
        changes = data.draw(splices(len(marked.text)))
        expected = spliced(marked.text, changes)
        marked = marked.changed(changes, [{step: None}] * len(changes), step)
        assert marked.text == expected
    for step in reversed(range(len(texts))):
        marked = marked.restored({step: lambda _: True})
        assert marked.text == texts[step]
    assert marked.marks == ()


@given(TEXTS, st.data())
def test_steps_that_do_not_touch_are_taken_back_in_any_order(text: bytes, data: st.DataObject) -> None:
    changes = data.draw(splices(len(text)))
    apart = changes[:1] + [other for one, other in pairwise(changes) if one.end < other.start]
    marked: MarkedText[int, None] = MarkedText(text)
    for step in data.draw(st.permutations(range(len(apart)))):
        distance = sum(
            len(one.text) - (one.end - one.start)
            for index, one in enumerate(apart[:step])
            if any(index in mark.said for mark in marked.marks)
        )
        splice = apart[step]
        moved = Splice(splice.start + distance, splice.end + distance, splice.text)
        marked = marked.changed([moved], [{step: None}], step)
    assert marked.text == spliced(text, apart)
    left = set(range(len(apart)))
    for step in data.draw(st.permutations(range(len(apart)))):
        marked = marked.restored({step: lambda _: True})
        left.remove(step)
        assert marked.text == spliced(text, [apart[index] for index in sorted(left)])


@given(TEXTS, st.data())
def test_what_others_changed_stays_theirs(text: bytes, data: st.DataObject) -> None:
    changes = data.draw(splices(len(text)))
    marked: MarkedText[int, None] = MarkedText(text).changed(changes, [{0: None}] * len(changes), 1)  # type: ignore[assignment]
    before = len(marked.marks)
    place = data.draw(st.integers(0, len(marked.text)))
    theirs = Splice(place, data.draw(st.integers(place, len(marked.text))), b"THEIRS")
    followed = marked.followed([theirs])
    assert followed.text == spliced(marked.text, [theirs])
    assert len(followed.marks) <= before
    assert b"THEIRS" in followed.restored({0: lambda _: True}).text


def test_a_later_change_of_the_same_place_holds_an_earlier_one_back() -> None:
    marked: MarkedText[str, str] = MarkedText(b"a b c")
    marked = marked.changed([Splice(2, 3, b"bb")], [{"b": "b"}], 1)
    marked = marked.changed([Splice(0, 6, b"all")], [{"all": "a bb c"}], 2)
    assert marked.restored({"b": lambda _: True}).text == b"all"
    assert marked.restored({"all": lambda _: True}).text == b"a bb c"
    assert marked.restored({"b": lambda _: True, "all": lambda _: True}).text == b"a b c"


def test_what_came_along_goes_with_the_last_of_its_step() -> None:
    marked: MarkedText[str, None] = MarkedText(b"1 2 3")
    changes = [Splice(0, 1, b"x"), Splice(2, 3, b"y"), Splice(4, 5, b"z")]
    marked = marked.changed(changes, [{}, {"y": None}, {"z": None}], 1)
    once = marked.restored({"y": lambda _: True})
    assert once.text == b"x 2 z"
    assert once.restored({"z": lambda _: True}).text == b"1 2 3"
    assert once.restored({"z": lambda _: True}, companions=False).text == b"x 2 3"
