"""Calendars, lengths and rules of qualification in a rules document."""

from __future__ import annotations

import json
import tomllib

import pytest

from trailsdesk import resource
from trailsdesk.domain.age_limits import age_limits_at, entry_allowed
from trailsdesk.domain.qualification_rules import RaceChangeRule, RegionalTitleRule, SlotRule
from trailsdesk.formats.preset_sections import read_rules
from trailsdesk.formats.preset_table import Table
from trailsdesk.formats.presets import PresetError, load_preset, preset_text
from trailsdesk.i18n import message

XTERRA = "xterra-trail-2026"
TITLE = "qualification.regional-title"


def of_kind(kind, **loaded):
    rules = load_preset(preset_text(XTERRA), **loaded)
    return next(rule for rule in rules.qualification if isinstance(rule, kind))


# ------------------------------------------------------------------------------ what it says
def test_the_calendar_names_its_edition_and_has_places_days_and_slots():
    rules = load_preset(preset_text(XTERRA))
    calendar = rules.calendar
    assert calendar is not None
    assert (calendar.edition, len(calendar.events)) == ("2023", 43)
    assert all(event.venue and len(event.country) == 3 for event in calendar.events)
    assert [event.code for event in calendar.events if not event.confirmed] == [
        "gozo", "nenouekogen",
    ]  # fmt: skip
    slots = of_kind(SlotRule).places
    assert slots.keys() == {event.code for event in calendar.events}
    assert (slots["south-africa"], slots["snowdonia"], slots["taihu"]) == (116, 232, 116)
    assert slots["asia-pacific-championship"] == 262


def test_an_event_of_the_calendar_is_found_like_one_of_the_preset():
    rules = load_preset(preset_text(XTERRA))
    event = rules.event("snowdonia")
    assert event is not None
    assert (event.country, event.zone) == ("GBR", "Europe/London")
    assert [race.code for race in event.races] == ["half", "marathon"]
    assert rules.event("nowhere") is None


def test_slots_of_an_event_are_written_over_one_by_one():
    path = "qualification.slots.places.event"
    assert "event" not in of_kind(SlotRule).places
    changed = of_kind(SlotRule, changes={path: "56"})
    assert (changed.places["event"], changed.places["snowdonia"]) == (56, 232)
    for event in ("event", "snowdonia"):
        far = {f"qualification.half-to-marathon.nearest_km.{event}": "620"}
        assert of_kind(RaceChangeRule, changes=far).nearest_km == {event: 620}


def test_an_event_of_the_calendar_may_have_a_minimum_age_of_its_own():
    both = 'races = ["half", "marathon"]'
    ages = f'[{{ from = 0, {both} }}, {{ from = 18, {both}, events = ["gozo"] }}]'
    rules = load_preset(preset_text(XTERRA), changes={"age_limit": ages})
    assert entry_allowed(17, "half", "gozo", rules) is not None
    assert entry_allowed(18, "half", "gozo", rules) is None
    assert entry_allowed(17, "half", "snowdonia", rules) is None


def test_two_events_have_different_minimum_ages_each_written_over_on_its_own():
    changes = {"age_limit[0].from_at.gozo": "18", "age_limit[0].from_at.snowdonia": "16"}
    rules = load_preset(preset_text(XTERRA), changes=changes)
    ages = {
        code: age_limits_at(code, rules)[0].from_age for code in ("gozo", "snowdonia", "event")
    }
    assert ages == {"gozo": 18, "snowdonia": 16, "event": 0}
    refused = entry_allowed(17, "half", "gozo", rules)
    assert refused is not None
    assert refused.params["ages"] == "18+"
    assert entry_allowed(17, "half", "snowdonia", rules) is None


def test_roll_down_and_slots_say_that_they_are_an_estimate():
    assert of_kind(SlotRule).estimate
    assert not of_kind(RegionalTitleRule).estimate


@pytest.mark.parametrize(("answer", "depth"), [("last", None), ("third", 3), ("fifth", 5)])
def test_the_depth_of_the_roll_down_is_an_answer(answer: str, depth: int | None):
    assert of_kind(SlotRule, options={"roll-down": answer}).depth == depth


