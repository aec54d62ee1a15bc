from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk import resource
from trailsdesk.domain.point_rules import CategoryOfRank
from trailsdesk.domain.problems import KnownError
from trailsdesk.domain.standing_rules import TieBreak
from trailsdesk.formats.preset_sections import read_rules
from trailsdesk.formats.preset_table import Table
from trailsdesk.formats.presets import (
    SIZE_MAX,
    PresetError,
    available,
    check_preset,
    expect_text,
    load_preset,
    preset_text,
)
from trailsdesk.i18n import message

CANTERBURY = "canterbury-winter-2026"
PRESETS = [info.id for info in available()]


# --------------------------------------------------------------- the presets that come with it
def test_the_presets_are_listed_with_their_names():
    by_id = {info.id: info for info in available()}
    assert {CANTERBURY, "single-race"} <= by_id.keys()
    assert by_id[CANTERBURY].name == "Canterbury Winter Trail Run Series"
    assert by_id[CANTERBURY].season == "2026"
    assert all(info.summary and info.path.is_file() for info in by_id.values())


@pytest.mark.parametrize("preset_id", PRESETS)
def test_every_preset_loads_under_its_own_name_and_passes_its_examples(preset_id: str):
    text, expected = preset_text(preset_id), expect_text(preset_id)
    assert load_preset(text).id == preset_id
    assert expected is not None
    assert tomllib.loads(expected)["preset"] == preset_id
    assert [message(problem) for problem in check_preset(text, expected)] == []


@pytest.mark.parametrize("preset_id", PRESETS)
def test_every_section_says_where_it_stands_in_own_words(preset_id: str):
    rules = load_preset(preset_text(preset_id))
    sections = [rules, rules.categories, rules.start, rules.timing, rules.awards, *rules.events]
    sections += [*rules.age_limits, rules.fees, rules.medals, rules.points, rules.standings]
    if rules.fees is not None:
        sections += [rules.fees.series_entry, rules.fees.distance_transfer]
        sections.append(rules.fees.other_change)
        assert rules.fees.refund_source.says
        assert rules.fees.cancellation_source.says
    assert all(section.source.says for section in sections if section is not None)


def test_every_answer_of_every_option_gives_usable_rules():
    text = preset_text(CANTERBURY)
    for option in load_preset(text).options:
        for choice in option.choices:
            chosen = load_preset(text, {option.id: choice.id}).options
            assert {one.chosen for one in chosen if one.id == option.id} == {choice.id}


def test_an_option_sets_what_it_says():
    text = preset_text(CANTERBURY)
    assert load_preset(text).points.category_of_rank is CategoryOfRank.SERIES
    kept = load_preset(text, {"category-change": "keep"})
    assert kept.points.category_of_rank is CategoryOfRank.EVENT
    counted = load_preset(text, {"highest-position": "countback"})
    assert counted.standings.tie_breaks == (TieBreak.COUNTBACK,)


def test_the_neutral_preset_asks_for_no_money_and_gives_no_points():
    rules = load_preset(preset_text("single-race"))
    assert (rules.fees, rules.medals, rules.points, rules.standings) == (None,) * 4
    assert rules.age_limits == ()
    asked = [option.id for option in rules.options]
    assert asked == ["official-time", "non-binary", "gear-check", "one-prize"]
    assert [race.code for race in rules.events[0].races] == ["race", "race-2", "race-3"]


def test_figures_that_were_not_published_are_left_out():
    rules = load_preset(preset_text(CANTERBURY))
    assert rules.medals is not None
    assert (rules.medals.price_minor, rules.medals.postage_minor) == (None, None)
    known = {
        (event.code, race.code): (race.distance_m, race.ascent_m)
        for event in rules.events
        for race in event.races
    }
    assert known["willesden", "long"] == (19_000, 700)
    assert known["mount-cass", "short"] == known["inverary", "long"] == (None, None)


