"""An open season: the stored evidence, and the conclusions computed from it when asked.

Conclusions are kept as long as the very mappings they were computed from are unchanged; a change
touches only the kinds it names: a finish keyed at the line recomputes one event and no more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast

from trailsdesk.domain.category import (
    Assignment,
    assign_categories,
    categories_of,
    category_order,
    series_categories,
)
from trailsdesk.domain.one_runner import OneRunner, one_runner
from trailsdesk.domain.pace import breathe, paced
from trailsdesk.domain.points import StandingGroup, compute_standings
from trailsdesk.domain.problems import KnownError, Note, Refused
from trailsdesk.domain.ranking import compute_results
from trailsdesk.domain.splits import splits_of
from trailsdesk.formats.presets import load_preset
from trailsdesk.services.books import Books
from trailsdesk.services.ports import Changes, Clock, SeriesFile, Writer

if TYPE_CHECKING:
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import Event, EventId, Race, RaceId
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.results import RaceResults, Result
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.splits import Split
    from trailsdesk.domain.timing import EntryReads, EventReads

Value = TypeVar("Value")
Listener = Callable[[Changes], None]


class Season:
    """An open series file. Any thread may read it, one at a time may change it.

    Work that asks more than once while another thread may change the season runs through
    ``steadily``: entries of one moment and categories of the next do not fit together.
    """

    def __init__(self, file: SeriesFile, clock: Clock) -> None:
        self.file = file
        self.clock = clock
        self._data = file.load()
        self._held = threading.local()
        self._lock = threading.RLock()
        self._kept: dict[object, tuple[tuple[object, ...], object]] = {}
        self._books = Books()
        self._listeners: list[Listener] = []
        self.backup_failed: Note | None = None
        self.give_way: Callable[[], object] | None = None
        """Called between two steps of long work on the file: lets a waiting time go first.

        None while nobody else wants the file; long work is then done in one go.
        """

    @property
    def data(self) -> SeasonData:
        """The evidence as it stands; a new value after every change."""
        held: SeasonData | None = getattr(self._held, "data", None)
        return self._data if held is None else held

    def steadily(self, work: Callable[..., Value]) -> Callable[..., Value]:
        """``work``, seeing the season from start to end as it stood at its start.

        For work that only reads: what other threads change meanwhile is not seen.
        """

        @wraps(work)
        def held(*args: object, **named: object) -> Value:
            before: SeasonData | None = getattr(self._held, "data", None)
            self._held.data = self.data
            try:
                return work(*args, **named)
            finally:
                self._held.data = before

        return held

    @property
    def rules(self) -> RuleSet:
        """The preset copied into the file, with the organiser's options and changes."""
        series = self.data.series
        return self.keep(
            "rules",
            (
                series.preset_sha256,
                tuple(sorted(series.options.items())),
                tuple(sorted(series.changes.items())),
            ),
            lambda: load_preset(series.preset_text, series.options, series.changes),
        )

    def listen(self, listener: Listener) -> None:
        """Be told of every change, undo and redo, on the thread that made it."""
        self._listeners.append(listener)

    @contextmanager
    def change(self, name: str, /, **params: str | int) -> Iterator[Writer]:
        """One operation; afterwards ``data`` is fresh and listeners have been told."""
        with self.file.operation(name, params) as writer:
            yield writer
        self.take(self.file.last_changes)

    def secure(self, reason: str) -> None:
        """A safety copy before something large; when none can be made, the work goes on."""
        try:
            self.file.backup(reason, self.give_way)
        except KnownError as error:
            self.backup_failed = error.note

    def take(self, changes: Changes | None) -> None:
        """Bring ``data`` up to date with changes already in the file, and tell the listeners."""
        if changes is None or changes.revision == self._data.revision:
            return
        self._data = self.file.refresh(self._data, changes)
        for listener in tuple(self._listeners):
            listener(changes)

    # Looking up by the names a person uses

    def event(self, code: str) -> Event:
        """The event of that short name; ``Refused`` (season.no-event) names those there are."""
        for event in self.data.events.values():
            if event.code == code:
                return event
        known = ", ".join(event.code for event in self.data.events_in_order())
        raise Refused("season.no-event", code=code, known=known)

    def race(self, event: Event, code: str) -> Race:
        """The race of that short name in an event; ``Refused`` (season.no-race) otherwise."""
        races = self.data.races_of(event.id)
        for race in races:
            if race.code == code:
                return race
        known = ", ".join(race.code for race in races)
        raise Refused("season.no-race", code=code, event=event.code, known=known)

    # Conclusions

    def categories(self) -> Mapping[EntryId, Assignment]:
        """The event category of every entry, each with its explanation."""
        data, rules = self.data, self.rules
        inputs = (
            rules, data.events, data.races, data.runners, data.entries, data.overrides,
            data.merges,
        )  # fmt: skip
        return self.keep("categories", inputs, lambda: assign_categories(data, rules))

    def one_runner(self) -> OneRunner:
        """Which records are one runner, and which answers contradict others."""
        data = self.data
        return self.keep("one-runner", (data.runners, data.verdicts), lambda: one_runner(data))

    def series_categories(self) -> Mapping[RunnerId, Assignment]:
        """The series category of every runner, each with its explanation."""
        data, rules, same = self.data, self.rules, self.one_runner().same
        inputs = (rules, data.events, data.races, data.runners, data.entries, data.overrides, same)
        return self.keep("series-categories", inputs, lambda: series_categories(data, rules, same))

    def category_order(self) -> tuple[tuple[str, str], ...]:
        """All categories in printing order: code and words."""
        return category_order(self.rules.categories)

    def band_words(self) -> dict[str, str]:
        """Category code to the age group's own word: ``M-OPEN`` to "Open"."""
        return {info.code: info.word for info in categories_of(self.rules.categories)}

    def event_reads(self, event_id: EventId) -> EventReads:
        """The live reads of an event with rulings applied."""
        data, rules = self.data, self.rules
        stored = (data.reads, data.batches, data.read_rulings, data.events)
        own = self.keep("evidence", stored, lambda: self._books.evidence(data))[event_id]
        # The event's own reads, not all reads: those of other events change nothing here.
        evidence = (own.batches, own.reads, own.rulings)
        inputs = (
            rules, *evidence, data.entries, data.events, data.races, data.waves, data.chips,
            data.points,
        )  # fmt: skip
        return self.keep(
            ("reads", event_id),
            inputs,
            lambda: self._books.reads(data, event_id, rules.timing.duplicate_gap_ms, own),
        )

    def results(self, race_id: RaceId) -> RaceResults:
        """The computed results of a race and what is not clean about them."""
        data, rules, categories = self.data, self.rules, self.categories()
        reads = self.event_reads(data.races[race_id].event_id)
        inputs = (
            rules, reads, categories, data.races, data.waves, data.rulings, data.adjustments,
            data.points,
        )  # fmt: skip
        codes = self.keep(
            "category-codes",
            (categories,),
            lambda: {key: given.code for key, given in paced(categories.items()) if given.code},
        )
        return self.keep(
            ("results", race_id),
            inputs,
            lambda: compute_results(data, race_id, rules, codes, reads, self._books.race(race_id)),
        )

    def splits(self, race_id: RaceId) -> Mapping[EntryId, tuple[Split, ...]]:
        """Where each entry of a race was seen on the way; those seen nowhere are left out."""
        data, gap_ms = self.data, self.rules.timing.duplicate_gap_ms
        reads = self.event_reads(data.races[race_id].event_id)
        points = data.points_of(race_id)

        def compute() -> dict[EntryId, tuple[Split, ...]]:
            # A call from a checkpoint is about one runner: what is known of the others stays.
            known: dict[EntryId, tuple[EntryReads, tuple[Split, ...]]] = self.keep(
                ("splits-known", race_id), (points, self.rules), dict
            )
            found = {}
            for entry_id, seen in paced(reads.entries.items()):
                if not seen.passings or data.entries[entry_id].race_id != race_id:
                    continue
                before = known.get(entry_id)
                if before is None or before[0] is not seen:
                    before = known[entry_id] = (seen, splits_of(seen, points, gap_ms))
                if before[1]:
                    found[entry_id] = before[1]
            return found

        return self.keep(("splits", race_id), (reads, points, self.rules), compute)

    def all_results(self) -> Mapping[RaceId, RaceResults]:
        """The results of every race of the season."""
        return {race_id: self.results(race_id) for race_id in self.data.races}

    def result_of(self, entry_id: EntryId) -> Result | None:
        """The result of one entry, or None while it has none."""
        entry = self.data.entries[entry_id]
        return self._by_entry(entry.race_id).get(entry_id)

    def standings(self) -> tuple[StandingGroup, ...]:
        """The series standings; empty for a preset without points."""
        data, rules = self.data, self.rules
        if rules.points is None or rules.standings is None:
            return ()
        results, series = self.all_results(), self.series_categories()
        same = self.one_runner().same
        inputs = (
            rules, data.events, data.races, data.runners, data.entries, data.scores, same, series,
            *results.values(),
        )  # fmt: skip
        return self.keep(
            "standings", inputs, lambda: compute_standings(data, rules, results, series, same)
        )

    def keep(self, key: object, inputs: tuple[object, ...], compute: Callable[[], Value]) -> Value:
        """``compute()``, kept until one of the inputs is another object; for services' views."""
        kept = self._kept.get(key)
        if kept is None or not _same(kept[0], inputs):
            # What is kept is had without waiting: a finish is not held up by somebody's counting.
            with self._lock:
                kept = self._kept.get(key)
                if kept is None or not _same(kept[0], inputs):
                    breathe()
                    kept = self._kept[key] = (inputs, compute())
        return cast("Value", kept[1])

    def _by_entry(self, race_id: RaceId) -> dict[EntryId, Result]:
        results = self.results(race_id)
        return self.keep(
            ("by-entry", race_id), (results,), lambda: {r.entry_id: r for r in results.results}
        )


def _same(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    """True when every input is the same object; plain strings and tuples may also be equal."""
    return len(old) == len(new) and all(
        a is b or (isinstance(a, str | tuple) and a == b) for a, b in zip(old, new, strict=True)
    )
