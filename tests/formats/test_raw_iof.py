"""IOF XML 3.0: results, starts, statuses, relays, and the gate before the parser."""

from __future__ import annotations

from datetime import date

import pytest

from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.raw import FileKind, RawFile
from trailsdesk.formats.registry import Recognised, recognise

NAMESPACE = "http://www.orienteering.org/datastandard/3.0"


def document(body: str, root: str = "ResultList", prefix: str = "", version: str = "3.0") -> str:
    name = f"{prefix}:{root}" if prefix else root
    mark = f":{prefix}" if prefix else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><!-- made up -->'
        f'<{name} xmlns{mark}="{NAMESPACE}" iofVersion="{version}">{body}</{name}>'
    )


def person(result: str, family: str = "Rimu", given: str = "Ada", number: str = "") -> str:
    race = f' raceNumber="{number}"' if number else ""
    return (
        f'<PersonResult><Person sex="F"><Name><Family>{family}</Family><Given>{given}</Given>'
        f"</Name></Person><Result{race}>{result}</Result></PersonResult>"
    )


def times(start: str = "10:00:00", finish: str = "10:33:21") -> str:
    return (
        f"<StartTime>2026-05-24T{start}+12:00</StartTime>"
        f"<FinishTime>2026-05-24T{finish}+12:00</FinishTime>"
    )


def in_class(body: str, name: str = "Long") -> str:
    return f"<ClassResult><Class><Id/><Name>{name}</Name></Class>{body}</ClassResult>"


def found(text: str) -> Recognised:
    return recognise("list.xml", text.encode())


def read(body: str, root: str = "ResultList") -> RawFile:
    raw = found(document(body, root)).raw
    assert raw is not None
    return raw


def finish_of(raw: RawFile) -> list[tuple[str, int | None, ResultStatus | None]]:
    return [(one.bib, one.elapsed_ms, one.status) for one in raw.reads if one.point == "finish"]


def test_a_result_gives_start_splits_and_finish() -> None:
    raw = read(
        in_class(
            person(
                "<BibNumber>101</BibNumber>"
                + times()
                + "<Time>2001.5</Time><Position>1</Position>"
                "<Status>OK</Status><SplitTime><ControlCode>31</ControlCode><Time>501</Time>"
                "</SplitTime><SplitTime><ControlCode>32</ControlCode></SplitTime>"
                "<ControlCard>55 01</ControlCard>"
            )
        )
    )
    assert [one.point for one in raw.reads] == ["start", "31", "finish"]
    start, split, finish = raw.reads
    assert start.clock is not None
    assert split.clock is not None
    assert finish.clock is not None
    assert start.clock.day == date(2026, 5, 24)
    assert start.clock.offset_ms == 12 * 3_600_000
    assert split.clock.time_of_day_ms - start.clock.time_of_day_ms == 501_000
    assert (split.elapsed_ms, finish.elapsed_ms) == (501_000, 2_001_500)
    assert finish.clock.time_of_day_ms - start.clock.time_of_day_ms == 2_001_000
    assert {one.chip for one in raw.reads} == {"5501"}
    assert finish.about is not None
    assert (finish.about.family_name, finish.about.gender) == ("Rimu", Gender.F)
    assert (finish.about.race_text, finish.about.place_text) == ("Long", "1")
    assert raw.rows == 1


def test_any_prefix_and_a_byte_order_mark_are_fine() -> None:
    body = in_class(person("<BibNumber>7</BibNumber><Time>60</Time><Status>OK</Status>"))
    marked = body.replace("</", "</@").replace("<", "<p:").replace("<p:/@", "</p:")
    text = document(marked.replace("<p:Id/>", "<p:Id />"), prefix="p")
    one = recognise("list.xml", b"\xef\xbb\xbf" + text.encode())
    assert (one.format, one.rows) == ("iof-result-list", 1)


def test_utf_16_is_read() -> None:
    body = in_class(person("<BibNumber>7</BibNumber><Time>60</Time>", family="Žižka"))
    text = document(body).replace("UTF-8", "UTF-16")
    one = recognise("list.xml", text.encode("utf-16"))
    assert one.raw is not None
    assert one.raw.reads[0].about is not None
    assert one.raw.reads[0].about.family_name == "Žižka"