@pytest.mark.parametrize("name", ["../pyproject", "nothing", "", "a/b", "single-race.expect"])
def test_a_name_that_is_no_preset_is_refused(name: str):
    with pytest.raises(KnownError) as caught:
        preset_text(name)
    assert caught.value.note.code == "preset.unknown"
    assert expect_text(name) is None


# --------------------------------------------------------------- what is refused, and where
def faults_of(text: str, options: dict[str, str] | None = None) -> list[tuple[str, str]]:
    with pytest.raises(PresetError) as caught:
        load_preset(text, options)
    for fault in caught.value.faults:
        sentence = message(fault)
        assert "…" not in sentence, sentence
        assert sentence.startswith(f"{fault.params['path']}: ") or not fault.params["path"]
    return [(fault.code, str(fault.params["path"])) for fault in caught.value.faults]


def changed(*edits: tuple[str, str], preset_id: str = CANTERBURY) -> str:
    text = preset_text(preset_id)
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


BANDS = '{ code = "OPEN", label = "Open", from = 20, to = 39 }'
FAULTS = {
    "a mistyped key": (
        [("count_best = 3", "count_best = 3\ncount_bst = 3")],
        [("preset.unknown-key", "standings.count_bst")],
    ),
    "a mistyped section": (
        [("[medals]", "[medal]"), ("[medals.source]", "[medal.source]")],
        [("preset.unknown-key", "medal")],
    ),
    "ages that overlap": (
        [(BANDS, BANDS.replace("20", "19"))],
        [("preset.ages-overlap", "categories.bands[1]")],
    ),
    "ages with a gap": (
        [(BANDS, BANDS.replace("20", "21"))],
        [("preset.ages-gap", "categories.bands[1]")],
    ),
    "ages backwards": (
        [("from = 40, to = 54", "from = 40, to = 4")],
        [
            ("preset.ages-backwards", "categories.bands[2]"),
            ("preset.ages-gap", "categories.bands[3]"),
        ],
    ),
    "an age that may enter but has no category": (
        [
            (
                'label = "Junior", from = 8, to = 19 },\n  { code',
                'label = "Junior", from = 10, to = 19 },\n  { code',
            )
        ],
        [("preset.ages-missing", "categories.bands")],
    ),
    "no category for the oldest": (
        [('label = "Classic", from = 55', 'label = "Classic", from = 55, to = 99')],
        [("preset.ages-open", "categories.bands")],
    ),
    "no fare for the oldest": (
        [('label = "Adult", from = 20', 'label = "Adult", from = 20, to = 99')],
        [("preset.ages-open", "fees.fares")],
    ),
    "age limits that overlap": (
        [("[[age_limit]]\nfrom = 13", "[[age_limit]]\nfrom = 12")],
        [("preset.ages-overlap", "age_limit[1]")],
    ),
    "an age limit for a race that is not there": (
        [('races = ["short"]', 'races = ["kids"]')],
        [("preset.unknown-race", "age_limit[0].races")],
    ),
    "a missing price": (
        [
            (
                'prices.mid = { junior = "45.00", adult = "69.00" }',
                'prices.mid = { adult = "69.00" }',
            )
        ],
        [("preset.no-price", "fees.tier[0].prices.mid.junior")],
    ),
    "a price for a race that is not there": (
        [("prices.short =", "prices.tiny =")],
        [
            ("preset.no-price", "fees.tier[0].prices.short.junior"),
            ("preset.no-price", "fees.tier[0].prices.short.adult"),
            ("preset.unknown-race", "fees.tier[0].prices.tiny"),
        ],
    ),
    "a price for a fare that is not there": (
        [('{ junior = "35.00",', '{ child = "1.00", junior = "35.00",')],
        [("preset.unknown-fare", "fees.tier[0].prices.short.child")],
    ),
    "prices for an event that is not there": (
        [('event = "inverary"', 'event = "elsewhere"')],
        [("preset.unknown-event", "fees.tier[12].event")],
    ),
    "tiers out of order": (
        [("until = 2026-04-26", "until = 2026-03-01")],
        [("preset.tier-order", "fees.tier[1].until")],
    ),
    "two tiers that end on the same day": (
        [("until = 2026-04-26", "until = 2026-03-29")],
        [("preset.tier-order", "fees.tier[1].until")],
    ),
    "prices that end before the closing": (
        [("until = 2026-05-19", "until = 2026-05-18")],
        [("preset.tier-ends", "fees.tier[3].until")],
    ),
    "the same tier twice": (
        [('id = "standard"', 'id = "early-bird"')],
        [("preset.twice", "fees.tier[1].id")],
    ),
    "an amount with too many decimals": (
        [('junior = "35.00"', 'junior = "35.005"')],
        [("preset.amount", "fees.tier[0].prices.short.junior")],
    ),
    "an amount that is not quoted": (
        [('junior = "35.00"', "junior = 35.00")],
        [("preset.type", "fees.tier[0].prices.short.junior")],
    ),
    "a negative amount": (
        [('junior = "35.00"', 'junior = "-35.00"')],
        [("preset.type", "fees.tier[0].prices.short.junior")],
    ),
    "a currency that is none": (
        [('currency = "NZD"', 'currency = "dollars"')],
        [("preset.currency", "fees.currency")],
    ),
    "more than all": (
        [('percent_off = "15"', 'percent_off = "150"')],
        [("preset.range", "fees.series_entry.percent_off")],
    ),
    "refund days out of order": (
        [("min_days = 21", "min_days = 121")],
        [("preset.days-order", "fees.refund.bands[1].min_days")],
    ),
    "more counted than held": (
        [("count_best = 3", "count_best = 5")],
        [("preset.too-many", "standings.count_best")],
    ),
    "more to finish than held": (
        [("must_finish = 4", "must_finish = 5")],
        [("preset.too-many", "standings.must_finish")],
    ),
    "more events counted than there are": (
        [("of = 4", "of = 5")],
        [("preset.too-many", "standings.of")],
    ),
    "points that rise": (
        [('{ from = 3, to = 3, points = "90" }', '{ from = 3, to = 3, points = "96" }')],
        [("preset.points-rise", "points.bands[2].points")],
    ),
    "a place without points": (
        [("{ from = 11, to = 20", "{ from = 12, to = 20")],
        [("preset.ranks", "points.bands[10].from")],
    ),
    "points that do not begin with the first": (
        [('  { from = 1, to = 1, points = "100" },\n', "")],
        [("preset.ranks", "points.bands[0].from")],
    ),
    "points that end": (
        [("{ from = 21, points", "{ from = 21, to = 99, points")],
        [("preset.ranks-open", "points.bands[11].to")],
    ),
    "points that are open in the middle": (
        [("{ from = 11, to = 20, points", "{ from = 11, points")],
        [
            ("preset.ranks-end", "points.bands[10].to"),
            ("preset.ranks", "points.bands[11].from"),
        ],
    ),
    "places backwards": (
        [("{ from = 11, to = 20, points", "{ from = 11, to = 2, points")],
        [("preset.ranks", "points.bands[10].to"), ("preset.ranks", "points.bands[11].from")],
    ),
    "a tie-break that is not known": (
        [
            ('tie_breaks = ["best-position"]', 'tie_breaks = ["coin"]'),
            ('"standings.tie_breaks" = ["best-position"]', '"standings.tie_breaks" = ["coin"]'),
        ],
        [("preset.choice", "standings.tie_breaks[0]")],
    ),
    "a tie-break twice": (
        [
            ('["best-position"]', '["best-position", "best-position"]'),
            ('= ["best-position"]', '= ["best-position", "best-position"]'),
        ],
        [("preset.twice", "standings.tie_breaks[1]")],
    ),
    "a value that is not the one of the default answer": (
        [("position_over_counted_only = false", "position_over_counted_only = true")],
        [
            (
                "preset.option-default",
                "option[2].choices[0].sets.standings.position_over_counted_only",
            )
        ],
    ),
    "the same event twice": (
        [('code = "torlesse"', 'code = "willesden"')],
        None,
    ),
    "the same race twice": (
        [('code = "mid"', 'code = "short"')],
        None,
    ),
    "one word for two races": (
        [('aliases = ["medium", "middle"]', 'aliases = ["Sprint"]')],
        [("preset.same-word", "event[0].races[1]")],
    ),
    "a zone that is none": (
        [('zone = "Pacific/Auckland"', 'zone = "Auckland"')],
        [("preset.zone", "event[0].zone")],
    ),
    "a zone that is a path": (
        [('zone = "Pacific/Auckland"', 'zone = "../../etc/passwd"')],
        [("preset.zone", "event[0].zone")],
    ),
    "entries that close after the event": (
        [("entries_close = 2026-05-19T23:59:00", "entries_close = 2026-05-25T23:59:00")],
        None,
    ),
    "a closing with a zone of its own": (
        [("entries_close = 2026-05-19T23:59:00", "entries_close = 2026-05-19T23:59:00Z")],
        [("preset.type", "event[0].entries_close")],
    ),
    "a date with a time": (
        [("date = 2026-05-24", "date = 2026-05-24T10:00:00")],
        [("preset.type", "event[0].date")],
    ),
    "a short name with a blank": (
        [('code = "willesden"', 'code = "willesden farms"')],
        None,
    ),
    "a fixed day that is not given": (
        [('series_age = "last-event"', 'series_age = "fixed-date"')],
        [("preset.missing", "categories.fixed_date")],
    ),
    "an age that is text": (
        [(BANDS, BANDS.replace("20", '"20"'))],
        [("preset.type", "categories.bands[1].from")],
    ),
    "an age out of reach": (
        [(BANDS, BANDS.replace("39", "390"))],
        [("preset.range", "categories.bands[1].to")],
    ),
    "a yes that is text": (
        [("by_gender = true", 'by_gender = "yes"')],
        [("preset.type", "categories.by_gender")],
    ),
    "a newer shape": (
        [("schema = 1", "schema = 2")],
        [("preset.schema", "schema")],
    ),
    "no name": (
        [('name = "Canterbury Winter Trail Run Series"\n', "")],
        [("preset.missing", "name")],
    ),
    "a blank name": (
        [('name = "Canterbury Winter Trail Run Series"\n', 'name = " "\n')],
        [("preset.missing", "name")],
    ),
    "a default that is not offered": (
        [('default = "re-rank"', 'default = "toss"')],
        [("preset.choice", "option[0].default")],
    ),
    "an answer that sets nothing there is": (
        [
            (
                'sets = { "points.category_of_rank" = "series" }',
                'sets = { "points.category" = "series" }',
            )
        ],
        [("preset.option-path", "option[0].choices[0].sets.points.category")],
    ),
    "an answer that would break the rules": (
        [
            (
                'sets = { "points.category_of_rank" = "event" }',
                'sets = { "standings.count_best" = 9 }',
            )
        ],
        [("preset.too-many", "option[0].choices[1].sets")],
    ),
    "the same question twice": (
        [('id = "highest-position"', 'id = "category-change"')],
        None,
    ),
    "the same answer twice": (
        [('id = "keep"', 'id = "re-rank"')],
        None,
    ),
    "a table where a list belongs": (
        [
            ("[[age_limit]]\nfrom = 8", "[age_limit]\nfrom = 8"),
            ("[[age_limit]]\nfrom = 13", "[later]\nfrom = 13"),
            ("[age_limit.source]", "[age_limit.note]"),
            ("[age_limit.source]", "[later.source]"),
        ],
        [("preset.type", "age_limit"), ("preset.unknown-key", "later")],
    ),
}
FIRST = {
    "the same event twice": ("preset.twice", "event[2].code"),
    "the same race twice": ("preset.twice", "event[0].races[1].code"),
    "entries that close after the event": ("preset.closes-after", "event[0].entries_close"),
    "a short name with a blank": ("preset.code", "event[0].code"),
    "the same question twice": ("preset.twice", "option[1].id"),
    "the same answer twice": ("preset.twice", "option[0].choices[1].id"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_refused_with_its_key_path(name: str):
    edits, expected = FAULTS[name]
    found = faults_of(changed(*edits))
    if expected is None:
        assert FIRST[name] in found
    else:
        assert found == expected


def test_ages_are_named_in_the_sentence():
    with pytest.raises(PresetError) as caught:
        load_preset(changed((BANDS, BANDS.replace("20", "22"))))
    assert message(caught.value.faults[0]) == (
        "categories.bands[1]: nothing covers the ages 20 to 21."
    )


def test_all_faults_are_told_at_once():
    text = changed(
        ("count_best = 3", "count_best = 5"),
        (BANDS, BANDS.replace("20", "22")),
        ('junior = "35.00"', "junior = 35"),
        ('zone = "Pacific/Auckland"', 'zone = "Auckland"'),
        ('grade = "U"', 'grade = "U"\ncolour = "red"'),
    )
    with pytest.raises(PresetError) as caught:
        load_preset(text)
    assert {fault.params["path"] for fault in caught.value.faults} == {
        "standings.count_best",
        "categories.bands[1]",
        "fees.tier[0].prices.short.junior",
        "event[0].zone",
        "start.source.colour",
    }
    assert message(caught.value).startswith("These rules cannot be used: 5 faults")


def test_standings_without_points_are_refused():
    text = preset_text(CANTERBURY)
    start, end = text.index("[points]"), text.index("[standings]")
    without = re.sub(r"(?s)\[\[option\]\].*", "", text[:start] + text[end:])
    assert faults_of(without) == [("preset.missing", "points")]


def test_a_document_without_anything_names_what_is_missing():
    assert {path for code, path in faults_of("") if code == "preset.missing"} == {
        "schema",
        "id",
        "version",
        "name",
        "season",
        "event",
        "categories",
    }


def test_an_answer_to_a_question_nobody_asked_is_refused():
    text = preset_text(CANTERBURY)
    assert faults_of(text, {"weather": "rain"}) == [("preset.unknown-option", "option.weather")]
    assert faults_of(text, {"category-change": "toss"}) == [("preset.choice", "option[0].id")]


@pytest.mark.parametrize(
    "text", ["a = ", "[a\n", "a = 1\na = 2", "\x00", "a = " + "[" * 20_000, "a = " + "9" * 9_999]
)
def test_what_is_not_toml_is_told_calmly(text: str):
    assert faults_of(text) == [("preset.not-toml", "")]


def test_a_document_beyond_the_limit_is_refused_before_it_is_read():
    assert faults_of("#" * (SIZE_MAX + 1)) == [("preset.too-large", "")]
    assert preset_text(CANTERBURY).encode().__len__() < SIZE_MAX / 8


LEAVES = st.one_of(
    st.none().map(lambda _: ""),
    st.integers(-5, 2**70),
    st.floats(),
    st.booleans(),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["from", "to", "F", "x"]), st.integers(), max_size=2),
)


