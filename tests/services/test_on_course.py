"""Who is out there as the desk sees it, and what people decide about them. All made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trailsdesk.documents.sheet import Heading, Notice, Table
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.on_course import Stand
from trailsdesk.domain.people import Contact
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.services import on_course, printed, printing, raceday
from trailsdesk.services.checkpoints import save_point
from trailsdesk.services.course_sheets import HIDDEN
from trailsdesk.services.on_course import course_detail, course_view, in_order
from trailsdesk.services.radio import radio_book, read_call, take_call
from trailsdesk.services.results import rule_on
from trailsdesk.services.sheet_preview import SheetChoice, for_paper, preview

from tests.services.desk import ACTOR, at  # isort: skip

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.services.on_course import CourseRow

HOUR = 3_600_000


@pytest.fixture
def race(desk: Desk) -> Desk:
    """Three in the long race, one in the short one; started at 10:00, it is 12:20."""
    desk.entries(
        "214,Ada,Rimu,F,1990-01-01,NZL,long",
        "215,Bo,Tawa,M,1985-01-01,NZL,long",
        "216,Cy,Larch,M,1985-01-01,NZL,long",
        "31,Di,Kauri,F,1985-01-01,NZL,short",
    )
    for code, label, km in (("cp1", "Saddle", 6.0), ("cp2", "Coopers Knob", 12.0)):
        save_point(
            desk.season,
            TimingPoint(
                race_id=desk.race("long").id,
                code=code,
                label=label,
                distance_m=km * 1000,
                cutoff_ms=4 * HOUR if code == "cp2" else None,
            ),
        )
    desk.start("10:00:00")
    desk.clock.set("2026-05-24 12:20:00")
    return desk


def call(desk: Desk, text: str) -> None:
    event_id, now = desk.event().id, desk.clock.now_ms()
    found = read_call(radio_book(desk.season, event_id), text, now)
    assert found is not None
    assert found.ready, found
    take_call(desk.season, event_id, found, now, ACTOR)


def rows(desk: Desk) -> dict[str, CourseRow]:
    return {row.bib: row for row in course_view(desk.season, desk.event().id).rows}


def test_the_view_counts_race_by_race_and_together(race: Desk) -> None:
    race.times("214,12:10:00,")
    view = course_view(race.season, race.event().id)
    counted = {each.label: (each.tally.started, each.tally.out) for each in view.races}
    assert counted == {"Slope Sprint": (1, 1), "Midi": (0, 0), "Long": (3, 2)}
    assert (view.tally.started, view.tally.inside, view.tally.out) == (4, 1, 3)
    assert sorted(row.bib for row in view.rows) == ["215", "216", "31"]


def test_the_status_bar_counts_what_the_panel_counts(race: Desk) -> None:
    race.times("214,12:10:00,")
    call(race, "215 dnf cp1 knee / car")
    races = [each.id for each in race.season.data.races_of(race.event().id)]
    field = raceday.field_state(race.season, races)
    assert (field.entered, field.started, field.finished, field.withdrawn) == (4, 4, 1, 1)
    assert (field.on_course, field.awaited, field.accounted) == (2, 1, False)


def test_the_longest_overdue_come_first_and_who_is_awaited_after_those_out_there(
    race: Desk,
) -> None:
    call(race, "214 cp1 1040")
    call(race, "215 cp1 1030")
    call(race, "216 dnf cp1 / car")
    view = course_view(race.season, race.event().id, race.race("long").id)
    ordered = in_order(view.rows, race.clock.now_ms())
    assert [row.bib for row in ordered] == ["215", "214", "216"]


def test_one_runner_in_detail_with_every_place_seen_at(race: Desk) -> None:
    call(race, "214 cp1 1100")
    call(race, "214 out cp1 1110")
    detail = course_detail(race.season, race.entry("214").id)
    assert detail is not None
    (split,) = detail.splits
    assert (split.label, split.since_ms) == ("Saddle", HOUR)
    assert (split.instant_ms, split.out_ms) == (
        at("2026-05-24 11:00:00"),
        at("2026-05-24 11:10:00"),
    )
    assert [code for code, _label in detail.stages] == ["cp1", "cp2", "finish"]
    race.times("215,12:10:00,")
    assert course_detail(race.season, race.entry("215").id) is None


def test_a_withdrawal_is_corrected_by_a_later_one(race: Desk) -> None:
    entry_id = race.entry("214").id
    for place, way in (("cp1", "car"), ("cp2", "walks down")):
        on_course.stop_runner(
            race.season, entry_id, point=place, way=way, reason=" knee ", actor=ACTOR
        )
        race.clock.now = type(race.clock.now)(race.clock.now + 1000)
    row = rows(race)["214"]
    assert (row.stopped_at, row.standing.awaited) == ("Coopers Knob", True)
    assert race.by_bib()["214"].result.status is ResultStatus.DNF
    assert race.undo() == "course.stop"
    assert rows(race)["214"].stopped_at == "Saddle"


def test_who_stopped_and_is_seen_back_is_accounted_for_and_undo_takes_it_back(
    race: Desk,
) -> None:
    entry_id = race.entry("214").id
    call(race, "214 dnf cp1 knee / car")
    on_course.seen_back(race.season, entry_id, ACTOR)
    (ruling,) = race.season.data.rulings.values()
    assert ruling.back_ms == race.clock.now_ms()
    assert not rows(race)["214"].standing.awaited
    on_course.not_back(race.season, entry_id)
    assert rows(race)["214"].standing.awaited
    assert race.undo() == "course.not-back"
    assert race.undo() == "course.back"
    assert rows(race)["214"].standing.awaited


def test_who_is_seen_back_without_a_word_stops_where_last_seen(race: Desk) -> None:
    call(race, "214 cp1 1100")
    on_course.seen_back(race.season, race.entry("214").id, ACTOR)
    (ruling,) = race.season.data.rulings.values()
    assert (ruling.kind, ruling.point) == (RulingKind.DNF, "cp1")
    assert rows(race)["214"].standing.stand is Stand.STOPPED
    assert not rows(race)["214"].standing.awaited


def test_seen_back_is_refused_for_who_is_in(race: Desk) -> None:
    race.times("214,12:10:00,")
    with pytest.raises(Refused) as refused:
        on_course.seen_back(race.season, race.entry("214").id, ACTOR)
    assert refused.value.note.code == "lookout.not-out"


def test_who_goes_on_after_all_is_in_the_race_again(race: Desk) -> None:
    call(race, "214 dnf cp1 knee / car")
    race.clock.now = type(race.clock.now)(race.clock.now + 1000)
    on_course.goes_on(race.season, race.entry("214").id, ACTOR)
    assert rows(race)["214"].standing.stand is Stand.OUT
    assert race.by_bib()["214"].result.status is ResultStatus.PENDING


def test_a_disqualified_runner_out_there_stays_in_sight(race: Desk) -> None:
    rule_on(race.season, race.entry("214").id, RulingKind.DSQ, "short cut", ACTOR)
    assert rows(race)["214"].is_left


# Sheets


def sheet(desk: Desk, kind: str, race: str | None = "long") -> Sheet:
    race_id = desk.race(race).id if race else None
    return printing.build_sheet(desk.season, printing.kind_named(kind), desk.event().id, race_id)


def texts(made: Sheet) -> str:
    tables = [block for block in made.blocks if isinstance(block, Table)]
    return "\n".join(" | ".join(cell.text for cell in row) for t in tables for row in t.rows)


def test_the_sweep_list_says_who_is_left_where_and_when_expected(race: Desk) -> None:
    call(race, "214 cp1 1100")
    call(race, "215 dnf cp1 1115 knee / sweep's quad")
    race.times("216,12:10:00,")
    made = sheet(race, "sweep")
    assert texts(made).splitlines() == [
        # Nobody was called in at Coopers Knob, and somebody finished: it is silent.
        " | 214 | Ada Rimu | Saddle | 11:00 | the finish | 13:10 | Coopers Knob 14:00",
        " | 215 | Bo Tawa | Saddle | 11:15 | sweep's quad | knee",
    ]
    headings = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert headings == ["Stopped, not seen back yet"]
    assert "Phone" not in str(made)


def test_with_nobody_left_the_sweep_list_says_so(race: Desk) -> None:
    race.times("214,12:10:00,", "215,12:10:00,", "216,12:10:00,")
    assert "Nobody is left out there." in str(sheet(race, "sweep").blocks)


def with_contact(desk: Desk) -> None:
    contact = Contact(
        runner_id=desk.runner("214").id,
        phone="000 214",
        emergency_name="Hemi Invented",
        emergency_phone="000 999",
        medical="asthma",
    )
    with desk.season.change("entry.edit", bib="214") as writer:
        writer.put(contact)


def test_phones_stand_only_on_the_protected_sheet_that_goes_to_paper(race: Desk) -> None:
    with_contact(race)
    kind, event_id = printing.kind_named("sweep-phones"), race.event().id
    assert "000 214" not in str(sheet(race, "sweep"))
    on_screen = preview(race.season, SheetChoice(kind=kind, event_id=event_id))
    assert "000 214" not in str(on_screen.sheet)
    assert HIDDEN in str(on_screen.sheet)
    choice = for_paper(race.season, SheetChoice(kind=kind, event_id=event_id))
    made = preview(race.season, choice).sheet
    assert "000 214" in texts(made)
    assert "Hemi Invented · 000 999" in texts(made)
    assert "asthma" not in str(made)
    notice = next(block for block in made.blocks if isinstance(block, Notice))
    assert notice.text.startswith("Protected:")


def test_what_is_noted_of_a_protected_sheet_holds_no_contact(race: Desk) -> None:
    with_contact(race)
    kind = printing.kind_named("sweep-phones")
    request = printing.sheet_request(race.season, kind, race.event().id)
    request = printing.with_contacts(race.season, kind, request)
    record = printed.numbered(race.season, kind, request, ACTOR).record
    assert record is not None
    assert "000" not in record.options
    assert "Hemi" not in str(record)


def test_only_those_who_are_left_are_looked_up_for_a_protected_sheet(race: Desk) -> None:
    with_contact(race)
    race.times("214,12:10:00,")
    kind = printing.kind_named("sweep-phones")
    request = printing.sheet_request(race.season, kind, race.event().id)
    assert printing.with_contacts(race.season, kind, request).contacts == {}


def test_a_recorder_s_sheet_has_every_bib_of_a_place_with_room_for_two_times(race: Desk) -> None:
    made = sheet(race, "checkpoint")
    headings = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert headings == [
        "Saddle (cp1)",
        "Saddle · Long",
        "Saddle: not on the list, or not read",
        "Coopers Knob (cp2)",
        "Coopers Knob · Long",
        "Coopers Knob: not on the list, or not read",
    ]
    grids = [block for block in made.blocks if isinstance(block, Table) and "Seen" in str(block)]
    assert len(grids) == 2
    bibs = [cell.text for row in grids[0].rows for cell in row if cell.text.isdigit()]
    assert bibs == ["214", "215", "216"]
    assert "closes 14:00, 4:00 after the gun" in str(made)


def test_a_place_two_races_go_by_is_one_sheet(race: Desk) -> None:
    save_point(
        race.season,
        TimingPoint(race_id=race.race("short").id, code="cp1", label="Saddle"),
    )
    made = sheet(race, "checkpoint", None)
    headings = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert headings.count("Saddle (cp1)") == 1
    assert "Saddle · Slope Sprint" in headings


def test_who_did_not_start_is_on_no_recorder_s_sheet(race: Desk) -> None:
    rule_on(race.season, race.entry("215").id, RulingKind.DNS, "not here", ACTOR)
    assert "215" not in texts(sheet(race, "checkpoint"))
