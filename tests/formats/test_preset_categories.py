"""Categories and age limits of a rules document: what is read, what is refused, with the ages."""

from __future__ import annotations

import json
import tomllib

import pytest

from trailsdesk import resource
from trailsdesk.domain.category_rules import AgeReference, Division, NonBinaryRule
from trailsdesk.formats.preset_categories import read_age_limits, read_categories
from trailsdesk.formats.preset_table import Table
from trailsdesk.formats.presets import PresetError, check_preset, load_preset
from trailsdesk.i18n import message

HEAD = """
schema = 1
id = "fell"
version = "1"
name = "Fell"
season = "2026"
[[event]]
code = "spring"
name = "Spring"
date = 2026-04-12
zone = "Europe/London"
races = [{ code = "short", label = "Short" }, { code = "long", label = "Long" }]
[[event]]
code = "autumn"
name = "Autumn"
date = 2026-10-04
zone = "Europe/London"
races = [{ code = "long", label = "Long" }]
"""
U23 = '{ code = "U23", label = "U23", from = 18, to = 22, age = "december-31" }'
SENIOR = '{ code = "SEN", label = "Senior", from = 18, to = 39 }'
V40 = '{ code = "V40", label = "V40", from = 40 }'
WHOLE = f"""{HEAD}
[categories]
non_binary = "women"
merge_below = 3
bands = [{U23}, {SENIOR}, {V40}]
[[categories.division]]
code = "PC"
label = "Para"
source = {{ says = "Chosen instead." }}
[[categories.division]]
code = "DUO"
label = "Duo"
by_gender = false
[[age_limit]]
from = 18
races = ["short", "long"]
[[age_limit]]
from = 21
races = ["long"]
events = ["autumn"]
"""


def bands(*lines: str) -> str:
    return f"{HEAD}\n[categories]\nbands = [{', '.join(lines)}]\n"


def faults_of(text: str) -> list[str]:
    with pytest.raises(PresetError) as caught:
        load_preset(text)
    sentences = [message(fault) for fault in caught.value.faults]
    assert not any("…" in sentence for sentence in sentences)
    return sentences


def test_everything_a_scheme_can_say_is_read() -> None:
    rules = load_preset(WHOLE)
    scheme = rules.categories
    assert (scheme.non_binary, scheme.merge_below) == (NonBinaryRule.WOMEN, 3)
    assert [band.age for band in scheme.bands] == [AgeReference.DECEMBER_31, None, None]
    para, duo = scheme.divisions
    assert (para.code, para.by_gender, para.source.says) == ("PC", True, "Chosen instead.")
    assert duo == Division(code="DUO", label="Duo", by_gender=False)
    assert [limit.events for limit in rules.age_limits] == [(), ("autumn",)]


def test_a_document_that_says_none_of_it_means_what_it_always_meant() -> None:
    scheme = load_preset(bands(SENIOR, V40)).categories
    assert (scheme.non_binary, scheme.merge_below) == (NonBinaryRule.OWN, 0)
    assert scheme.divisions == ()


def test_a_hole_between_bands_of_different_days_is_refused_with_the_ages_on_each_day() -> None:
    (said,) = faults_of(bands(U23, SENIOR.replace("18", "23"), V40))
    assert said == (
        "categories.bands: the age groups go by different days, and somebody of 22 on 12 Apr 2026"
        " and 23 on 31 Dec 2026 is in none. Let the next group begin a year earlier."
    )


def test_two_bands_with_days_of_their_own_that_meet_are_refused_with_the_age_and_both() -> None:
    junior = '{ code = "J", label = "Junior", from = 18, to = 19, age = "first-event" }'
    (said,) = faults_of(bands(junior, U23.replace("18", "20"), SENIOR, V40))
    assert said.startswith("categories.bands[1]: J and U23 go by different days, and somebody of")
    assert "is in both" in said


def test_bands_of_one_day_may_not_overlap_whatever_stands_between_them() -> None:
    (said,) = faults_of(bands(SENIOR, U23, V40.replace("from = 40", "from = 39")))
    assert said == (
        "categories.bands[2]: starts at age 39, but the one before runs to 39. Ages must follow"
        " each other."
    )


def test_an_open_lowest_and_highest_age_may_lie_beyond_a_band_with_its_own_day() -> None:
    scheme = load_preset(bands(U23, SENIOR.replace("39", "99"))).categories
    assert [band.code for band in scheme.bands] == ["U23", "SEN"]