def test_no_country_lies_in_two_regions():
    rule = of_kind(RegionalTitleRule)
    nations = [nation for region in rule.regions for nation in region.nations]
    assert len(nations) == len(set(nations)) > 200
    assert rule.region_of("european-championship") is rule.regions[-1]


# ------------------------------------------------------------------------------ what is refused
def faults_of(*edits: tuple[str, str]) -> list[tuple[str, str]]:
    text = preset_text(XTERRA)
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    with pytest.raises(PresetError) as caught:
        load_preset(text)
    for fault in caught.value.faults:
        assert "…" not in message(fault)
    return [(fault.code, str(fault.params["path"])) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param('kind = "slots"', 'kind = "lottery"',
                     ("preset.choice", "qualification.slots.kind"), id="an unknown kind"),
        pytest.param("reply_days = 14\n", "",
                     ("preset.missing", "qualification.slots.reply_days"), id="no deadline"),
        pytest.param("snowdonia = 232", "snowdon = 232",
                     ("preset.unknown-event", "qualification.slots.places.snowdon"),
                     id="slots of an event there is not"),
        pytest.param("most = 232", "most = 20",
                     ("preset.below", "qualification.slots.most"), id="most below least"),
        pytest.param('into = "marathon"', 'into = "mile"',
                     ("preset.unknown-race", "qualification.half-to-marathon.into"),
                     id="a race there is not"),
        pytest.param('european-championship = "europe"', 'european-championship = "eu"',
                     ("preset.choice", f"{TITLE}.events.european-championship"),
                     id="a region there is not"),
        pytest.param("to_m = 34000", "to_m = 14000",
                     ("preset.below", "length.half.to_m"), id="a length backwards"),
        pytest.param("[length.half]\n", "[length.mile]\nfrom_m = 1\nto_m = 2\n[length.half]\n",
                     ("preset.unknown-race", "length.mile"), id="the length of no race"),
        pytest.param('code = "gozo"', 'code = "event"',
                     ("preset.twice", "calendar.events[10].code"), id="an event twice"),
        pytest.param('zone = "Europe/Malta"', 'zone = "Europe/Gozo"',
                     ("preset.zone", "calendar.events[10].zone"), id="no time zone"),
        pytest.param("depth = 0\n", "depth = 0\nfairness = 1\n",
                     ("preset.unknown-key", "qualification.slots.fairness"), id="an unknown key"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_key_path(old: str, new: str, fault: tuple[str, str]):
    assert fault in faults_of((old, new))


# ------------------------------------------------------------------------------ for editors
def test_the_schema_for_editors_knows_every_key_of_calendar_lengths_and_qualification():
    schema = json.loads(resource("schema", "preset.schema.json").read_text(encoding="utf-8"))
    document = Table(tomllib.loads(preset_text(XTERRA)), "", [])
    read_rules(document)
    assert document.faults == []

    def resolved(node):
        node = node["items"] if node.get("type") == "array" else node
        return schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node

    def rule_node(table: Table):
        kinds = map(
            resolved, schema["properties"]["qualification"]["additionalProperties"]["anyOf"]
        )
        kind = table.raw("kind")
        return next(each for each in kinds if each["properties"]["kind"]["const"] == kind)

    def compare(table: Table, node) -> int:
        node = resolved(node)
        if node["additionalProperties"] is not False:  # keys are names
            inner = node["additionalProperties"]
            return 1 + sum(
                compare(child, rule_node(child) if "anyOf" in inner else inner)
                for child in table._children
            )
        assert table._asked == node["properties"].keys(), table.path
        return 1 + sum(
            compare(child, node["properties"][child.path.rpartition(".")[2].partition("[")[0]])
            for child in table._children
        )

    sections = {"calendar", "length", "qualification"}
    compared = [
        compare(child, schema["properties"][child.path])
        for child in document._children
        if child.path in sections
    ]
    assert len(compared) == 3
    assert sum(compared) > 60
