"""The row list draws what is on screen, and little of that anew."""

import asyncio
from collections.abc import Awaitable, Callable

from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.pilot import Pilot

from nixmenu.tui.cells import cut
from nixmenu.tui.columns import Column
from nixmenu.tui.rows import Cell, Piece, Row
from nixmenu.tui.widgets.column_titles import ColumnTitles
from nixmenu.tui.widgets.row_list import RowList


class Numbers:
    """As many rows as one likes."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __len__(self) -> int:
        return self.count

    def row(self, index: int) -> Row:
        label = Piece(f" row {index} with quite a long label")
        return Row(Piece("+"), Piece("[*]"), (label,), Piece("  --->"), (Cell("y! forced", short="y!"),))


class ListApp(App[None]):
    """One list and what it told."""

    CSS = """
    ColumnTitles { dock: bottom; height: 1; }
    RowList { scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    """

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        rows = RowList((Column("NixOS", (10, 5), keep=1),))
        yield ColumnTitles(rows, "option")
        yield rows

    def on_mount(self) -> None:
        self.rows.show(Numbers(self.count))

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        self.told.append(f"opened {event.index}")

    def on_row_list_mark_clicked(self, event: RowList.MarkClicked) -> None:
        self.told.append(f"mark {event.index}")


def run(count: int, steps: Callable[[Pilot[None], RowList], Awaitable[None]], width: int = 60) -> ListApp:
    app = ListApp(count)

    async def session() -> None:
        async with app.run_test(size=(width, 20)) as pilot:
            app.rows.focus()
            await pilot.pause()
            await steps(pilot, app.rows)

    asyncio.run(session())
    return app


def line(rows: RowList, y: int) -> str:
    return rows.render_line(y).text


def test_a_key_draws_at_most_the_rows_on_screen_and_two_more() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        for key in ("down", "down", "pagedown", "down", "end", "up", "home", "pageup", "j", "k", "G", "g"):
            before = rows.rows_drawn
            await pilot.press(key)
            await pilot.pause()
            assert rows.rows_drawn - before <= rows.size.height + 2, key

    run(20_000, steps)


def test_moving_without_scrolling_draws_two_rows() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        before = rows.rows_drawn
        await pilot.press("down")
        await pilot.pause()
        assert rows.rows_drawn - before <= 2

    run(20_000, steps)


def test_the_cursor_stays_on_rows_and_on_screen() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        await pilot.press("up")
        assert rows.cursor == 0
        await pilot.press("G", "down")
        assert rows.cursor == 99
        assert rows.top == 100 - rows.size.height

    run(100, steps)


def test_a_page_keeps_one_row_in_sight() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        await pilot.press("pagedown")
        assert rows.cursor == rows.size.height - 1

    run(100, steps)


def test_the_terminals_cursor_is_on_the_selected_row() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        await pilot.press("down", "down")
        assert pilot.app.cursor_position == Offset(2, 2)
        await pilot.press("end")
        await pilot.pause()
        assert pilot.app.cursor_position == Offset(2, rows.size.height - 1)

    run(100, steps)


def test_a_click_selects_and_a_second_one_opens() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        await pilot.click(RowList, offset=(20, 3))
        assert rows.cursor == 3
        await pilot.click(RowList, offset=(20, 3))

    assert run(100, steps).told == ["opened 3"]


def test_a_click_on_the_mark_selects_and_tells() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        await pilot.click(RowList, offset=(3, 4))
        assert rows.cursor == 4

    assert run(100, steps).told == ["mark 4"]


def test_a_click_below_the_rows_is_nothing() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        await pilot.click(RowList, offset=(3, 10))
        assert rows.cursor == 0

    assert run(2, steps).told == []


def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        wheel = events.MouseScrollDown(rows, 5, 5, 0, 1, 0, False, False, False)
        rows.post_message(wheel)
        await pilot.pause(0.3)
        assert rows.top > 0
        assert rows.cursor == 0

    run(100, steps)


def test_the_scroll_bar_stands_where_the_rows_are() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        await pilot.pause()
        assert not rows.show_vertical_scrollbar
        rows.show(Numbers(100), 60, 50)
        await pilot.pause()
        bar = rows.vertical_scrollbar
        assert rows.show_vertical_scrollbar
        assert bar.display
        assert (bar.window_virtual_size, bar.position) == (100, 50)
        rows.show(Numbers(2))
        await pilot.pause()
        assert not rows.show_vertical_scrollbar
        assert not bar.display

    run(3, steps)


def test_a_label_is_cut_and_what_follows_it_is_not() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        await pilot.pause()
        assert (
            line(rows, 0) == "+ [*] row 0 with quite a l…  ---> y!    "
        )  # the last cell is the scroll bar's

    run(3, steps, width=40)


def test_titles_stand_above_their_columns_and_nothing_is_below_the_scroll_bar() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        await pilot.pause()
        titles = pilot.app.query_one(ColumnTitles).render_line(0).text
        assert titles.index("NixOS") == line(rows, 0).index("y!")
        assert titles.index("option") == line(rows, 0).index("[*]")
        assert line(rows, 0)[-1] == " "
        assert "…" in line(rows, 0)

    run(100, steps, width=45)


def test_a_wide_list_has_the_whole_words() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        await pilot.pause()
        assert line(rows, 2).rstrip().endswith("label  --->                        y! forced")

    run(3, steps, width=76)


def test_an_empty_list_answers_no_key() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        await pilot.press("down", "end", "pagedown", "enter")
        assert rows.cursor == 0

    assert run(0, steps).told == []


def test_rows_that_changed_are_drawn_anew() -> None:
    async def steps(pilot: Pilot[None], rows: RowList) -> None:
        before = rows.rows_drawn
        rows.update_rows()
        await pilot.pause()
        assert rows.rows_drawn - before == rows.size.height

    run(100, steps)


def test_text_cannot_steer_the_terminal() -> None:
    assert cut("a\x1b[31mb\nc", 20) == "a\ufffd[31mb\ufffdc"
