"""Call-ins: read forgivingly, shown back, kept as evidence whatever the bib is. All made up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.chrono import format_clock, format_local
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.on_course import Stand
from trailsdesk.domain.problems import Refused, Severity
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import BatchKind
from trailsdesk.services.call_words import Spot, read_words
from trailsdesk.services.on_course import course_view
from trailsdesk.services.radio import Call, CallKind, RadioBook, radio_book, read_call, take_call
from trailsdesk.services.stands import race_stands

from tests.services.desk import ACTOR, ZONE, at  # isort: skip

if TYPE_CHECKING:
    from tests.services.desk import Desk

LINES = (
    "214,Ada,Rimu,F,1990-01-01,NZL,long",
    "215,Bo,Tawa,M,1985-01-01,NZL,long",
    "31,Cy,Larch,M,1985-01-01,NZL,short",
)
NOW = "2026-05-24 12:20:00"


@pytest.fixture
def radio(desk: Desk) -> Desk:
    """The long race goes by cp1 and cp2, the short one by cp1 only; started at 10:00."""
    desk.entries(*LINES)
    long, short = desk.race("long").id, desk.race("short").id
    with desk.season.change("season.rename") as writer:
        writer.put_many(
            [
                TimingPoint(race_id=long, code="cp1", label="Saddle", ordinal=1),
                TimingPoint(race_id=long, code="cp2", label="Coopers Knob", ordinal=2),
                TimingPoint(race_id=short, code="cp1", label="Saddle", ordinal=1),
            ]
        )
    desk.start("10:00:00")
    desk.clock.set(NOW)
    return desk


def book(desk: Desk, race: str | None = None) -> RadioBook:
    race_id = desk.race(race).id if race else None
    return radio_book(desk.season, desk.event().id, race_id)


def understood(desk: Desk, text: str, station: str = "") -> Call:
    call = read_call(book(desk), text, desk.clock.now_ms(), station)
    assert call is not None
    return call


def take(desk: Desk, text: str, station: str = "") -> Call:
    call = understood(desk, text, station)
    take_call(desk.season, desk.event().id, call, desk.clock.now_ms(), ACTOR)
    return call


def said(call: Call) -> tuple[str, list[str], str, str | None]:
    time = None if call.instant_ms is None else format_clock(call.instant_ms, ZONE)
    return call.kind.value, [each.bib for each in call.called], call.place, time


def codes(call: Call) -> list[str]:
    return [each.note.code for each in call.notes]


def test_a_bib_said_twice_in_one_call_is_one_read_and_told(radio: Desk) -> None:
    call = take(radio, "0214 215 214 999 999 cp2 1132")
    assert said(call) == ("in", ["214", "215", "999"], "cp2", "11:32:00")
    assert codes(call).count("radio.said-twice") == 2
    assert codes(call).count("radio.unknown-bib") == 1
    assert [read.bib for read in radio.season.data.reads.values()] == ["214", "215", "999"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("214 cp2 1132", ("in", ["214"], "cp2", "11:32:00")),
        ("214 cp2", ("in", ["214"], "cp2", None)),
        ("214,215 cp2 11:32 out", ("out", ["214", "215"], "cp2", "11:32:00")),
        ("214, 215 cp2 11:32 out", ("out", ["214", "215"], "cp2", "11:32:00")),
        ("cp2 214 1132", ("in", ["214"], "cp2", "11:32:00")),
        ("214 out cp2 1140", ("out", ["214"], "cp2", "11:40:00")),
        ("11:32 214 cp2", ("in", ["214"], "cp2", "11:32:00")),
        ("1132 214 cp2", ("in", ["214"], "cp2", "11:32:00")),
        ("1132 cp2 214", ("in", ["214"], "cp2", "11:32:00")),
        ("214 1132 cp2", ("in", ["214"], "cp2", "11:32:00")),
        ("214 215 cp2 1132", ("in", ["214", "215"], "cp2", "11:32:00")),
        ("214 215 cp2", ("in", ["214", "215"], "cp2", None)),
        ("CP2 #214 11.32", ("in", ["214"], "cp2", "11:32:00")),
        ("214 coopers 11h32", ("in", ["214"], "cp2", "11:32:00")),
        ("214 Coopers Knob 113215", ("in", ["214"], "cp2", "11:32:15")),
        ("214 knob 1132", ("in", ["214"], "cp2", "11:32:00")),
        ("in 214 cp1", ("in", ["214"], "cp1", None)),
        ("0214 cp1", ("in", ["214"], "cp1", None)),
        ("214 finish 1150", ("in", ["214"], "finish", "11:50:00")),
    ],
)
def test_bib_place_and_time_are_told_apart_in_any_order(
    radio: Desk, text: str, meant: tuple[str, list[str], str, str | None]
) -> None:
    call = understood(radio, text)
    assert said(call) == meant
    assert call.ready


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("214", ("in", ["214"], "cp2", None)),
        ("214 1132", ("in", ["214"], "cp2", "11:32:00")),
        ("214 out", ("out", ["214"], "cp2", None)),
        ("214 cp1", ("in", ["214"], "cp1", None)),
    ],
)
def test_with_a_station_the_place_may_be_left_out(
    radio: Desk, text: str, meant: tuple[str, list[str], str, str | None]
) -> None:
    assert said(understood(radio, text, "cp2")) == meant


def test_a_call_is_a_read_at_its_place_and_one_operation(radio: Desk) -> None:
    take(radio, "214,215 cp2 1132")
    data = radio.season.data
    (batch,) = data.batches.values()
    assert (batch.kind, batch.point, batch.race_id) == (BatchKind.LINE, "cp2", None)
    assert [(r.bib, r.raw) for r in data.reads.values()] == [
        ("214", "214,215 cp2 1132"),
        ("215", "214,215 cp2 1132"),
    ]
    assert radio.undo() == "course.call"
    assert not radio.season.splits(radio.race("long").id)


def test_a_call_out_of_a_place_is_a_departure(radio: Desk) -> None:
    take(radio, "214 cp2 1132")
    take(radio, "214 out cp2 1140")
    (split,) = radio.season.splits(radio.race("long").id)[radio.entry("214").id]
    assert (split.instant_ms, split.out_ms) == (
        at("2026-05-24 11:32:00"),
        at("2026-05-24 11:40:00"),
    )
    assert "cp2/out" in {batch.point for batch in radio.season.data.batches.values()}


def test_without_a_time_the_moment_of_enter_counts(radio: Desk) -> None:
    call = understood(radio, "214 cp2")
    radio.clock.set("2026-05-24 12:20:05")
    take_call(radio.season, radio.event().id, call, radio.clock.now_ms(), ACTOR)
    (read,) = radio.season.data.reads.values()
    assert read.instant_ms == at("2026-05-24 12:20:05")


@pytest.mark.parametrize(
    ("now", "text", "meant"),
    [
        ("2026-05-25 00:20:00", "214 cp2 2350", "2026-05-24 23:50:00"),
        ("2026-05-25 00:20:00", "214 cp2 0010", "2026-05-25 00:10:00"),
        ("2026-05-25 00:30:00", "214 cp2 1132", "2026-05-24 11:32:00"),
        ("2026-05-24 23:58:00", "214 cp2 0002", "2026-05-25 00:02:00"),
        ("2026-05-26 09:00:00", "214 cp2 1000", "2026-05-25 10:00:00"),
        ("2026-05-26 09:00:00", "214 cp2 2026-05-24 11:32", "2026-05-24 11:32:00"),
        ("2026-06-20 09:00:00", "214 cp2 1132", "2026-05-24 11:32:00"),
        ("2026-06-20 09:00:00", "214 cp2 0900", "2026-05-25 09:00:00"),
    ],
)
def test_a_time_of_day_is_the_last_one_after_the_gun(
    radio: Desk, now: str, text: str, meant: str
) -> None:
    radio.clock.set(now)
    call = understood(radio, text)
    assert call.instant_ms is not None
    assert format_local(call.instant_ms, ZONE) == meant


@pytest.mark.parametrize("text", ["214 cp2 0932", "214 cp2 1500", "214 cp2 2026-05-23 11:32"])
def test_a_time_before_the_gun_or_still_to_come_is_told_and_not_taken(
    radio: Desk, text: str
) -> None:
    call = understood(radio, text)
    assert (codes(call), call.ready) == (["radio.no-such-time"], False)
    with pytest.raises(Refused):
        take_call(radio.season, radio.event().id, call, radio.clock.now_ms(), ACTOR)
    assert not radio.season.data.reads


def test_the_hour_the_clocks_show_twice_is_the_nearer_one(radio: Desk) -> None:
    radio.undo()  # the gun
    radio.clock.set("2026-04-05 02:40:00")  # daylight saving ended at 3:00, so 2:30 came twice
    first = understood(radio, "214 cp2 0230").instant_ms
    radio.clock.now = type(radio.clock.now)(radio.clock.now + 3_600_000)
    second = understood(radio, "214 cp2 0230").instant_ms
    assert first is not None
    assert second is not None
    assert second - first == 3_600_000


def test_an_unknown_bib_is_told_with_likely_ones_and_kept_all_the_same(radio: Desk) -> None:
    call = understood(radio, "241 cp2 1132")
    (note,) = call.notes
    assert (note.note.code, note.picks, note.instead_of) == ("radio.unknown-bib", ("214",), "241")
    assert note.severity is Severity.WARNING
    take(radio, "241 cp2 1132")
    (read,) = radio.season.data.reads.values()
    assert (read.bib, read.instant_ms) == ("241", at("2026-05-24 11:32:00"))
    assert "read.unknown-bib" in radio.codes()


def test_an_unread_digit_suggests_who_it_may_be(radio: Desk) -> None:
    (note,) = understood(radio, "21? cp2").notes
    assert note.picks == ("214", "215")


def test_an_unknown_place_is_told_with_likely_ones_and_nothing_is_taken(radio: Desk) -> None:
    call = understood(radio, "214 cooper 1132")
    assert said(call)[2] == "cp2"
    call = understood(radio, "214 cp9 1132")
    (note,) = call.notes
    assert (note.note.code, note.instead_of) == ("radio.unknown-place", "cp9")
    assert set(note.picks) == {"cp1", "cp2"}
    assert not call.ready
    (misspelt,) = understood(radio, "214 coppers 1132").notes
    assert misspelt.picks[0] == "cp2"


def test_a_place_has_to_be_named_while_no_station_is_chosen(radio: Desk) -> None:
    call = understood(radio, "214")
    assert (codes(call), call.ready) == (["radio.no-place"], False)


@pytest.mark.parametrize(
    ("text", "code"),
    [("cp2 1132:99", "radio.no-bib"), ("cp2", "radio.no-bib"), ("214 cp2 hello", "radio.rest"),
     ("214 cp2 1132 / car", "radio.rest")],
)  # fmt: skip
def test_what_was_not_understood_is_said_and_not_taken(radio: Desk, text: str, code: str) -> None:
    call = understood(radio, text)
    assert code in codes(call)
    assert not call.ready


def test_nothing_typed_is_no_call(radio: Desk) -> None:
    for text in ("", "  ", " , "):
        assert read_call(book(radio), text, radio.clock.now_ms()) is None


@pytest.mark.parametrize(
    ("text", "place", "reason", "way"),
    [
        ("214 dnf cp2 knee / car", "cp2", "knee", "car"),
        ("214 dnf cp2", "cp2", "", ""),
        ("dnf 214 cp2 1132 out of food in pain / sweep's quad", "cp2", "out of food in pain",
         "sweep's quad"),
        ("214 stopped coopers knee/car", "cp2", "knee", "car"),
        ("214 dnf cp2 / walks down", "cp2", "", "walks down"),
        ("214 dnf cp2 11:32 2 toes", "cp2", "2 toes", ""),
        ("214 dnf cp2 31 stitches", "cp2", "31 stitches", ""),
    ],
)  # fmt: skip
def test_who_stops_is_withdrawn_there_with_the_reason_and_the_way_back(
    radio: Desk, text: str, place: str, reason: str, way: str
) -> None:
    call = take(radio, text)
    assert (call.kind, call.place, call.reason, call.way) == (
        CallKind.STOPPED,
        place,
        reason,
        way,
    )
    (ruling,) = radio.season.data.rulings.values()
    assert (ruling.point, ruling.reason, ruling.way, ruling.back_ms) == (place, reason, way, None)
    standing = race_stands(radio.season, radio.race("long").id)[radio.entry("214").id]
    assert (standing.stand, standing.awaited, standing.at_odds) == (Stand.STOPPED, True, False)
    assert radio.by_bib()["214"].result.status is ResultStatus.DNF
    assert radio.undo() == "course.call"
    assert not radio.season.data.rulings
    assert radio.by_bib()["214"].result.status is ResultStatus.PENDING


def test_who_stops_at_an_unknown_place_is_not_taken_and_the_words_stay(radio: Desk) -> None:
    call = understood(radio, "214 dnf cp7 knee / car")
    assert codes(call) == ["radio.unknown-place"]
    assert (call.reason, call.way, call.ready) == ("knee", "car", False)


def test_who_stops_nobody_says_where_is_withdrawn_all_the_same(radio: Desk) -> None:
    call = take(radio, "214 dnf knee / car")
    assert (codes(call), call.ready) == (["radio.stopped-somewhere"], True)
    (ruling,) = radio.season.data.rulings.values()
    assert (ruling.point, ruling.reason, ruling.way) == ("", "knee", "car")
    assert radio.season.data.reads == {}
    unknown = understood(radio, "999 dnf")
    assert ("radio.no-place" in codes(unknown), unknown.ready) == (True, False)


def test_who_stops_is_seen_there_unless_seen_there_before(radio: Desk) -> None:
    take(radio, "214 cp2 1132")
    take(radio, "214 dnf cp2 1150 knee / car")
    take(radio, "215 dnf cp2 1150 knee / car")
    (own,) = radio.season.splits(radio.race("long").id)[radio.entry("214").id]
    assert own.instant_ms == at("2026-05-24 11:32:00")
    (other,) = radio.season.splits(radio.race("long").id)[radio.entry("215").id]
    assert other.instant_ms == at("2026-05-24 11:50:00")


def test_a_dnf_of_a_bib_nobody_wears_counts_for_whoever_gets_the_read(radio: Desk) -> None:
    take(radio, "241 dnf cp2 knee / car")
    (read,) = radio.season.data.reads.values()
    assert (read.bib, read.status) == ("241", ResultStatus.DNF)
    assert not radio.season.data.rulings


def test_who_stops_at_the_finish_gets_no_finish_time(radio: Desk) -> None:
    take(radio, "214 dnf finish")
    assert radio.by_bib()["214"].result.status is ResultStatus.DNF
    assert not radio.season.data.reads


@pytest.mark.parametrize(
    ("first", "text", "code"),
    [
        ("214 cp2 1132", "214 cp2 1140", "radio.again"),
        ("214 finish 1150", "214 cp2 1140", "radio.in-already"),
        ("214 dnf cp1", "214 cp2", "radio.stopped"),
        ("", "31 cp2", "radio.other-race"),
    ],
)
def test_what_is_odd_about_a_call_is_said_and_does_not_hinder_it(
    radio: Desk, first: str, text: str, code: str
) -> None:
    if first:
        take(radio, first)
    call = understood(radio, text)
    assert code in codes(call)
    assert call.ready


def test_where_two_races_use_one_number_the_race_chosen_is_meant(radio: Desk) -> None:
    same = replace(radio.entry("31"), bib="214")
    with radio.season.change("entry.edit", bib="214") as writer:
        writer.put(same)
    call = read_call(book(radio), "214 cp1", radio.clock.now_ms())
    assert call is not None
    assert codes(call) == ["radio.worn-twice"]
    call = read_call(book(radio, "short"), "214 cp1", radio.clock.now_ms())
    assert call is not None
    assert call.notes == ()
    take_call(radio.season, radio.event().id, call, radio.clock.now_ms(), ACTOR)
    assert list(radio.season.splits(radio.race("short").id))
    assert not radio.season.splits(radio.race("long").id)


def test_a_call_before_the_gun_is_told(radio: Desk) -> None:
    radio.undo()
    assert "radio.not-started" in codes(understood(radio, "214 cp2"))


def test_who_was_called_in_is_last_seen_there(radio: Desk) -> None:
    take(radio, "214 cp2 1132")
    rows = {row.bib: row for row in course_view(radio.season, radio.event().id).rows}
    seen = rows["214"].where.seen
    assert seen is not None
    assert (seen.label, seen.instant_ms) == ("Coopers Knob", at("2026-05-24 11:32:00"))
    assert rows["215"].where.seen is None


# Words

SPOTS = (
    Spot(code="cp1", label="Saddle"),
    Spot(code="cp2", label="Coopers Knob"),
    Spot(code="hut", label="Te Ara Hut"),
)


@given(
    bibs=st.lists(st.integers(1, 999), min_size=1, max_size=4, unique=True),
    spot=st.sampled_from(SPOTS),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    verb=st.sampled_from(["", "in", "out"]),
    order=st.permutations(range(4)),
)
def test_any_order_of_bibs_place_time_and_direction_means_the_same(
    bibs: list[int], spot: Spot, hour: int, minute: int, verb: str, order: list[int]
) -> None:
    parts = [",".join(map(str, bibs)), spot.code, f"{hour}:{minute:02d}", verb]
    text = " ".join(parts[at] for at in order)
    found = read_words(text, SPOTS, lambda bib: bib.isdecimal() and int(bib) in bibs)
    assert found.bibs == [str(bib) for bib in bibs]
    assert (found.place, found.verb, found.rest) == (spot.code, verb, "")
    assert found.moment is not None
    assert found.moment.clock.time_of_day_ms == (hour * 60 + minute) * 60_000


@given(st.text(alphabet="214 cp/out:,dnfé?#\t-9", max_size=40))
def test_every_line_is_taken_apart_and_never_fails(text: str) -> None:
    found = read_words(text, SPOTS, lambda bib: bib == "214")
    assert found.verb in ("", "in", "out", "dnf")