def every_path(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, below in items:
        found.append((*path, key))
        if isinstance(below, dict | list):
            found += every_path(below, (*path, key))
    return found


SOLD_BESIDES = """
[[fees.day_price]]
label = "On the day"
prices.short = { junior = "55.00", adult = "95.00" }
prices.mid = { junior = "65.00", adult = "135.00" }
prices.long = { junior = "75.00", adult = "155.00" }

[[fees.discount]]
id = "hawks"
label = "Invented Hawks"
percent = "10"
clubs = ["Invented Hawks"]

[[fees.extra]]
id = "shirt"
label = "Shirt"
amount = "30.00"
prices.long = "25.00"
refundable = true
"""
"""A list for the day, a discount and an extra, as a preset may have them."""

DOCUMENT = tomllib.loads(preset_text(CANTERBURY))


@settings(max_examples=60)
@given(st.sampled_from(every_path(DOCUMENT)), LEAVES)
def test_any_value_anywhere_is_read_or_refused_but_never_breaks_the_reader(path, leaf):
    document = tomllib.loads(preset_text(CANTERBURY))
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = leaf
    from trailsdesk.formats import presets

    faults = []
    presets._read(document, presets._Answers({}, {}), faults)
    assert all(message(fault) for fault in faults)


# --------------------------------------------------------------- "check this preset"
def test_an_example_that_comes_out_otherwise_is_named_with_both_outcomes():
    expected = expect_text(CANTERBURY).replace('expect = "49.00"', 'expect = "48.00"', 1)
    (problem,) = check_preset(preset_text(CANTERBURY), expected)
    assert message(problem) == (
        "fee[0]: Early Bird runs to the last minute of its last day: expected 48.00, but the"
        " rules give 49.00."
    )


def test_a_changed_rule_fails_the_examples_that_rest_on_it():
    text = changed(('{ from = 2, to = 2, points = "95" }', '{ from = 2, to = 2, points = "94" }'))
    paths = [problem.params["path"] for problem in check_preset(text, expect_text(CANTERBURY))]
    assert "points[1]" in paths
    assert "standing[0]" in paths


@pytest.mark.parametrize(
    ("example", "fault"),
    [
        ("[[fee]]\nrule = 'r'\n", ("preset.missing", "fee[0].event")),
        (
            "[[points]]\nrule = 'r'\nrank = 1\nexpect = '100'\nplace = 1\n",
            ("preset.unknown-key", "points[0].place"),
        ),
        ("[[place]]\nrule = 'r'\n", ("preset.unknown-key", "place")),
        (
            "[[change]]\nrule = 'r'\nevent = 'x'\non = 2026-01-01\nexpect = '20.00'\n",
            ("preset.unknown-event", "change[0].event"),
        ),
    ],
)
def test_examples_that_cannot_be_used_are_faults_of_their_own(example: str, fault):
    with pytest.raises(PresetError) as caught:
        check_preset(preset_text(CANTERBURY), f'preset = "{CANTERBURY}"\n\n{example}')
    assert fault in [(one.code, one.params["path"]) for one in caught.value.faults]


def test_rules_without_points_or_fees_answer_their_examples_with_none():
    examples = """
preset = "single-race"
[[points]]
rule = "p"
rank = 1
expect = "none"
[[standing]]
rule = "s"
ranks = [1]
expect = "none"
[[tie]]
rule = "t"
runners = [{ name = "A", ranks = [1] }]
expect = [1]
[[transfer]]
rule = "x"
event = "event"
race = "race"
paid = "1.00"
on = 2025-01-01
expect = "refused"
[[change]]
rule = "c"
event = "event"
on = 2025-01-01T10:00:00
expect = "refused"
"""
    failed = check_preset(preset_text("single-race"), examples)
    assert [(one.params["path"], one.params["found"]) for one in failed] == [("tie[0]", "none")]


# --------------------------------------------------------------- the schema for editors
def test_the_schema_for_editors_names_exactly_the_keys_the_reader_asks_for():
    schema = json.loads(resource("schema", "preset.schema.json").read_text(encoding="utf-8"))
    sold = tomllib.loads(preset_text(CANTERBURY) + SOLD_BESIDES)
    document = Table(sold, "", [])
    document.whole("schema")
    document.text("summary", "")
    document.tables("option")
    read_rules(document)
    assert document.faults == []

    def keys_of(node) -> dict:
        """The properties of a table, behind a list of tables and behind a reference."""
        node = node["items"] if node.get("type") == "array" else node
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        assert node["additionalProperties"] is False
        return node["properties"]

    def compare(table: Table, node) -> int:
        keys = keys_of(node)
        assert table._asked == keys.keys(), table.path
        compared = 1
        for child in table._children:
            key = child.path.rpartition(".")[2].partition("[")[0]
            if key not in ("option", "prices"):  # read apart; keys are the organiser's names
                compared += compare(child, keys[key])
        return compared

    assert compare(document, schema) > 50


def test_no_path_of_a_computer_stands_in_the_resources():
    for path in Path(resource("presets")).glob("*.toml"):
        assert "/home/" not in path.read_text(encoding="utf-8")
