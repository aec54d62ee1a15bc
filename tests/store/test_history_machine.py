"""Any order of changes, failures, undo, redo and reopening, against a plain model of the same."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.builders import a_race, a_runner, an_entry, an_event
from tests.store.season import a_batch, new_file, reopened, some_reads
from trailsdesk.domain.entry import CategoryOverride, EntryId
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.domain.problems import Refused

if TYPE_CHECKING:
    from trailsdesk.domain.season import SeasonData

HOLDERS = ("events", "races", "runners", "entries", "overrides", "batches", "reads")


@dataclass
class Model:
    """What the file should hold: kind to id to row. Batches never leave, reads never change."""

    rows: dict[str, dict[int, Any]] = field(
        default_factory=lambda: {holder: {} for holder in (*HOLDERS, "contacts")}
    )

    def copy(self) -> Model:
        return Model({holder: dict(rows) for holder, rows in self.rows.items()})


class HistoryMachine(RuleBasedStateMachine):
    """``past`` and ``future`` are whole states; undo and redo walk between them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="trailsdesk-machine-"))
        self.place = self.folder / "m.trailsdesk"
        self.file = new_file(self.place)
        self.now = Model()
        self.past: list[Model] = []
        self.future: list[Model] = []
        self.all_reads: dict[int, Any] = {}
        self.all_batches: dict[int, Any] = {}
        self.shown = self.file.load()

    # ---------------------------------------------------------------- the operations

    def change(self, steps: list[tuple[str, int, int]], *, fail: bool) -> None:
        model = self.now.copy()
        made_reads: dict[int, Any] = {}
        made_batches: dict[int, Any] = {}
        try:
            with self.file.operation("change", {"steps": len(steps)}) as writer:
                for kind, choice, value in steps:
                    getattr(self, f"_{kind}")(
                        writer, model, choice, value, made_batches, made_reads
                    )
                if fail:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            return
        if model.rows != self.now.rows:
            self.past.append(self.now)
            self.future.clear()
            self.now = model
        self.all_reads.update(made_reads)
        self.all_batches.update(made_batches)
        self.shown = self.file.refresh(self.shown, self.file.last_changes)

    def _event(self, writer: Any, model: Model, _choice: int, value: int, *_: Any) -> None:
        codes = {event.code for event in model.rows["events"].values()}
        if f"e{value}" not in codes:
            event = writer.put(an_event(f"e{value}", id=EventId(0)))
            model.rows["events"][event.id] = event

    def _race(self, writer: Any, model: Model, choice: int, value: int, *_: Any) -> None:
        if event := _pick(model.rows["events"], choice):
            races = model.rows["races"].values()
            if (event.id, f"r{value}") not in {(race.event_id, race.code) for race in races}:
                race = writer.put(a_race(f"r{value}", id=RaceId(0), event_id=event.id))
                model.rows["races"][race.id] = race

    def _runners(self, writer: Any, model: Model, choice: int, value: int, *_: Any) -> None:
        new = [a_runner(f"R{value}", str(n), id=RunnerId(0)) for n in range(choice % 3 + 1)]
        for runner in writer.put_many(new):
            model.rows["runners"][runner.id] = runner

    def _edit(self, writer: Any, model: Model, choice: int, value: int, *_: Any) -> None:
        if runner := _pick(model.rows["runners"], choice):
            changed = writer.put(replace(runner, city=f"city {value}"))
            model.rows["runners"][changed.id] = changed

    def _entry(self, writer: Any, model: Model, choice: int, value: int, *_: Any) -> None:
        runner, race = _pick(model.rows["runners"], choice), _pick(model.rows["races"], value)
        if runner and race:
            entry = writer.put(
                an_entry(str(value), id=EntryId(0), runner_id=runner.id, race_id=race.id)
            )
            model.rows["entries"][entry.id] = entry

    def _override(self, writer: Any, model: Model, choice: int, value: int, *_: Any) -> None:
        if entry := _pick(model.rows["entries"], choice):
            override = CategoryOverride(entry_id=entry.id, category=f"C{value}", reason="")
            model.rows["overrides"][entry.id] = writer.put(override)

    def _contact(self, writer: Any, model: Model, choice: int, value: int, *_: Any) -> None:
        if runner := _pick(model.rows["runners"], choice):
            contact = Contact(runner_id=runner.id, phone=str(value))
            model.rows["contacts"][runner.id] = writer.put(contact)

    def _delete(self, writer: Any, model: Model, choice: int, value: int, *_: Any) -> None:
        holder = ("entries", "runners", "races", "events", "overrides", "contacts")[value % 6]
        item = _pick(model.rows[holder], choice)
        if item:
            with suppress(Refused):
                writer.delete(item)
                del model.rows[holder][_key(holder, item)]

    def _reads(
        self, writer: Any, model: Model, choice: int, value: int, batches: Any, reads: Any
    ) -> None:
        if event := _pick(model.rows["events"], choice):
            given = some_reads(value)
            batch, first = writer.add_reads(a_batch(event.id, name=f"b{value}"), given)
            batches[batch.id] = model.rows["batches"][batch.id] = batch
            for number, read in enumerate(given, start=first):
                reads[number] = replace(read, id=number, batch_id=batch.id)

    def _retract(self, writer: Any, model: Model, choice: int, _value: int, *_: Any) -> None:
        at_events = {
            key: batch
            for key, batch in model.rows["batches"].items()
            if batch.event_id in model.rows["events"]
        }
        if batch := _pick(at_events, choice):
            changed = writer.put(replace(batch, retracted=not batch.retracted))
            model.rows["batches"][batch.id] = changed

    # ------------------------------------------------------------------------ the rules

    steps = st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "event",
                    "race",
                    "runners",
                    "edit",
                    "entry",
                    "override",
                    "contact",
                    "delete",
                    "delete",
                    "reads",
                    "retract",
                ]
            ),
            st.integers(0, 5),
            st.integers(0, 5),
        ),
        min_size=1,
        max_size=6,
    )

    @rule(steps=steps)
    def operate(self, steps: list[tuple[str, int, int]]) -> None:
        self.change(steps, fail=False)

    @rule(steps=steps)
    def fail_inside(self, steps: list[tuple[str, int, int]]) -> None:
        self.change(steps, fail=True)

    @rule(steps=steps, reads=st.integers(1, 40), choice=st.integers(0, 5), taken=st.booleans())
    def import_in_steps(
        self, steps: list[tuple[str, int, int]], reads: int, choice: int, taken: bool
    ) -> None:
        """Other changes go on between the steps; what was staged and not taken was never there."""
        event = _pick(self.now.rows["events"], choice)
        if event is None:
            return
        others = iter([steps])
        given = some_reads(reads)

        def between() -> None:
            for other in others:
                self.change(other, fail=False)

        with self.file.staging(between) as staging:
            staged = staging.add(a_batch(event.id, name="staged"), given, b"source")
            between()
            self.file_holds_what_the_model_holds()
            if not taken or event.id not in self.now.rows["events"]:
                return
            model = self.now.copy()
            with self.file.operation("import") as writer:
                batch, first = writer.take_staged(staged)
        self.past.append(self.now)
        self.future.clear()
        model.rows["batches"][batch.id] = self.all_batches[batch.id] = batch
        self.now = model
        for number, read in enumerate(given, start=first):
            self.all_reads[number] = replace(read, id=number, batch_id=batch.id)
        self.all_reads = dict(sorted(self.all_reads.items()))
        self.shown = self.file.refresh(self.shown, self.file.last_changes)

    @rule()
    def undo(self) -> None:
        changes = self.file.undo()
        assert (changes is None) == (not self.past)
        if changes is not None:
            self.future.append(self.now)
            self.now = self.past.pop()
            self.shown = self.file.refresh(self.shown, changes)

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        changes = self.file.redo()
        assert changes is not None
        self.past.append(self.now)
        self.now = self.future.pop()
        self.shown = self.file.refresh(self.shown, changes)

    @precondition(lambda self: not self.future)
    @rule()
    def nothing_to_redo(self) -> None:
        assert self.file.redo() is None
        assert self.file.next_redo() is None

    @rule()
    def close_and_reopen(self) -> None:
        self.file.close()
        self.file = reopened(self.place)
        assert self.file.check() == ()

    # --------------------------------------------------------------------- the promises

    @invariant()
    def file_holds_what_the_model_holds(self) -> None:
        data = self.file.load()
        assert self.shown == data
        for holder in ("events", "races", "runners", "entries", "overrides"):
            assert getattr(data, holder) == self.now.rows[holder], holder
        contacts = self.file.contacts(data.runners)
        assert contacts == self.now.rows["contacts"]
        self.reads_are_all_there(data)

    def reads_are_all_there(self, data: SeasonData) -> None:
        visible = {
            key: self.now.rows["batches"].get(key, replace(batch, retracted=True))
            for key, batch in self.all_batches.items()
            if batch.event_id in data.events
        }
        assert data.batches == visible
        assert data.reads == {
            key: read for key, read in self.all_reads.items() if read.batch_id in visible
        }

    @invariant()
    def history_knows_what_can_be_undone(self) -> None:
        done = [info for info in self.file.history() if not info.undone]
        assert len(done) == len(self.past)
        assert (self.file.next_undo() is None) == (not self.past)
        assert (self.file.next_redo() is None) == (not self.future)

    def teardown(self) -> None:
        self.file.close()
        shutil.rmtree(self.folder)


def _pick(rows: dict[int, Any], choice: int) -> Any:
    keys = sorted(rows)
    return rows[keys[choice % len(keys)]] if keys else None


def _key(holder: str, item: Any) -> int:
    keys = {"overrides": "entry_id", "contacts": "runner_id"}
    return int(getattr(item, keys.get(holder, "id")))


TestHistory = HistoryMachine.TestCase
TestHistory.settings = settings(max_examples=20, stateful_step_count=20)
