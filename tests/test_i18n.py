"""Sentences: days in words, parts that are left out, gaps that are shown."""

from __future__ import annotations

import re
from datetime import date

from trailsdesk.i18n import day_words, isolated, sentence
from trailsdesk.messages import MESSAGES


def test_days_are_worded_and_never_two_numbers() -> None:
    day = date(2026, 5, 24)
    assert day_words(day) == "24 May 2026"
    assert day_words(date(1986, 8, 9), long=True) == "9 August 1986"
    assert day_words(day, year=False, weekday=True) == "Sun 24 May"


def test_a_day_among_the_parameters_is_worded(monkeypatch) -> None:
    monkeypatch.setitem(MESSAGES, "x.day", "{name}: {day}")
    assert sentence("x.day", {"name": "a", "day": "2026-05-24"}) == "a: 24 May 2026"
    assert sentence("x.day", {"name": "a", "day": "2026-05-19 23:59"}) == "a: 19 May 2026 23:59"
    assert sentence("x.day", {"name": "2026-13-99", "day": "x"}) == "2026-13-99: x"


def test_an_optional_part_goes_when_its_parameter_is_empty(monkeypatch) -> None:
    monkeypatch.setitem(MESSAGES, "x.part", "Total {total}.[[ Not counted: {dropped}.]]")
    assert sentence("x.part", {"total": 3, "dropped": ""}) == "Total 3."
    assert sentence("x.part", {"total": 3, "dropped": "45"}) == "Total 3. Not counted: 45."
    assert sentence("x.part", {"total": 3, "dropped": 0}) == "Total 3. Not counted: 0."


def test_a_number_takes_the_word_that_goes_with_it(monkeypatch) -> None:
    template = "{count#read was|reads were} kept[[; {more#bib|bibs}]]"
    monkeypatch.setitem(MESSAGES, "x.count", template)
    assert sentence("x.count", {"count": 1, "more": ""}) == "1 read was kept"
    assert sentence("x.count", {"count": 0, "more": 2}) == "0 reads were kept; 2 bibs"
    assert sentence("x.count", {"count": "1", "more": "1,200"}) == "1 read was kept; 1,200 bibs"
    assert sentence("x.count", {}) == "… reads were kept"


def test_every_counted_word_of_the_sentences_reads_well_with_one_and_with_many() -> None:
    for code, template in MESSAGES.items():
        for number in (1, 2):
            params = dict.fromkeys(re.findall(r"\{(\w+)[#}]", template), number)
            words = sentence(code, params)
            assert "#" not in words, code
            assert "|" not in words, code


def test_user_text_is_never_read_as_a_template(monkeypatch) -> None:
    monkeypatch.setitem(MESSAGES, "x.name", "{name} is in.")
    assert sentence("x.name", {"name": "{total} [[x]]"}) == "{total} [[x]] is in."


def test_a_name_that_runs_from_right_to_left_leaves_the_numbers_after_it_where_they_are(
    monkeypatch,
) -> None:
    monkeypatch.setitem(MESSAGES, "x.place", "Bib {bib} {name}: {before} before.")
    said = sentence("x.place", {"bib": 4, "name": "ليلى حداد", "before": "9. 0:33:06"})
    assert said == "Bib 4 \u2068ليلى حداد\u2069: 9. 0:33:06 before."
    listed = f"1. {isolated('نועה')} (#7), 2. Bea Tawa (#2)"
    assert isolated(listed) == listed, "each name in it is kept to itself already"
    assert isolated("\u2068נועה") == isolated("נועה"), "nobody's name leaves it open"
    assert isolated("Āwhina Дмитро 山田") == "Āwhina Дмитро 山田"


def test_a_missing_parameter_shows_as_a_gap(monkeypatch) -> None:
    monkeypatch.setitem(MESSAGES, "x.gap", "Bib {bib} is in.")
    assert sentence("x.gap", {}) == "Bib … is in."
