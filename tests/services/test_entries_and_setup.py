"""Single entries, the season's own settings, the history, and files to bring in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR, ENTRY_HEADER, PRESET, Desk, SetClock, at
from trailsdesk.domain.entry import Entry, EntryStatus, MedalOrder
from trailsdesk.domain.people import Contact, Gender, Runner, RunnerId
from trailsdesk.domain.problems import InputUnreadable, KnownError, Refused
from trailsdesk.services import entries, event_setup, fee_quotes, history, sources
from trailsdesk.services.season import Season
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.ports import Changes

ADA = Runner(
    family_name="Rimu", given_name="Ada", gender=Gender.F, birth_date=date(1990, 3, 2)
)  # fmt: skip


def an_entry(desk: Desk, **fields: object) -> Entry:
    race_id: RaceId = desk.race("short").id
    return Entry(runner_id=RunnerId(0), race_id=race_id, **fields)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------- single entries


def test_an_entry_is_added_with_runner_and_contact_and_undone_whole(desk: Desk) -> None:
    contact = Contact(runner_id=RunnerId(0), email="ada@example.invalid")
    made = entries.add_entry(desk.season, ADA, an_entry(desk, bib="5"), contact)
    runner = desk.runner("5")
    assert desk.season.data.entries[made].runner_id == runner.id
    assert desk.season.file.contacts([runner.id])[runner.id].email == "ada@example.invalid"
    assert desk.undo() == "entry.add"
    assert (desk.season.data.entries, desk.season.data.runners) == ({}, {})
    assert desk.season.file.contacts([runner.id]) == {}
    desk.reopen()
    desk.redo()
    assert desk.runner("5").family_name == "Rimu"


def test_a_known_runner_is_entered_again_without_a_second_record(desk: Desk) -> None:
    entries.add_entry(desk.season, ADA, an_entry(desk, bib="5"), None)
    ada = desk.runner("5")
    other = an_entry(desk, bib="9")
    entries.add_entry(desk.season, ada, other, None)
    assert len(desk.season.data.runners) == 1
    assert {entry.runner_id for entry in desk.season.data.entries.values()} == {ada.id}


def test_an_entry_needs_a_name_and_keeps_one(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        entries.add_entry(desk.season, Runner(family_name=""), an_entry(desk), None)
    assert refused.value.note.code == "entry.name-missing"
    entries.add_entry(desk.season, ADA, an_entry(desk, bib="5"), None)
    with pytest.raises(Refused):
        entries.edit_runner(desk.season, desk.runner("5").id, family_name="", given_name="")
    assert desk.runner("5") == desk.season.file.load().runners[desk.runner("5").id]
    entries.edit_runner(desk.season, desk.runner("5").id, family_name="")
    assert desk.runner("5").given_name == "Ada", "one name is enough"


def test_an_edit_that_changes_nothing_is_no_operation(desk: Desk) -> None:
    entries.add_entry(desk.season, ADA, an_entry(desk, bib="5"), None)
    before = desk.season.data
    entries.edit_entry(desk.season, desk.entry("5").id, bib="5", note="")
    entries.edit_runner(desk.season, desk.runner("5").id, family_name="Rimu")
    assert entries.withdraw(desk.season, [desk.entry("5").id], withdrawn=False) == 0
    assert desk.season.data is before


def test_editing_an_entry_is_undone_redone_and_survives_a_restart(desk: Desk) -> None:
    entries.add_entry(desk.season, ADA, an_entry(desk, bib="5"), None)
    entry_id = desk.entry("5").id
    entries.edit_entry(desk.season, entry_id, bib="6", medal=MedalOrder.POST, paid_minor=4900)
    desk.reopen()
    kept = desk.season.data.entries[entry_id]
    assert (kept.bib, kept.medal, kept.paid_minor) == ("6", MedalOrder.POST, 4900)
    assert desk.undo() == "entry.edit"
    assert desk.season.data.entries[entry_id].bib == "5"
    desk.redo()
    assert desk.season.data.entries[entry_id] == kept


def test_withdrawing_several_is_one_operation(desk: Desk) -> None:
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,short", "2,Bea,Tawa,F,1991-07-20,NED,long")
    ids = list(desk.season.data.entries)
    assert entries.withdraw(desk.season, ids) == 2
    assert all(e.status is EntryStatus.WITHDRAWN for e in desk.season.data.entries.values())
    assert desk.undo() == "entry.withdraw"
    assert all(e.status is EntryStatus.ENTERED for e in desk.season.data.entries.values())
    assert desk.redo() == "entry.withdraw"
    assert entries.withdraw(desk.season, ids, withdrawn=False) == 2
    assert desk.season.file.history(1)[0].name == "entry.reinstate"


def test_entry_rows_are_those_of_a_race_an_event_or_the_season(desk: Desk) -> None:
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,short", "2,Bea,Tawa,F,1991-07-20,NED,long")
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,short", event="torlesse")
    assert len(entries.entry_rows(desk.season)) == 3
    assert len(entries.entry_rows(desk.season, desk.event().id)) == 2
    (row,) = entries.entry_rows(desk.season, race_id=desk.race("short").id)
    assert (row.runner.given_name, row.event_code, row.race_code) == ("Ada", "willesden", "short")
    assert row.category.code == "F-OPEN"


@pytest.mark.parametrize(
    ("paid", "owes"), [("", 4900), ("20.00", 2900), ("49.00", 0), ("50.00", -100)]
)
def test_what_is_owed_is_the_fee_less_what_was_paid(desk: Desk, paid: str, owes: int) -> None:
    header = f"{ENTRY_HEADER},Entered,Paid"
    desk.entries(f"1,Ada,Rimu,F,1990-03-02,NZL,short,2026-03-01,{paid}", header=header)
    (row,) = entries.entry_rows(desk.season)
    assert row.owes_minor == owes


@pytest.mark.parametrize(
    ("day", "minor"),
    [(date(2026, 3, 29), 4900), (date(2026, 3, 30), 5900), (date(2026, 4, 26), 5900),
     (date(2026, 4, 27), 7500), (date(2026, 5, 12), 7500), (date(2026, 5, 13), 9000),
     (date(2026, 5, 19), 9000), (date(2026, 5, 20), None)],
)  # fmt: skip
def test_a_quote_is_the_price_of_its_day(desk: Desk, day: date, minor: int | None) -> None:
    quote = fee_quotes.quote_for(desk.season, "willesden", "short", date(1990, 1, 1), day)
    assert (quote.total_minor, quote.open) == (minor, minor is not None)
    assert sum(line.amount_minor for line in quote.lines) == (minor or 0)


def test_a_quote_asks_for_an_event_and_a_race_there_is(desk: Desk) -> None:
    for event, race in (("nowhere", "short"), ("willesden", "ultra")):
        with pytest.raises(Refused) as refused:
            fee_quotes.quote_for(desk.season, event, race, None, date(2026, 3, 1))
        assert refused.value.note.params["known"]


def test_a_season_without_prices_quotes_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, preset="single-race")
    first = desk.season.data.events_in_order()[0]
    race = desk.season.data.races_of(first.id)[0]
    with pytest.raises(Refused) as refused:
        fee_quotes.quote_for(desk.season, first.code, race.code, None, first.date)
    assert refused.value.note.code == "fees.no-schedule"
    desk.close()


# ---------------------------------------------------------------------------------- the season


def test_every_preset_makes_a_season_that_opens_again(tmp_path: Path) -> None:
    found = event_setup.presets()
    assert PRESET in {preset.id for preset in found}
    for preset in found:
        folder = tmp_path / preset.id
        folder.mkdir()
        desk = Desk(folder, preset=preset.id)
        rules = desk.season.rules
        desk.reopen()
        assert desk.season.rules == rules
        assert desk.problems() == ()
        assert all(desk.season.data.waves_of(race) for race in desk.season.data.races)
        desk.close()


def test_a_season_never_overwrites_a_file(desk: Desk) -> None:
    content = desk.path.read_bytes()
    with pytest.raises(Refused) as refused:
        event_setup.new_season(Store(), desk.path, PRESET, ACTOR, desk.clock)
    assert refused.value.note.code == "file.exists"
    assert desk.path.read_bytes() == content


def test_an_unknown_preset_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "new.trailsdesk"
    with pytest.raises(KnownError):
        event_setup.new_season(Store(), path, "no-such-preset", ACTOR, SetClock())
    assert list(tmp_path.iterdir()) == []


def test_a_season_that_fails_half_made_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError("the stick was pulled out")

    monkeypatch.setattr(event_setup, "_adopt", fails)
    path = tmp_path / "new.trailsdesk"
    with pytest.raises(OSError, match="stick"):
        event_setup.new_season(Store(), path, PRESET, ACTOR, SetClock())
    assert not path.exists()


def test_the_series_is_renamed_and_undone(desk: Desk) -> None:
    name = desk.season.data.series.name
    for same in ("", "  ", name, f" {name} "):
        event_setup.rename_series(desk.season, same)
    assert len(desk.season.file.history()) == 1
    event_setup.rename_series(desk.season, " Hill Series ")
    assert desk.season.data.series.name == "Hill Series"
    assert desk.undo() == "season.rename"
    assert desk.season.data.series.name == name


def test_an_event_is_edited_in_what_is_said_and_nothing_else(desk: Desk) -> None:
    before = desk.event()
    after = event_setup.edit_event(desk.season, before.id, venue="Woolshed")
    assert (after.venue, after.name, after.date, after.zone) == (
        "Woolshed", before.name, before.date, before.zone,
    )  # fmt: skip
    assert event_setup.edit_event(desk.season, before.id, venue="Woolshed") == after
    assert desk.undo() == "event.edit"
    assert desk.event() == before


# --------------------------------------------------------------------------------- the history


def test_the_making_of_the_season_is_never_undone(desk: Desk) -> None:
    assert history.next_undo(desk.season) is None
    assert history.undo(desk.season) is None
    assert history.redo(desk.season) is None
    assert len(desk.season.data.events) == 4


def test_undo_goes_back_step_by_step_and_something_new_ends_redo(desk: Desk) -> None:
    desk.clock.set("2026-05-24 08:00:00")
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,short")
    desk.start()
    assert [desk.undo(), desk.undo()] == ["race.start", "entries.import"]
    info = history.next_redo(desk.season)
    assert info is not None
    assert info.name == "entries.import"
    desk.start("11:00:00")
    assert history.next_redo(desk.season) is None
    done = history.history(desk.season)
    assert [info.name for info in done if not info.undone][:2] == ["race.start", "season.new"]
    assert done[0].actor == ACTOR
    assert done[0].at_ms == at("2026-05-24 08:00:00")


def test_what_an_operation_changed_is_told_field_by_field(desk: Desk) -> None:
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,short")
    entries.edit_entry(desk.season, desk.entry("1").id, bib="2")
    (info,) = history.history(desk.season, 1)
    (change,) = history.changes_of(desk.season, info.number)
    assert (change.action, change.field) == ("update", "bib")
    assert (change.before, change.after) == ("1", "2")
    assert history.in_words(info.name, info.params)


def test_listeners_hear_of_every_change_undo_and_redo_and_of_nothing_else(desk: Desk) -> None:
    heard: list[Changes] = []
    desk.season.listen(heard.append)
    desk.plan("1,Ada,Rimu,F,1990-03-02,NZL,short")
    desk.start()
    desk.start()
    desk.undo()
    desk.redo()
    assert len(heard) == 3
    assert all(history.touched(changes, "wave") for changes in heard)
    assert not any(history.touched(changes, "entry", "runner") for changes in heard)


def test_a_failure_inside_a_change_leaves_all_as_it_was(desk: Desk) -> None:
    before = desk.season.data

    def half_done() -> None:
        with desk.season.change("runner.edit") as writer:
            writer.put(ADA)
            raise OSError("the stick was pulled out")

    with pytest.raises(OSError, match="stick"):
        half_done()
    assert desk.season.data is before
    assert desk.season.file.load() == before


def test_a_season_open_elsewhere_is_read_and_not_changed(desk: Desk) -> None:
    other = Season(Store().open(desk.path, "Second", desk.clock), desk.clock)
    assert other.file.read_only
    with pytest.raises(KnownError):
        event_setup.rename_series(other, "Mine")
    assert other.data == desk.season.data
    other.file.close()


# --------------------------------------------------------------------------- files to bring in


def test_a_source_is_read_whole_with_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"Bib,Time\n1,10:00\n")
    source = sources.read_source(path)
    assert (source.name, source.data) == ("list.csv", b"Bib,Time\n1,10:00\n")
    assert len(source.sha256) == 64
    book = sources.open_book(source)
    assert sources.pick_table(book, None).header == ("Bib", "Time")
    with pytest.raises(InputUnreadable) as unreadable:
        sources.pick_table(book, "Sheet 9")
    assert unreadable.value.note.code == "input.no-such-table"


def test_what_cannot_be_read_is_told_calmly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = tmp_path / "big.csv"
    big.write_bytes(b"x" * 2048)
    monkeypatch.setattr(sources, "MOST_BYTES", 1024)
    for path, code in ((tmp_path, "input.folder"), (tmp_path / "absent", "input.missing"),
                       (big, "input.too-large")):  # fmt: skip
        with pytest.raises(InputUnreadable) as unreadable:
            sources.read_source(path)
        assert unreadable.value.note.code == code
