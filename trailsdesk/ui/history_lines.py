"""Rows of the history panel: what was done, and what each thing done changed, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from trailsdesk.domain.chrono import Instant, format_clock, format_elapsed, local_date
from trailsdesk.domain.people import full_name
from trailsdesk.domain.timing import BatchKind
from trailsdesk.i18n import _, day_words
from trailsdesk.services.history import in_words
from trailsdesk.ui.award_history import award_value_words
from trailsdesk.ui.entry_words import DASH, value_words
from trailsdesk.ui.history_words import (
    DECISIONS,
    ELAPSED,
    KINDS,
    MOMENTS,
    RUNNERS,
    YES_OR_NO,
    decision_words,
    field_name,
)
from trailsdesk.ui.money_history import ledger_value_words
from trailsdesk.ui.row_model import Column, RowTableModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from trailsdesk.domain.season import SeasonData
    from trailsdesk.services.ports import FieldChange, OperationInfo

SHOWN_CHANGES = 2000
"""Nobody reads more; an import of thousands is looked at in Entries."""

_LONGEST_VALUE = 300
_SEALED = frozenset({("question_answer", "value"), ("waiver", "signed_by")})
_NOT_FOR_READING = frozenset({"preset_text", "preset_sha256", "sha256"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationLine:
    """One operation as a row; ``at_ms`` sorts, ``when`` is in the event's zone.

    ``short`` is ``when`` without the year, where it is the year of the newest operation.
    """

    number: int
    words: str
    when: str
    short: str
    at_ms: int
    actor: str
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One field of one thing, before and after."""

    at: int
    of: str
    field: str
    before: str
    after: str
    action: str


def moment_words(at_ms: int, zone: str, *, without_year: int | None = None) -> str:
    """Day and time of an instant in a zone: ``24 May 2026 14:00:03``; one year may go unsaid."""
    day = local_date(Instant(at_ms), zone)
    words = day_words(day)
    if day.year == without_year:
        words = words.removesuffix(f" {day.year}")
    return f"{words} {format_clock(Instant(at_ms), zone)}"


def operation_lines(operations: Iterable[OperationInfo], zone: str) -> tuple[OperationLine, ...]:
    """The operations in the order given, newest first."""
    shown = tuple(operations)
    year = local_date(max((each.at_ms for each in shown), default=Instant(0)), zone).year
    return tuple(
        OperationLine(
            number=each.number,
            words=in_words(each.name, each.params),
            when=moment_words(each.at_ms, zone),
            short=moment_words(each.at_ms, zone, without_year=year),
            at_ms=each.at_ms,
            actor=each.actor,
            undone=each.undone,
        )
        for each in shown
    )


def operation_columns() -> tuple[Column[OperationLine], ...]:
    """When, who and what; an undone operation is marked and struck out."""
    return (
        Column(
            key="when",
            title=_("When"),
            text=lambda line: line.short,
            tooltip=lambda line: line.when,
            sort_key=lambda line: (line.at_ms, line.number),
            alignment="right",
            number=False,
            width_hint=16,
        ),
        Column(
            key="who",
            title=_("Who"),
            text=lambda line: line.actor or DASH,
            width_hint=12,
        ),
        Column(
            key="what",
            title=_("What"),
            text=lambda line: line.words,
            tooltip=lambda line: line.words,
            accessible=_spoken,
            icon=lambda line: "undo" if line.undone else None,
            width_hint=44,
        ),
    )


def _spoken(line: OperationLine) -> str:
    return _("{what}, undone").format(what=line.words) if line.undone else line.words


class StruckOut(QStyledItemDelegate):
    """Draws the words of an undone operation with a line through them."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Strike the letters out where the row says so."""
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, RowTableModel) and model.row_at(index.row()).undone:
            # The bindings do not declare the fields of style options.
            fields: Any = option
            font = fields.font
            font.setStrikeOut(True)
            fields.font = font


# What an operation changed


def change_lines(
    changes: Iterable[FieldChange], data: SeasonData, currency: str, zone: str
) -> tuple[ChangeLine, ...]:
    """Field by field in words; what no person reads (texts of presets, checksums) is left out."""
    words = _Words(data, currency, zone)
    return tuple(
        ChangeLine(
            at=at,
            of=words.of(change),
            field=field_name(change.kind, change.field),
            before=words.value(change, change.before),
            after=words.value(change, change.after),
            action=change.action,
        )
        for at, change in enumerate(changes)
        if change.field not in _NOT_FOR_READING
    )


