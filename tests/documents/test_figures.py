"""Map and profile: every word can be read, whatever the course and its names are."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from PIL import Image

from tests.documents.drawn import a_drawing, a_place, outside, overprinted, words
from trailsdesk.documents.figure_places import MapWords, on_shelves
from trailsdesk.documents.figure_style import shown, width_pt
from trailsdesk.documents.figures import (
    GREY,
    PAPER,
    STEEP,
    as_picture,
    comparison_figure,
    course_figure,
    draw_profile,
)
from trailsdesk.domain.course_drawing import CourseMark, MarkKind

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from trailsdesk.domain.course_drawing import CourseDrawing

NAMES = (
    "مخيم الجبل", "הר הצופים", "雷公山补给站", "ดอยสูง ปู่ย่า", "हिमालय कैंप", "a$b_c^{2} $x$ \\frac",
    "Ōtautahi Żak", "A very long name of a place that does not end", "\N{GRINNING FACE} Hut", "",
)  # fmt: skip


def many(count: int = 24) -> CourseDrawing:
    places = [
        a_place(NAMES[number % len(NAMES)], 30 * (number + 0.5) / count, "Sat 12:30")
        for number in range(count)
    ]
    return a_drawing(lambda along: 600 + 200 * math.sin(along / 2000), *places)


@pytest.mark.parametrize("size", [(11.0, 7.5), (7.2, 5.0), (19.0, 10.0)])
@pytest.mark.parametrize("palette", [PAPER, GREY], ids=["colour", "grey"])
def test_no_word_stands_over_another_or_beyond_the_edge(
    size: tuple[float, float], palette: object
) -> None:
    figure = course_figure(many(), palette, size)  # type: ignore[arg-type]
    assert overprinted(figure) == []
    assert outside(figure) == []


def test_every_place_is_named_on_the_profile_or_in_the_key() -> None:
    seen = " ".join(words(course_figure(many())))
    for number, mark in enumerate(many().places, 1):
        assert f"{number} {shown(mark.label)}".strip() in seen


def test_without_a_key_the_names_that_found_no_room_are_handed_back() -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 2))
    unnamed = draw_profile(figure.add_axes((0.1, 0.2, 0.85, 0.75)), many())
    assert unnamed
    seen = words(figure)
    for number, mark in unnamed:
        assert str(number) in seen
        assert not any(each.startswith(f"{number} {shown(mark.label)}\n") for each in seen)


def test_where_names_stand_in_a_table_too_the_heights_keep_half_of_the_profile() -> None:
    from matplotlib.figure import Figure

    axes = Figure(figsize=(7.2, 5.0)).add_axes((0.1, 0.2, 0.85, 0.5))
    unnamed = draw_profile(axes, many(22))
    low, high = axes.get_ylim()
    assert unnamed
    assert 400 / (high - low) >= 0.5


def test_a_place_at_the_start_or_finish_is_the_start_or_finish() -> None:
    drawing = a_drawing(
        lambda _along: 10.0,
        a_place("Village", 0.05),
        a_place("Hut", 12),
        a_place("Village", 29.95, "18:00"),
    )
    assert [mark.label for mark in drawing.places] == ["Hut"]
    assert (drawing.start.label, drawing.start.along_m) == ("Village", 0.0)
    assert (drawing.finish.label, drawing.finish.cutoff) == ("Village", "18:00")
    seen = words(course_figure(drawing))
    assert "Start and finish" in seen
    assert "Start" not in seen
    assert any(each.startswith("1 Hut") for each in seen)


def test_start_and_finish_apart_are_both_named() -> None:
    drawing = a_drawing(length_m=30_000.0)
    half = len(drawing.along_m) // 2
    there = type(drawing)(
        name="There",
        along_m=drawing.along_m[:half],
        east_m=drawing.east_m[:half],
        north_m=drawing.north_m[:half],
        heights_m=drawing.heights_m[:half],
    )
    seen = words(course_figure(there))
    assert "Start" in seen
    assert "Finish" in seen


@pytest.mark.parametrize(
    "drawing",
    [
        a_drawing(lambda _along: None, a_place("Hut", 12)),
        a_drawing(lambda _along: 300.0, a_place("Hut", 12)),
        a_drawing(lambda along: None if along < 9000 else along / 30),
        a_drawing(length_m=0.0),
        a_drawing(length_m=90.0),
        a_drawing(lambda along: along * 0.2, breaks=(100, 101, 400)),
        a_drawing(lambda along: along / 4),
    ],
    ids=["no heights", "flat", "half", "one point", "short", "breaks", "8 km high"],
)
def test_odd_courses_are_drawn_too(drawing: CourseDrawing) -> None:
    figure = course_figure(drawing)
    assert overprinted(figure) == []
    assert len(as_picture(figure, "svg")) > 1000


def test_without_heights_it_says_so_and_shows_no_steepness() -> None:
    seen = words(course_figure(a_drawing(lambda _along: None)))
    assert "The file has no heights." in seen
    assert not any("%" in each for each in seen)


def _lines(figure: Figure) -> list[LineCollection]:
    return [each for each in figure.findobj(LineCollection) if isinstance(each, LineCollection)]


@pytest.mark.parametrize("palette", [PAPER, GREY], ids=["colour", "grey"])
def test_steeper_is_wider_so_that_a_copy_still_tells(palette: object) -> None:
    figure = course_figure(a_drawing(), palette)  # type: ignore[arg-type]
    widths = [line.get_linewidths()[0] for line in _lines(figure)][: len(STEEP) + 1]
    assert widths == sorted(widths)
    assert len(set(widths)) == len(STEEP) + 1


def test_a_grey_copy_gets_darker_with_steepness() -> None:
    def light(colour: str) -> float:
        hexed = to_hex(colour)
        return sum(int(hexed[at : at + 2], 16) for at in (1, 3, 5))

    shades = [light(colour) for colour in GREY.steep]
    assert shades == sorted(shades, reverse=True)


def test_a_gap_is_neither_climbed_nor_drawn_as_a_line() -> None:
    drawing = a_drawing(
        lambda along: 100.0 if along < 15_000 else 900.0, breaks=(300,), length_m=30_000.0
    )
    assert drawing.gradient_at(299) == drawing.gradient_at(300) == 0
    for line in _lines(course_figure(drawing)):
        for path in line.get_segments():
            heights = {round(float(y)) for _x, y in path}
            assert not {100, 900} <= heights


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_course_gives_the_same_bytes(kind: str) -> None:
    first, second = (as_picture(course_figure(many(5)), kind) for _ in range(2))  # type: ignore[arg-type]
    assert first == second
    assert first[:4] in (b"\x89PNG", b"<?xm", b"%PDF")


def test_a_picture_is_not_empty_and_has_its_size() -> None:
    picture = Image.open(io.BytesIO(as_picture(course_figure(many(), size=(10, 6)), "png", 50)))
    assert picture.size == (500, 300)
    assert len(picture.convert("RGB").getcolors(100_000) or ()) > 50


def test_letters_without_a_font_are_shown_as_missing_and_cut_names_say_so() -> None:
    assert shown("a\N{GRINNING FACE}b") == "a\ufffdb"
    assert shown("x" * 99).endswith("…")
    assert shown("two\nlines\tand \x07") == "two lines and"


def test_widths_follow_the_letters() -> None:
    assert width_pt("iiii", 10) < width_pt("mmmm", 10) < width_pt("mmmm", 20)
    assert width_pt("mmmm\ni", 10) == width_pt("mmmm", 10)
    assert width_pt("山山", 10) == pytest.approx(20, rel=0.1)


def test_courses_compared_are_told_apart_by_dashes_and_named() -> None:
    figure = comparison_figure([a_drawing(), a_drawing(lambda _a: 5.0), many(2)])
    (axes,) = figure.axes
    styles = {line.get_linestyle() + str(line.get_dash_capstyle()) for line in axes.lines}
    assert len(axes.lines) == 3
    assert styles
    assert sum("Made-up loop · 30.0 km" in each for each in words(figure)) == 3


_WIDE = st.tuples(st.floats(0, 500), st.floats(10, 160))


@settings(max_examples=60)
@given(places=st.lists(_WIDE, max_size=30), shelves=st.integers(1, 5))
def test_words_on_shelves_cross_neither_words_nor_lines(
    places: list[tuple[float, float]], shelves: int
) -> None:
    places = sorted(places)
    found = on_shelves(places, shelves, 500)
    held = [
        (at, wide, each.shelf, each.left)
        for (at, wide), each in zip(places, found, strict=True)
        if each.shelf is not None
    ]
    for at, wide, shelf, left in held:
        assert 0 <= shelf < shelves
        assert left >= 0
        assert left <= at <= left + wide + 1e-9 or left + wide <= 500
        for other, other_wide, other_shelf, other_left in held:
            if (at, shelf, left) == (other, other_shelf, other_left):
                continue
            overlap = left < other_left + other_wide and other_left < left + wide
            assert not (overlap and shelf == other_shelf)
            if left < other < left + wide and other != at:
                assert other_shelf < shelf


def test_words_on_a_map_go_to_a_free_side() -> None:
    free = MapWords(200, 200)
    first = free.place(100, 100, 30, 10)
    second = free.place(100, 100, 30, 10)
    assert first != second
    crowded = MapWords(200, 200)
    crowded.keep(60, 80, 140, 120)
    left, low, far = crowded.place(100, 100, 30, 10)
    assert far
    assert not (60 < left + 15 < 140 and 80 < low + 5 < 120)


def test_words_at_the_edge_of_a_map_stay_inside() -> None:
    for x, y in ((0, 0), (200, 0), (0, 200), (200, 200)):
        left, low, _far = MapWords(200, 200).place(x, y, 60, 10)
        assert 0 <= left <= 140
        assert 0 <= low <= 190


def test_a_course_of_two_and_a_half_thousand_points_and_24_places_draws_in_two_seconds() -> None:
    import time

    as_picture(course_figure(a_drawing()), "png")  # fonts and library are loaded once
    places = [a_place(f"Place {n}", 7.2 * n + 3) for n in range(24)]
    long = a_drawing(
        lambda a: 900 + 700 * math.sin(a / 3000), *places, length_m=175_000.0, step_m=70.0
    )
    started = time.process_time()
    as_picture(course_figure(long), "png")
    assert time.process_time() - started < 2


def test_a_checkpoint_and_an_aid_station_have_signs_of_their_own() -> None:
    point = CourseMark(label="Gate", along_m=9000, kind=MarkKind.CHECKPOINT)
    figure = course_figure(a_drawing(lambda _a: 1.0, a_place("Hut", 5), point))
    signs = {line.get_marker() for axes in figure.axes for line in axes.lines}
    assert {"D", "o", "s"} <= signs
