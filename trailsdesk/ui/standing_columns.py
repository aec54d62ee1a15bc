"""Columns of the points panel's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.points import Score, plain_points
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.teams import TeamScore
from trailsdesk.i18n import _, plural
from trailsdesk.ui.entry_words import DASH
from trailsdesk.ui.row_model import Column
from trailsdesk.ui.standing_lines import MARK, GroupLine, SeriesList, StandingLine, has_finish

if TYPE_CHECKING:
    from decimal import Decimal

    from trailsdesk.ui.standing_lines import PointsView
    from trailsdesk.ui.style import Tone

_FEW_EVENTS = 6
"""So many columns fit a small screen with the total after them."""

EVENT = "event-"
"""What the key of an event's column begins with."""


def group_columns() -> tuple[Column[GroupLine], ...]:
    """The list and how many are on it."""
    return (
        Column(
            key="label",
            title=_("List"),
            text=lambda line: line.label,
            sort_key=lambda line: line.place,
            tooltip=lambda line: line.label,
            accessible=lambda line: f"{line.race}, {line.label}",
            width_hint=16,
            bold=True,
        ),
        Column(
            key="runners",
            title=_("Count"),
            text=lambda line: str(line.runners),
            sort_key=lambda line: line.runners,
            alignment="right",
            width_hint=5,
        ),
    )


def standing_columns(
    shown: SeriesList, view: PointsView, *, eligible: bool
) -> tuple[Column[StandingLine], ...]:
    """Place, runner, a column for each event, total, and whether it counts for the series.

    Args:
        eligible: for those who are or can become it; the others have no place.
    """
    events = tuple(_event_column(at, code, view) for at, code in enumerate(shown.event_codes))
    if shown.sums:
        events = (_sum_column(),)
    place = Column[StandingLine](
        key="place",
        title=_("Place"),
        text=lambda line: line.place_text,
        sort_key=lambda line: line.place,
        accessible=_spoken_place,
        alignment="right",
        tone=lambda line: None if line.final else "muted",
        width_hint=5,
    )
    runner = Column[StandingLine](
        key="runner",
        title=_("Team") if shown.teams else _("Runner"),
        text=lambda line: line.name,
        sort_key=lambda line: line.by_surname,
        tooltip=lambda line: f"{line.name}, {line.club}" if line.club else line.name,
        width_hint=18,
    )
    total = Column[StandingLine](
        key="total",
        title=_("Total"),
        text=total_text,
        sort_key=lambda line: line.total,
        accessible=_spoken_total,
        tooltip=lambda line: line.explanation,
        alignment="right",
        bold=True,
        width_hint=6,
    )
    reason = Column[StandingLine](
        key="eligible",
        title=_("Eligible") if eligible else _("Why not"),
        text=(_progress if eligible else lambda line: line.short_reason),
        tooltip=lambda line: line.reason,
        accessible=lambda line: (
            _("not eligible: {why}").format(why=line.reason) if line.lacks else _("eligible")
        ),
        tone=lambda line: "good" if line.eligible else "muted",
        icon=(lambda line: "ok" if line.eligible else "clock") if eligible else None,
        width_hint=9 if eligible else 14,
    )
    last = () if shown.teams else (reason,)
    first = (*((place,) if eligible else ()), runner)
    if has_many_events(shown):
        return (*first, total, *last, *events)
    return (*first, *events, total, *last)


def _progress(line: StandingLine) -> str:
    return _("yes") if line.eligible else line.progress


def has_many_events(shown: SeriesList) -> bool:
    """Whether the events need so much room that the total stands before them, to be seen."""
    return len(shown.event_codes) > _FEW_EVENTS


def total_text(line: StandingLine) -> str:
    """The total, with a mark where it rests on an estimate."""
    points = plain_points(line.total)
    return f"{points} {MARK}" if line.estimate else points


def _spoken_total(line: StandingLine) -> str:
    words = _("estimate: {points} points") if line.estimate else _("{points} points")
    return words.format(points=plain_points(line.total))