def test_a_fixed_day_of_a_band_must_be_given() -> None:
    own = U23.replace("december-31", "fixed-date")
    assert faults_of(bands(own, SENIOR, V40)) == ["categories.fixed_date: is missing."]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "DUO"', 'code = "PC"', "categories.division[1].code: “PC” stands there twice."),
        ('code = "DUO"', 'code = "V40"', "categories.division[1].code: “V40” stands there twice."),
        ('"women"', '"both"', "categories.non_binary: “both” is not offered."),
        ("merge_below = 3", "merge_below = -1", "categories.merge_below: -1 is outside"),
        ('["autumn"]', '["winter"]', "age_limit[1].events: there is no event “winter”."),
        ('["autumn"]', "[]", "age_limit[1].events: at least one is needed."),
        ('["long"]\nevents', '["mid"]\nevents', "age_limit[1].races: there is no race “mid”."),
        ("from = 21", "from = 12", "categories.bands: nothing covers the ages 12 to 17"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    assert old in WHOLE
    assert [sentence[: len(said)] for sentence in faults_of(WHOLE.replace(old, new, 1))] == [said]


def test_limits_of_one_event_may_not_overlap_and_those_of_different_ones_may() -> None:
    again = '[[age_limit]]\nfrom = 30\nraces = ["long"]\nevents = ["autumn"]\n'
    (said,) = faults_of(WHOLE + again)
    assert said.startswith("age_limit[2]: starts at age 30")
    load_preset(WHOLE + again.replace("autumn", "spring"))


def test_a_lowest_age_of_one_event_is_checked_like_any_other() -> None:
    plain = 'from = 18\nraces = ["short", "long"]\n'
    own = f"{plain}from_at = {{ spring = 19 }}\n"
    assert load_preset(WHOLE.replace(plain, own)).age_limits[0].from_at == {"spring": 19}
    (said,) = faults_of(WHOLE.replace(plain, own.replace("spring", "winter")))
    assert (
        said == "age_limit[0].from_at.winter: “winter” is not offered. It must be one of: spring."
    )
    (elsewhere,) = faults_of(WHOLE.replace(plain, own.replace("spring", "autumn")))
    assert elsewhere.startswith("age_limit[0].from_at.autumn")
    (young,) = faults_of(WHOLE.replace(plain, own.replace("19", "12")))
    assert young.startswith("categories.bands: nothing covers the ages 12 to 17")
    closed = own.replace("from = 18", "from = 18\nto = 39").replace("19", "40")
    (backwards,) = faults_of(WHOLE.replace(plain, closed))
    assert backwards.startswith("age_limit[0]")


def test_the_worked_examples_ask_for_divisions_days_and_ages() -> None:
    examples = """
preset = "fell"
[[category]]
rule = "Under 23 until the end of the year"
born = 2003-12-31
gender = "M"
event = "spring"
expect = "M-SEN"
[[category]]
rule = "A division, on any day"
gender = "F"
on = 2026-01-02
division = "PC"
expect = "F-PC"
[[category]]
rule = "Ranked with the women"
born = 2000-01-01
gender = "X"
event = "autumn"
expect = "F-SEN"
[[entry]]
rule = "Twenty is too young in autumn"
born = 2006-01-01
event = "autumn"
race = "long"
expect = "refused"
[[entry]]
rule = "and old enough in spring"
born = 2006-01-01
event = "spring"
race = "long"
expect = "allowed"
[[age]]
rule = "A leap day"
born = 2004-02-29
on = 2026-02-28
expect = 21
"""
    assert check_preset(WHOLE, examples) == []
    wrong = examples.replace("expect = 21", "expect = 22")
    (failed,) = check_preset(WHOLE, wrong)
    assert message(failed) == "age[0]: A leap day: expected 22, but the rules give 21."


def test_the_schema_for_editors_names_the_keys_of_categories_and_age_limits() -> None:
    schema = json.loads(resource("schema", "preset.schema.json").read_text(encoding="utf-8"))
    document = Table(tomllib.loads(WHOLE), "", [])
    read_categories(document)
    read_age_limits(document)
    seen = {child.path.partition("[")[0]: child for child in document._children}
    categories = schema["properties"]["categories"]["properties"]
    assert seen["categories"]._asked == categories.keys()
    inside = {child.path.partition("[")[0]: child for child in seen["categories"]._children}
    for name in ("bands", "division"):
        keys = categories[name]["items"]["properties"].keys()
        assert inside[f"categories.{name}"]._asked == keys
    limits = schema["properties"]["age_limit"]["items"]["properties"]
    assert seen["age_limit"]._asked == limits.keys()
