"""The rules value by value: shown with their source, changed, taken back, tried on a copy."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.problems import Refused
from trailsdesk.formats.preset_table import Form
from trailsdesk.formats.presets import available, fields_of, load_preset, preset_text
from trailsdesk.services.rule_book import (
    as_toml,
    change_rule,
    changes_with,
    restore_rule,
    rule_fields,
    typed,
)
from trailsdesk.services.rule_field_words import field_words, section_words
from trailsdesk.services.what_if import rules_if, who_moves

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.services.rule_book import RuleField

FIELD = (
    "1,Ada,Rimu,F,1990-03-02,NZL,long",
    "2,Bea,Tawa,F,1991-07-20,NED,long",
    "3,Cleo,Larch,F,1986-09-01,AUS,long",
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(*FIELD)
    desk.start("10:00:00")
    desk.times("1,11:20:00,", "2,11:21:00,", "3,11:22:00,")
    return desk


def field(desk: Desk, path: str) -> RuleField:
    return next(each for each in rule_fields(desk.season) if each.path == path)


def test_every_value_stands_with_what_its_source_says(desk: Desk) -> None:
    best = field(desk, "standings.count_best")
    assert (best.value, best.published, best.changed, best.form) == ("3", "3", False, Form.WHOLE)
    assert "three best of four" in best.source.says
    assert field(desk, "timing.official_time").choices == ("gun", "net")
    assert field(desk, "name").source.says == desk.season.rules.source.says
    assert not any("source." in each.path for each in rule_fields(desk.season))


def test_a_changed_value_rules_at_once_and_is_undone_like_anything_else(desk: Desk) -> None:
    change_rule(desk.season, "points.bands[0].points", "120")
    winner = next(s for g in desk.season.standings() for s in g.standings if s.total == 120)
    assert winner.given_name == "Ada"
    assert field(desk, "points.bands[0].points").published == "100"
    desk.undo()
    assert desk.season.rules.points == load_preset(desk.season.data.series.preset_text).points


def test_a_figure_nobody_published_can_be_filled_in_and_taken_back(desk: Desk) -> None:
    assert field(desk, "medals.price").value == ""
    change_rule(desk.season, "medals.price", "12.50")
    assert desk.season.rules.medals is not None
    assert desk.season.rules.medals.price_minor == 1250
    assert field(desk, "medals.price").changed
    restore_rule(desk.season, "medals.price")
    assert desk.season.rules.medals.price_minor is None
    assert desk.season.data.series.changes == {}


def test_an_empty_value_takes_the_change_back(desk: Desk) -> None:
    change_rule(desk.season, "standings.count_best", "2")
    change_rule(desk.season, "standings.count_best", " ")
    assert desk.season.data.series.changes == {}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("standings.count_best", "three"),
        ("standings.count_best", "9"),
        ("categories.bands[1].from", "25"),
        ("timing.official_time", "sundial"),
        ("standings.count_best", "3\nid = 'other'"),
        ("points.bands[99].points", "5"),
        ("no.such", "1"),
        ("points.bands", "7"),
        ("points.bands", "[{ from = 1 }"),
    ],
)
def test_a_change_the_rules_do_not_bear_is_refused_whole(desk: Desk, path: str, text: str) -> None:
    revision = desk.season.data.revision
    with pytest.raises(Refused):
        change_rule(desk.season, path, text)
    assert desk.season.data.revision == revision


def test_what_an_event_took_over_when_it_was_set_up_is_not_changed_in_the_rules(
    desk: Desk,
) -> None:
    listed = {each.path for each in rule_fields(desk.season) if each.path.startswith("event[0].")}
    assert listed == {"event[0].entries_close", "event[0].tier", "event[0].host"}
    for path in ("event[0].date", "event[0].races[0].distance_m"):
        with pytest.raises(Refused) as caught:
            changes_with(desk.season, path, "10000")
        assert caught.value.note.code == "rules.of-the-event"
    change_rule(desk.season, "event[0].entries_close", "2026-05-18 23:59")
    assert field(desk, "event[0].entries_close").changed


def test_a_whole_table_can_be_written_over(desk: Desk) -> None:
    change_rule(desk.season, "points.bands", '[{ from = 1, points = "7" }]')
    assert {s.total for g in desk.season.standings() for s in g.standings} == {Decimal(7)}
    assert field(desk, "points.bands[0].points").changed


def test_what_if_names_who_would_move_and_changes_nothing(desk: Desk) -> None:
    revision = desk.season.data.revision
    changes = changes_with(desk.season, "categories.bands[1].to", "38")
    changes["categories.bands[2].from"] = "39"
    moves = who_moves(desk.season, rules_if(desk.season, {}, changes))
    told = [(m.name, m.group, m.rank_before, m.rank_after, m.total_after) for m in moves]
    assert told == [
        ("Cleo Larch", "Long, Open women", 3, None, None),
        ("Cleo Larch", "Long, Veteran women", None, 1, Decimal(100)),
    ]
    assert desk.season.data.revision == revision
    assert who_moves(desk.season, desk.season.rules) == ()


@pytest.mark.parametrize("preset", [info.id for info in available()])
def test_every_value_written_as_it_stands_says_the_same_again(preset: str) -> None:
    text = preset_text(preset)
    for asked in fields_of(text):
        if asked.value is None or asked.value == []:
            continue
        toml = as_toml(asked.form, typed(asked))
        again = tomllib.loads(f"value = {toml}")["value"]
        if asked.form not in (Form.TEXTS, Form.TEXT):
            assert again == asked.value or str(again) == str(asked.value), asked.path


@pytest.mark.parametrize("preset", [info.id for info in available()])
def test_every_value_is_called_something_a_person_can_read(preset: str) -> None:
    fields = fields_of(preset_text(preset))
    values = {asked.path: typed(asked) for asked in fields}
    for asked in fields:
        words = field_words(asked.path, values)
        assert words.strip(" \N{MIDDLE DOT}"), asked.path
        assert "_" not in words or "_" in str(asked.value), asked.path
        if "." in asked.path:
            assert section_words(asked.path), asked.path