def _spoken_place(line: StandingLine) -> str:
    if line.place is None:
        return _("no place")
    words = _("place {place}") if line.final else _("place so far {place}")
    said = words.format(place=line.place)
    return _("{place}, shared").format(place=said) if line.shared else said


def _sum_column() -> Column[StandingLine]:
    return Column(
        key="counted",
        title=_("What counts"),
        text=lambda line: line.counted_words,
        tooltip=lambda line: line.explanation,
        width_hint=30,
        gives_way=1,
    )


def _event_column(at: int, code: str, view: PointsView) -> Column[StandingLine]:
    name = view.event_names.get(code, code)
    return Column(
        key=f"{EVENT}{code}",
        title=view.short_names.get(code, code),
        title_tooltip=name,
        text=_ScoreText(at),
        sort_key=_ScoreKey(at),
        accessible=_SpokenScore(at, name),
        tooltip=_ScoreTip(at, name),
        tone=_ScoreTone(at),
        alignment="right",
        width_hint=7,
    )


class _OfEvent:
    """Something about the score of one event's column."""

    def __init__(self, at: int) -> None:
        self._at = at

    def score(self, line: StandingLine) -> Score | TeamScore:
        return line.scores[self._at]


class _ScoreText(_OfEvent):
    """``95``; ``(95)`` when it is dropped; the word where there was no finish."""

    def __call__(self, line: StandingLine) -> str:
        score = self.score(line)
        if not has_finish(score):
            return DASH
        points = plain_points(score.points)
        if isinstance(score, TeamScore):
            return points if score.counted else f"({points})"
        if score.status is not ResultStatus.OK and not score.points and score.status is not None:
            return score.status.value.replace("_", " ")
        if score.estimate:
            points = f"{points} {MARK}"
        return points if score.counted else f"({points})"


class _ScoreKey(_OfEvent):
    def __call__(self, line: StandingLine) -> Decimal | None:
        score = self.score(line)
        return score.points if has_finish(score) else None


class _ScoreTone(_OfEvent):
    def __call__(self, line: StandingLine) -> Tone | None:
        return None if self.score(line).counted else "muted"


class _SpokenScore(_OfEvent):
    def __init__(self, at: int, name: str) -> None:
        super().__init__(at)
        self._name = name

    def __call__(self, line: StandingLine) -> str:
        score = self.score(line)
        if isinstance(score, TeamScore):
            return f"{self._name}: {line.score_words(self._at)}"
        if score.status is None:
            return _("{event}: no result").format(event=self._name)
        if score.rank is None:
            word = score.status.value.replace("_", " ")
            return f"{self._name}: {word}, {plain_points(score.points)}"
        counted = _("counted") if score.counted else _("dropped, not counted")
        words = (
            _("{event}: position {place}, an estimate of {points} points, {counted}")
            if score.estimate
            else _("{event}: position {place}, {points} points, {counted}")
        )
        return words.format(
            event=self._name, place=score.rank, points=plain_points(score.points), counted=counted
        )


class _ScoreTip(_SpokenScore):
    """The name of the event, and how the points came about."""

    def __call__(self, line: StandingLine) -> str:
        told = line.score_words(self._at)
        return f"{self._name}: {told}" if told else super().__call__(line)


def sum_words(line: StandingLine) -> str:
    """Where a runner stands, for the head of the explanation."""
    points = plain_points(line.total)
    if line.place is None:
        return _("{name}: {points} points, not eligible").format(name=line.name, points=points)
    words = (
        _("{name}: place {place} with {points} points")
        if line.final
        else _("{name}: place so far {place} with {points} points")
    )
    return words.format(name=line.name, place=line.place_text, points=points)


def count_words(shown: SeriesList) -> str:
    """``14 runners``, ``3 teams``."""
    if shown.teams:
        return plural("{count} team", "{count} teams", shown.line.runners)
    return plural("{count} runner", "{count} runners", shown.line.runners)
