from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.made_up import a_sheet
from trailsdesk.documents.plain_text import as_text, printable
from trailsdesk.documents.sheet import Notice


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Aroha\nTe\tRangi", "Aroha Te Rangi"),
        ("A\x00B\x1b[31mC\x7f", "AB[31mC"),
        ("Ann\u202eredrum\u202c", "Annredrum"),
        ("a\u2066b\u2069\u200e\u200f\u061cc", "abc"),
        ("e\u0301lodie", "élodie"),
        ("Li\u00a0\u3000Lei", "Li  Lei"),
        ("Ann\u200dMarie", "AnnMarie"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("half \ud83c name", "half \ufffd name"),
        ("葛\U000e0100城", "葛城"),
    ],
)
def test_only_what_can_be_printed_is_kept(raw: str, kept: str) -> None:
    assert printable(raw) == kept


@given(st.text())
def test_printable_text_is_one_line_without_controls_and_does_not_change_again(raw: str) -> None:
    kept = printable(raw)
    assert printable(kept) == kept
    assert not any(unicodedata.category(ch) in ("Cc", "Cs", "Zl", "Zp") for ch in kept)


@given(st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd"))))
def test_letters_and_digits_are_never_lost(raw: str) -> None:
    assert printable(raw) == unicodedata.normalize("NFC", raw)


def test_plain_text_lines_columns_up_whatever_the_script() -> None:
    text = as_text(a_sheet("Ann", "李雷", "Zoë"))
    rows = [line for line in text.splitlines() if line[:3].strip().isdigit()]
    assert rows == ["  1  Ann", "  2  李雷", "  3  Zoë"]


def test_plain_text_says_which_sheet_it_is_and_what_to_look_out_for() -> None:
    sheet = a_sheet("Ann")
    text = as_text(a_sheet(blocks=(*sheet.blocks, Notice(text="Look", items=("bib 4 unknown",)))))
    assert "Sheet 4 · replaces sheet 2" in text
    assert "PROVISIONAL v3 · 24 May 2026 11:42 NZST · 7f3a9c1e\n" in text
    assert "! Look\n!   bib 4 unknown\n" in text