@pytest.mark.parametrize("position", ["", "<Position>-1</Position>", "<Position>0</Position>"])
def test_a_missing_or_negative_position_is_no_place(position: str) -> None:
    raw = read(in_class(person(f"<Time>60</Time>{position}<Status>OK</Status>")))
    assert raw.reads[0].about is not None
    assert raw.reads[0].about.place_text == ""


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("OK", None),
        ("Finished", None),
        ("MissingPunch", ResultStatus.DNF),
        ("Disqualified", ResultStatus.DSQ),
        ("DidNotFinish", ResultStatus.DNF),
        ("OverTime", ResultStatus.OVER_TIME),
        ("SportingWithdrawal", ResultStatus.DNF),
        ("NotCompeting", ResultStatus.NOT_COMPETING),
        ("DidNotStart", ResultStatus.DNS),
        ("DidNotEnter", ResultStatus.DNS),
        ("Cancelled", ResultStatus.DNS),
    ],
)
def test_every_status_of_the_standard_has_its_meaning(
    word: str, status: ResultStatus | None
) -> None:
    raw = read(in_class(person(f"<BibNumber>1</BibNumber><Time>60</Time><Status>{word}</Status>")))
    assert finish_of(raw) == [("1", 60_000, status)]


def test_who_is_still_running_has_no_finish() -> None:
    raw = read(
        in_class(
            person("<StartTime>2026-05-24T10:00:00</StartTime><Status>Active</Status>")
            + person("<Status>Inactive</Status>")
        )
    )
    assert [one.point for one in raw.reads] == ["start"]
    assert raw.left_out == {"raw.left-on-course": 2}


def test_a_status_that_is_not_known_is_told_and_the_time_kept() -> None:
    raw = read(in_class(person("<Time>60</Time><Status>MovedUp</Status>")))
    assert finish_of(raw) == [("", 60_000, None)]
    assert [p.params["value"] for p in raw.problems] == ["MovedUp"]


def test_relays_are_told_and_the_single_runners_read() -> None:
    team = "<TeamResult><Name>Hill</Name><TeamMemberResult><Result><Time>60</Time></Result>"
    raw = read(
        in_class(person("<Time>60</Time>") + (team + "</TeamMemberResult></TeamResult>") * 2)
    )
    assert raw.rows == 1
    assert raw.left_out == {"raw.left-teams": 2}
    assert [(p.code, p.params["count"]) for p in raw.problems] == [("raw.teams", 2)]


def test_a_result_with_nothing_in_it_is_not_understood() -> None:
    raw = read(in_class(person("<BibNumber>3</BibNumber>") + person("<Time>60</Time>")))
    assert [(one.line, one.why.code) for one in raw.not_understood] == [(1, "raw.no-time")]


def test_a_start_list_gives_start_times() -> None:
    body = (
        "<ClassStart><Class><Name>Long</Name></Class><PersonStart><Person><Name><Family>Rimu"
        "</Family></Name></Person><Start><BibNumber>9</BibNumber>"
        "<StartTime>2026-05-24T10:04:00Z</StartTime></Start></PersonStart></ClassStart>"
    )
    one = found(document(body, "StartList"))
    assert (one.kind, one.format, one.rows) == (FileKind.STARTS, "iof-start-list", 1)
    assert one.raw is not None
    assert [(r.point, r.bib) for r in one.raw.reads] == [("start", "9")]


def test_two_races_of_the_same_people_are_kept_apart() -> None:
    results = "".join(
        f'<Result raceNumber="{n}"><BibNumber>1</BibNumber><Time>{n}00</Time></Result>'
        for n in (1, 2)
    )
    raw = read(in_class(f"<PersonResult><Person/>{results}</PersonResult>"))
    assert [r.about and r.about.race_number for r in raw.reads] == [1, 2]
    assert "raw.several-races" in {p.code for p in raw.problems}


def test_an_entry_list_is_refused_as_what_it_is() -> None:
    one = found(document("<Event/>", "EntryList"))
    assert one.kind is FileKind.ENTRIES
    assert one.instead is not None
    assert one.instead.code == "looks.iof-entries"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (document("", "CourseData"), "looks.iof-other"),
        ("<ResultList><ClassResult/></ResultList>", "looks.iof-old"),
        ("<?xml version='1.0'?><invoices><invoice/></invoices>", "input.xml"),
        (document("<ClassResult><PersonResult>"), "input.xml-damaged"),
        (document("")[:-5], "input.xml-damaged"),
        (document("<Event>&hidden;</Event>"), "input.xml-damaged"),
        ('<!DOCTYPE r [<!ENTITY a "aaa">]>' + document("<a>&a;</a>")[38:], "input.xml-unsafe"),
        (document("<a>" * 80 + "</a>" * 80), "input.xml-unsafe"),
        (document("<a>" + "x" * 2_000_000 + "</a>"), "input.xml-unsafe"),
        (document("").replace("UTF-8", "made-up-8"), "input.xml-damaged"),
    ],
)
def test_xml_that_is_no_list_is_refused(text: str, code: str) -> None:
    one = found(text)
    assert one.instead is not None
    assert one.instead.code == code
