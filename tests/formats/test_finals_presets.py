"""Rules of finals and federations are read strictly: what does not fit is told with its place."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from trailsdesk import resource
from trailsdesk.domain.final_rules import AgeGroupPlacesRule, PodiumRule, ScoreRule
from trailsdesk.formats.preset_sections import read_rules
from trailsdesk.formats.preset_table import Table
from trailsdesk.formats.presets import PresetError, fields_of, load_preset, preset_text
from trailsdesk.i18n import message

UTMB, ITRA = "utmb-world-series-finals", "itra"


def faults(preset: str, changes: dict[str, str]) -> list[tuple[str, object]]:
    with pytest.raises(PresetError) as caught:
        load_preset(preset_text(preset), None, changes)
    assert all(message(fault) for fault in caught.value.faults)
    return [(fault.code, fault.params["path"]) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("path", "value", "code", "at"),
    [
        ("finals.classes.levels[1].below", '"50"', "preset.bands-order", "levels[1]"),
        ("finals.classes.levels[3].up_to", '"900"', "preset.class-end", "levels[3]"),
        ("finals.classes.levels[0].up_to", '"40"', "preset.two-ends", "levels[0]"),
        ("finals.classes.levels[1].label", '"20K"', "preset.twice", "levels[1].label"),
        ("finals.tier.current", '"final"', "preset.choice", "tier.current"),
        ("finals.change.never", '["10K"]', "preset.choice", "change.never"),
        ("finals.draw.opens.100M", '["10K"]', "preset.choice", "opens.100M"),
        ("finals.draw.tickets.20K.final", "3", "preset.choice", "tickets.20K.final"),
        ("finals.extension.until.day", "31", "preset.range", "until.day"),
        ("finals.index.weights", "[]", "preset.empty", "index.weights"),
        ("finals.index.weights", '["0"]', "preset.type", "index.weights[0]"),
        ("finals.index.few", '["fast"]', "preset.type", "index.few[0]"),
        ("finals.level.top-elite.general.M", '"-1"', "preset.type", "general.M"),
        ("finals.typo", "1", "preset.unknown-key", "finals.typo"),
    ],
)
def test_rules_of_finals_that_do_not_fit_are_told(path, value, code, at):
    found = faults(UTMB, {path: value})
    assert any(one == code and str(where).endswith(at) for one, where in found), found


@pytest.mark.parametrize(
    ("path", "value", "code", "at"),
    [
        ("qualification.podium.places.final", "3", "preset.choice", "podium.places"),
        ("qualification.podium.qualifying", '["10k"]', "preset.choice", "podium.qualifying"),
        ("qualification.score.least.10K", "{ F = '700' }", "preset.choice", "score.least"),
        ("qualification.age-group.tiers", '["final"]', "preset.choice", "age-group.tiers"),
        ("qualification.podium.kind", '"steps"', "preset.choice", "podium.kind"),
    ],
)
def test_rules_of_places_name_only_what_is_there(path, value, code, at):
    found = faults(UTMB, {path: value})
    assert any(one == code and str(where).endswith(at) for one, where in found), found


@pytest.mark.parametrize(
    ("path", "value", "code", "at"),
    [
        ("federation.membership.bands[1].up_to", '"20000"', "preset.bands-order", "bands[1]"),
        (
            "federation.membership.bands[9].up_to",
            '"900000"',
            "preset.bands-open",
            "bands[9].up_to",
        ),
        ("federation.effort.tables", '"other"', "preset.choice", "effort.tables"),
        ("federation.league.at_least", "4", "preset.too-many", "league.at_least"),
        ("federation.checklist.least_natural", "101", "preset.range", "least_natural"),
        ("federation.checklist.kind.trail.typo", "true", "preset.unknown-key", "kind.trail.typo"),
    ],
)
def test_rules_of_a_federation_that_do_not_fit_are_told(path, value, code, at):
    found = faults(ITRA, {path: value})
    assert any(one == code and str(where).endswith(at) for one, where in found), found


def test_places_by_rule_need_the_rules_of_finals():
    text = preset_text("single-race") + (
        '\n[qualification.podium]\nkind = "podium"\nlabel = "Podium"\nplaces = { event = 3 }\n'
    )
    with pytest.raises(PresetError) as caught:
        load_preset(text)
    assert ("preset.missing", "finals") in [
        (fault.code, fault.params["path"]) for fault in caught.value.faults
    ]


def test_what_is_not_published_is_an_empty_field_that_can_be_filled_in():
    rules = load_preset(preset_text(UTMB))
    score = next(rule for rule in rules.qualification if isinstance(rule, ScoreRule))
    assert set(score.table.least) == {"50K", "100K", "100M"}
    assert not any(score.table.least.values())
    open_fields = {asked.path for asked in fields_of(preset_text(UTMB)) if asked.value is None}
    for label in score.table.least:
        for gender in "FM":
            assert f"qualification.score.least.{label}.{gender}" in open_fields


def test_every_section_says_where_it_stands_and_how_sure_it_is():
    finals = load_preset(preset_text(UTMB)).finals
    federation = load_preset(preset_text(ITRA)).federation
    assert finals is not None
    assert federation is not None
    parts = (
        finals, finals.classes, finals.tier, finals.change, finals.extension, finals.deferral,
        finals.index, finals.draw, *finals.levels, *load_preset(preset_text(UTMB)).qualification,
        federation, federation.effort, federation.league, federation.membership,
        federation.checklist, federation.results_due,
    )  # fmt: skip
    for part in parts:
        assert part is not None
        assert part.source.title, part
        assert part.source.says, part
        assert part.source.grade in ("A", "B", "C", "U"), part
        assert part.source.url.startswith("https://"), part


def test_estimates_are_marked():
    rules = load_preset(preset_text(UTMB))
    assert rules.finals is not None
    assert rules.finals.index is not None
    assert rules.finals.index.estimate
    assert rules.finals.classes.estimate
    kinds = [type(rule) for rule in rules.qualification]
    assert kinds == [PodiumRule, ScoreRule, AgeGroupPlacesRule]


@pytest.mark.parametrize("preset", [UTMB, ITRA])
def test_the_schema_for_editors_knows_every_key_of_finals_and_federations(preset: str):
    schema = json.loads(resource("schema", "preset.schema.json").read_text(encoding="utf-8"))
    document = Table(tomllib.loads(preset_text(preset)), "", [])
    read_rules(document)

    def node_of(table: Table, node: dict[str, Any]) -> dict[str, Any]:
        node = node["items"] if node.get("type") == "array" else node
        for one in node.get("anyOf", ()):
            kind = resolved(one)["properties"]["kind"]["const"]
            if kind == table.raw("kind"):
                return resolved(one)
        return resolved(node)

    def resolved(node: dict[str, Any]) -> dict[str, Any]:
        return schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node

    def compare(table: Table, node: dict[str, Any]) -> int:
        node = node_of(table, node)
        inner = node["additionalProperties"]
        if inner is False:
            assert table._asked == node["properties"].keys(), table.path
        below = 0
        for child in table._children:
            key = child.path.rpartition(".")[2].partition("[")[0]
            below += compare(child, node["properties"][key] if inner is False else inner)
        return 1 + below

    sections = {"finals", "federation", "qualification"}
    own = [child for child in document._children if child.path in sections]
    assert sum(compare(child, schema["properties"][child.path]) for child in own) > 30
