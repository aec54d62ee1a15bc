from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk import resource
from trailsdesk.documents.fonts import MISSING, Typesetter, font_names
from trailsdesk.documents.writing_order import visual_pieces
from trailsdesk.i18n import isolated

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "macron": "Hōhepa Pōtae",
    "Polish": "Łucja Żółć",
    "Vietnamese": "Nguyễn Thị Hữu",
    "Greek": "Ελένη Ώρα",
    "Cyrillic": "Ёлкіна Ґала",
    "Hebrew": "דוד כהן",
    "Arabic": "محمد پارسا گل",
    "Thai": "สมชาย ปั่นที่",
    "Devanagari": "प्रिया शर्मा",
    "Armenian": "Հայկ",
    "Georgian": "გიორგი",
    "Chinese": "李雷 龍",
    "Japanese": "髙橋 さくら カナ",
    "Korean": "김철수",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_every_letter_of_a_name_has_a_glyph(name: str) -> None:
    setter = Typesetter()
    for bold in (False, True):
        text = setter.text(name, bold=bold)
        assert text.width > 0
        assert not any(MISSING in run.glyphs for run in text.runs)
    assert setter.missing == {}


def test_all_digits_are_equally_wide_in_both_weights() -> None:
    setter = Typesetter()
    assert len({setter.width(digit, bold=bold) for digit in "0123456789" for bold in (0, 1)}) == 1


@pytest.mark.parametrize("text", ["Ann 🏃", "\ue001Ann", "𓀀"])
def test_a_character_no_font_has_is_shown_and_remembered(text: str) -> None:
    setter = Typesetter()
    drawn = "".join(run.glyphs for run in setter.text(text).runs)
    assert MISSING in drawn
    (missing,) = setter.missing.values()
    assert missing in text


def test_arabic_letters_are_joined_and_run_from_right_to_left() -> None:
    (run,) = Typesetter().text("محمد").runs
    assert [unicodedata.decomposition(glyph).split()[0] for glyph in run.glyphs] == [
        "<final>", "<medial>", "<medial>", "<initial>",
    ]  # fmt: skip


def test_brackets_in_hebrew_text_open_towards_their_content() -> None:
    drawn = "".join(run.glyphs for run in Typesetter().text("דוד (כהן)").runs)
    assert drawn.startswith("(")
    assert drawn.index(")") > drawn.index("ן")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("דוד כהן (Dudi) 12", "12 (Dudi) ןהכ דוד"),
        ("דוד (Dudi)", "(Dudi) דוד"),
        ("Dudi (כהן) 12", "Dudi (ןהכ) 12"),
        ("דוד (כהן [Bob)", "(Bob] ןהכ) דוד"),
    ],
)
def test_a_bracketed_name_in_another_script_keeps_its_brackets(text: str, drawn: str) -> None:
    assert "".join(run.glyphs for run in Typesetter().text(text).runs) == drawn


def test_a_number_inside_hebrew_text_is_not_reversed() -> None:
    pieces = visual_pieces("דוד 123 כהן")
    assert ("123", False) in pieces
    assert pieces[0][0].strip() == "כהן"


def test_thai_marks_are_lifted_over_one_another_and_the_text_stays_searchable() -> None:
    (run,) = Typesetter().text("ที่").runs
    lifts = [place.y_offset for place in run.glyphs.__shapeData__]
    assert lifts[0] == 0
    assert lifts[-1] > 100
    assert run.spoken == "ที่"


def test_a_letter_with_a_mark_no_font_has_ready_made_keeps_its_mark_in_place() -> None:
    (run,) = Typesetter().text("x\u0304").runs
    assert run.glyphs == "x\u0304"
    assert run.glyphs.__shapeData__[1].x_offset < 0


def test_a_name_in_a_sentence_leaves_the_numbers_after_it_where_they_are_also_when_wrapped() -> (
    None
):
    said = f"It was 1. {isolated('דוד כהן')} (#7), 2. Bea (#2)."
    setter = Typesetter()
    lines = [setter.text(said), *setter.wrap(said, setter.width("It was 1. דוד"))]
    drawn = ["".join(run.glyphs for run in line.runs) for line in lines]
    assert drawn == [
        "It was 1. ןהכ דוד (#7), 2. Bea (#2).",
        "It was 1. דוד",
        "ןהכ (#7), 2.",
        "Bea (#2).",
    ]


def test_words_break_at_blanks_then_after_hyphens_then_anywhere() -> None:
    setter = Typesetter()
    limit = setter.width("Wilhelmina ")
    lines = ["".join(run.glyphs for run in line.runs) for line in setter.wrap(
        "Anna Wilhelmina Maxi-Esperanza Abcdefghijklmnop", limit)]  # fmt: skip
    assert lines[:3] == ["Anna", "Wilhelmina", "Maxi-"]
    assert "".join(lines[4:]) == "Abcdefghijklmnop"


@settings(max_examples=60)
@given(
    st.text(st.sampled_from("aW- éāЖ李שم1"), max_size=120),
    st.integers(min_value=1_200, max_value=9_000),
)
def test_wrapped_lines_fit_and_lose_no_letter(text: str, limit: int) -> None:
    setter = Typesetter()
    lines = setter.wrap(text, limit)
    assert all(line.width <= limit + 0.01 for line in lines)
    drawn = "".join(run.glyphs for line in lines for run in line.runs)
    for letter in "aWéāЖ李ש1":
        assert drawn.count(letter) == text.count(letter)


def test_every_font_file_is_used_small_and_comes_with_its_licence() -> None:
    folder = resource("fonts")
    assert {path.stem for path in folder.glob("*.ttf")} == set(font_names())
    assert sum(path.stat().st_size for path in folder.iterdir()) < 9_000_000
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    for name in font_names():
        assert name.rpartition("-")[0] in readme or name in readme
    assert _licence(folder / "OFL.txt").startswith("Copyright")
    assert "Apache License" in _licence(folder / "LICENSE-Apache-2.0.txt")


def _licence(path: Path) -> str:
    return path.read_text(encoding="utf-8")