def change_columns() -> tuple[Column[ChangeLine], ...]:
    """Of what, which field, before and after."""
    return (
        Column(
            key="of",
            title=_("Of what"),
            text=lambda line: line.of,
            tooltip=lambda line: line.of,
            width_hint=18,
        ),
        Column(key="field", title=_("Field"), text=lambda line: line.field, width_hint=12),
        Column(
            key="before",
            title=_("Before"),
            text=lambda line: line.before,
            tooltip=lambda line: line.before,
            tone=lambda _line: "muted",
            width_hint=12,
        ),
        Column(
            key="after",
            title=_("After"),
            text=lambda line: line.after,
            tooltip=lambda line: line.after,
            accessible=lambda line: _("{field} of {of}: {before} became {after}").format(
                field=line.field, of=line.of, before=line.before, after=line.after
            ),
            width_hint=12,
        ),
    )


class _Words:
    """Names for ids, as the season knows them now; what is gone keeps its number."""

    def __init__(self, data: SeasonData, currency: str, zone: str) -> None:
        self._data = data
        self._currency = currency
        self._zone = zone

    def of(self, change: FieldChange) -> str:
        """What was changed: a runner by name, an entry by bib and name."""
        word, named_by = KINDS.get(change.kind, (change.kind, ""))
        if change.kind == "read_batch":
            return self._batch(change.id)
        return self._named(named_by, change.id, word) if named_by else word

    def value(self, change: FieldChange, text: str) -> str:
        """A stored value as a person reads it; a dash for nothing."""
        # The journal keeps these sealed: an answer may be about somebody's health.
        if change.kind == "contact" or (change.kind, change.field) in _SEALED:
            return _("not shown")
        if not text:
            return DASH
        field = change.field
        said = self._of_its_kind(change.kind, field, text)
        if said is not None:
            return said
        if field.endswith("_id") and text.isdecimal():
            named = "runner_id" if field in RUNNERS else field
            return self._named(named, int(text), "") or text
        if field in MOMENTS:
            return moment_words(int(text), self._zone)
        if field in ELAPSED:
            return format_elapsed(int(text))
        if field in YES_OR_NO:
            return _("yes") if text in {"1", "True"} else _("no")
        if field in DECISIONS:
            return decision_words(text)
        return _readable(field, text, self._currency, self._zone)

    def _of_its_kind(self, kind: str, field: str, text: str) -> str | None:
        """A value of a field whose meaning goes with what it is of; None for the others."""
        if kind == "ledger_line":
            return ledger_value_words(field, text, self._currency)
        if kind == "award_mark":
            return award_value_words(field, text, self._runner)
        return None

    def _runner(self, entry_id: int) -> str:
        return self._name("entry_id", entry_id) or DASH

    def _named(self, field: str, id_: int, kind: str) -> str:
        name = self._name(field, id_)
        if not name:
            return f"{kind} {id_}".strip() if kind else ""
        return f"{kind}: {name}" if kind else name

    def _name(self, field: str, id_: int) -> str:
        data: Any = self._data
        if field == "runner_id":
            runner = data.runners.get(id_)
            return full_name(runner) if runner is not None else ""
        if field == "entry_id":
            entry = data.entries.get(id_)
            if entry is None:
                return ""
            name = self._name("runner_id", entry.runner_id)
            return f"#{entry.bib} {name}" if entry.bib else name
        if field == "question_id":
            question = data.questions.get(id_)
            return str(question.label) if question is not None else ""
        if field == "event_id":
            event = data.events.get(id_)
            return str(event.name) if event is not None else ""
        if field == "race_id":
            race = data.races.get(id_)
            return str(race.label) if race is not None else ""
        if field == "wave_id":
            wave = data.waves.get(id_)
            return str(wave.label) if wave is not None else ""
        if field == "point_id":
            point = data.points.get(id_)
            return str(point.label or point.code) if point is not None else ""
        return ""

    def _batch(self, id_: int) -> str:
        batches: Any = self._data.batches
        batch = batches.get(id_)
        if batch is None or batch.kind is not BatchKind.FILE:
            return _("Times keyed")
        return _("Times of {name}").format(name=batch.name)


def _readable(field: str, text: str, currency: str, zone: str) -> str:
    if field == "series_entry":
        text = "True" if text in {"1", "True"} else "False"
    try:
        words = value_words(field, text, currency, zone)
    except ValueError:
        words = text
    return words if len(words) <= _LONGEST_VALUE else words[:_LONGEST_VALUE] + "…"
