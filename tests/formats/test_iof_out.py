"""IOF XML result lists: the schema's order, nothing said that is not known, and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring

from tests.builders import an_event, clock_ms
from tests.formats.out_race import EXPECTED, a_line, a_race_out, finishes
from trailsdesk.domain.exports import OutRace
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.iof_out import iof_file
from trailsdesk.formats.registry import recognise

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "{http://www.orienteering.org/datastandard/3.0}"
# The order in which the schema's types PersonRaceResult and PersonResult hold their elements.
IN_RESULT = ["BibNumber", "StartTime", "FinishTime", "Time", "TimeBehind", "Position", "Status",
             "SplitTime"]  # fmt: skip


def made(race: OutRace | None = None) -> Element:
    content = iof_file(an_event(), [race or a_race_out()], clock_ms("20:00:00"))
    root: Element = fromstring(content)
    return root


def results(root: Element) -> dict[str, Element]:
    found = root.iter(f"{NAMESPACE}Result")
    return {one.findtext(f"{NAMESPACE}BibNumber") or "": one for one in found}


def names(element: Element) -> list[str]:
    return [child.tag.removeprefix(NAMESPACE) for child in element]


def value(element: Element, name: str) -> str | None:
    return element.findtext(f"{NAMESPACE}{name}")


def test_elements_stand_in_the_order_of_the_schema() -> None:
    root = made()
    assert names(root) == ["Event", "ClassResult"]
    assert names(root[1])[:3] == ["Class", "Course", "PersonResult"]
    assert names(root[1][0]) == ["Id", "Name", "ShortName"]
    assert names(root[1][1]) == ["Length", "Climb"]
    for result in results(root).values():
        order = [IN_RESULT.index(name) for name in names(result)]
        assert order == sorted(order)


def test_our_own_reader_takes_it_back() -> None:
    content = iof_file(an_event(), [a_race_out()], clock_ms("20:00:00"))
    seen = recognise("results.xml", content)
    assert seen.format == "iof-result-list"
    assert seen.raw is not None
    assert finishes(seen.raw.reads)[:6] == EXPECTED
    splits = [(one.bib, one.point, one.elapsed_ms) for one in seen.raw.reads if one.point == "hut"]
    assert splits == [("1", "hut", 3_600_500), ("2", "hut", 7_200_000)]
    about = {one.bib: one.about for one in seen.raw.reads if one.about}
    assert about["3"].family_name == "<b>&\"Ngā'"
    assert about["1"].race_text == "Long"


def test_times_are_seconds_with_decimals_only_where_there_are_any() -> None:
    found = results(made())
    assert value(found["1"], "Time") == "35999"
    assert value(found["2"], "Time") == "95940"
    assert value(found["1"], "StartTime") == "2026-05-24T10:00:00+12:00"
    assert value(found["2"], "FinishTime") == "2026-05-25T12:39:00+12:00"
    split = found["1"].find(f"{NAMESPACE}SplitTime")
    assert split is not None
    assert value(split, "Time") == "3600.5"


def test_without_a_rank_there_is_no_position_and_no_time_behind() -> None:
    found = results(made())
    for bib in ("4", "5", "6", "7"):
        assert value(found[bib], "Position") is None
        assert value(found[bib], "TimeBehind") is None
    assert [value(found[bib], "Position") for bib in "123"] == ["1", "2", "2"]


def test_a_runner_who_did_not_start_has_no_start_time() -> None:
    found = results(made())
    assert value(found["5"], "StartTime") is None
    words = [value(found[bib], "Status") for bib in "1234567"]
    assert words == ["OK", "OK", "OK", "DidNotFinish", "DidNotStart", "Disqualified", "OverTime"]


def test_once_seen_every_point_is_named_and_missing_ones_say_so() -> None:
    found = results(made())
    splits = found["2"].findall(f"{NAMESPACE}SplitTime")
    assert [value(split, "ControlCode") for split in splits] == ["hut", "ford"]
    assert [split.get("status") for split in splits] == [None, "Missing"]
    assert found["4"].findall(f"{NAMESPACE}SplitTime") == []


def test_what_the_schema_has_no_letter_for_is_left_out() -> None:
    race = a_race_out(a_line("8", "27:00:00", rank=4, gender=Gender.X, nation="NOWHERE"))
    root = made(race)
    persons = list(root.iter(f"{NAMESPACE}Person"))
    assert persons[-1].get("sex") is None
    assert persons[-1].find(f"{NAMESPACE}Nationality") is None
    assert persons[0].get("sex") == "F"
    nation = persons[0].find(f"{NAMESPACE}Nationality")
    assert nation is not None
    assert nation.get("code") == "NZL"


@pytest.mark.parametrize(("nation", "code"), [("DEU", "GER"), ("nz", "NZL"), ("FRA", "FRA")])
def test_a_nation_has_the_code_of_the_ioc(nation: str, code: str) -> None:
    root = made(a_race_out(a_line("8", "27:00:00", rank=4, nation=nation)))
    last = list(root.iter(f"{NAMESPACE}Nationality"))[-1]
    assert last.get("code") == code


def test_control_characters_of_a_name_do_not_break_the_file() -> None:
    root = made(a_race_out(a_line("8", "27:00:00", rank=4, family_name="Ri\x00mu\x1f")))
    last = list(root.iter(f"{NAMESPACE}Family"))[-1]
    assert last.text == "Ri mu"


def test_it_is_a_snapshot_while_somebody_is_out() -> None:
    assert made().get("status") == "Complete"
    out = a_line("8", status=ResultStatus.PENDING)
    assert made(a_race_out(out)).get("status") == "Snapshot"


def test_an_empty_race_is_a_class_without_results() -> None:
    empty = OutRace(event=an_event(), race=a_race_out().race)
    root = made(empty)
    assert names(root[1]) == ["Class", "Course"]
