"""Rows of the points panel: the groups of the series, and the runners of one group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.people import RunnerId, full_name
from trailsdesk.domain.points import Score, Standing, StandingGroup, plain_points
from trailsdesk.domain.problems import KnownError, Note
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.standings import standings
from trailsdesk.ui.entry_words import DASH
from trailsdesk.ui.row_model import Column, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.season import Season
    from trailsdesk.ui.style import Tone

GroupKey = tuple[str, str]
"""Code of the distance, code of the category."""

_STARTED = frozenset({ResultStatus.OK, ResultStatus.DNF, ResultStatus.DSQ, ResultStatus.OVER_TIME})


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One group of the series as a row; ``place`` is its place in the printing order."""

    key: GroupKey
    place: int
    race: str
    label: str
    runners: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLine:
    """A runner of a group as a row.

    ``place`` is the rank, or the place so far while events are to come; None for who can no longer
    become eligible. ``final`` tells the two apart.
    """

    runner_id: RunnerId
    place: int | None
    shared: bool
    final: bool
    eligible: bool
    name: str
    by_surname: str
    club: str
    total: Decimal
    scores: tuple[Score, ...]
    reason: str
    short_reason: str
    explanation: str

    @property
    def place_text(self) -> str:
        """``3``, ``=3`` for a shared place, a dash for none."""
        if self.place is None:
            return DASH
        return f"={self.place}" if self.shared else str(self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsView:
    """What the panel shows. ``refused`` says why there are no standings at all."""

    groups: tuple[GroupLine, ...]
    of_group: Mapping[GroupKey, StandingGroup]
    event_names: Mapping[str, str]
    short_names: Mapping[str, str]
    to_come: Mapping[str, tuple[str, ...]]
    refused: str = ""


def points_view(season: Season) -> PointsView:
    """The standings of all groups, as they are now."""
    events = season.data.events_in_order()
    names = {event.code: event.name for event in events}
    refused = ""
    groups: Sequence[StandingGroup] = ()
    try:
        groups = standings(season)
    except KnownError as error:
        refused = message(error)
    return PointsView(
        groups=tuple(_group_line(at, group) for at, group in enumerate(groups)),
        of_group={(group.race_code, group.category): group for group in groups},
        event_names=names,
        short_names=short_names(names),
        to_come=_to_come(season),
        refused=refused,
    )


_ARTICLE = 3
"""Letters of a first word that says nothing by itself: The, Le, Der."""


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """Names cut to the first words that still tell them apart: ``Mount Cass``, ``Inverary``."""
    found = {}
    for code, name in names.items():
        others = [fold(other) for key, other in names.items() if key != code]
        words = name.split()
        start = code
        for count in range(1, len(words) + 1):
            start = " ".join(words[:count])
            known = not any(other.startswith(fold(start)) for other in others)
            if known and len(start) > _ARTICLE:
                break
        found[code] = start
    return found


def _to_come(season: Season) -> dict[str, tuple[str, ...]]:
    """For each distance the names of the events nobody has started in yet."""
    found: dict[str, list[str]] = {}
    for event in season.data.events_in_order():
        for race in season.data.races_of(event.id):
            names = found.setdefault(race.code, [])
            if not any(r.status in _STARTED for r in season.results(race.id).results):
                names.append(event.name)
    return {code: tuple(names) for code, names in found.items()}


def _group_line(at: int, group: StandingGroup) -> GroupLine:
    return GroupLine(
        key=(group.race_code, group.category),
        place=at,
        race=group.race_label,
        label=group.label,
        runners=len(group.standings),
    )


def _name(standing: Standing) -> str:
    return full_name(standing)


def standing_lines(group: StandingGroup) -> tuple[StandingLine, ...]:
    """The runners of a group in print order."""
    return tuple(
        StandingLine(
            runner_id=each.runner_id,
            place=each.rank if each.rank is not None else each.rank_so_far,
            shared=each.shared,
            final=each.rank is not None,
            eligible=each.eligible,
            name=_name(each),
            by_surname=fold(f"{each.family_name} {each.given_name}"),
            club=each.club,
            total=each.total,
            scores=each.scores,
            reason=message(each.reason) if each.reason is not None else "",
            short_reason=_short(each.reason),
            explanation=message(each.explanation),
        )
        for each in group.standings
    )


def _short(reason: Note | None) -> str:
    """What is missing, in the few words a column has room for."""
    if reason is None:
        return ""
    words = (
        _("{finished} of {required}, to come: {events}")
        if reason.code == "standing.to-come"
        else _("{finished} of {required}, without {events}")
    )
    return words.format_map(reason.params)


# Columns


def group_columns() -> tuple[Column[GroupLine], ...]:
    """Category and how many."""
    return (
        Column(
            key="label",
            title=_("Category"),
            text=lambda line: line.label,
            sort_key=lambda line: line.place,
            accessible=lambda line: f"{line.race}, {line.label}",
            width_hint=16,
            bold=True,
        ),
        Column(
            key="runners",
            title=_("Runners"),
            text=lambda line: str(line.runners),
            sort_key=lambda line: line.runners,
            alignment="right",
            width_hint=5,
        ),
    )


def standing_columns(
    group: StandingGroup, view: PointsView, *, eligible: bool
) -> tuple[Column[StandingLine], ...]:
    """Place, runner, a column for each event, total, and whether it counts for the series.

    Args:
        eligible: for those who are or can become it; the others have no place.
    """
    events = tuple(_event_column(at, code, view) for at, code in enumerate(group.event_codes))
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
        title=_("Runner"),
        text=lambda line: line.name,
        sort_key=lambda line: line.by_surname,
        tooltip=lambda line: f"{line.name}, {line.club}" if line.club else line.name,
        width_hint=18,
    )
    total = Column[StandingLine](
        key="total",
        title=_("Total"),
        text=lambda line: plain_points(line.total),
        sort_key=lambda line: line.total,
        alignment="right",
        bold=True,
        width_hint=6,
    )
    reason = Column[StandingLine](
        key="eligible",
        title=_("Eligible") if eligible else _("Why not"),
        text=_eligible_words,
        tooltip=lambda line: line.reason,
        accessible=lambda line: (
            _("not eligible: {why}").format(why=line.reason) if line.reason else _("eligible")
        ),
        tone=lambda line: "good" if line.eligible else "muted",
        icon=(lambda line: "ok" if line.eligible else "clock") if eligible else None,
        width_hint=14,
    )
    return (*((place,) if eligible else ()), runner, *events, total, reason)


def _eligible_words(line: StandingLine) -> str:
    return _("yes") if line.eligible else line.short_reason


def _spoken_place(line: StandingLine) -> str:
    if line.place is None:
        return _("no place")
    words = _("place {place}") if line.final else _("place so far {place}")
    said = words.format(place=line.place)
    return _("{place}, shared").format(place=said) if line.shared else said


def _event_column(at: int, code: str, view: PointsView) -> Column[StandingLine]:
    name = view.event_names.get(code, code)
    return Column(
        key=f"event-{code}",
        title=view.short_names.get(code, code),
        title_tooltip=name,
        text=_ScoreText(at),
        sort_key=_ScoreKey(at),
        accessible=_SpokenScore(at, name),
        tooltip=_SpokenScore(at, name),
        tone=_ScoreTone(at),
        alignment="right",
        width_hint=7,
    )


class _OfEvent:
    """Something about the score of one event's column."""

    def __init__(self, at: int) -> None:
        self._at = at

    def score(self, line: StandingLine) -> Score:
        return line.scores[self._at]


class _ScoreText(_OfEvent):
    """``95``; ``(95)`` when it is dropped; the word where there was no finish."""

    def __call__(self, line: StandingLine) -> str:
        score = self.score(line)
        if score.status is None or score.status is ResultStatus.PENDING:
            return DASH
        points = plain_points(score.points)
        if score.status is not ResultStatus.OK and not score.points:
            return score.status.value.replace("_", " ")
        return points if score.counted else f"({points})"


class _ScoreKey(_OfEvent):
    def __call__(self, line: StandingLine) -> Decimal | None:
        score = self.score(line)
        return None if score.status is None else score.points


class _ScoreTone(_OfEvent):
    def __call__(self, line: StandingLine) -> Tone | None:
        return None if self.score(line).counted else "muted"


class _SpokenScore(_OfEvent):
    def __init__(self, at: int, name: str) -> None:
        super().__init__(at)
        self._name = name

    def __call__(self, line: StandingLine) -> str:
        score = self.score(line)
        if score.status is None:
            return _("{event}: no result").format(event=self._name)
        if score.rank is None:
            word = score.status.value.replace("_", " ")
            return f"{self._name}: {word}, {plain_points(score.points)}"
        counted = _("counted") if score.counted else _("dropped, not counted")
        return _("{event}: position {place}, {points} points, {counted}").format(
            event=self._name, place=score.rank, points=plain_points(score.points), counted=counted
        )


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


def runners_words(count: int) -> str:
    """``14 runners``."""
    return plural("{count} runner", "{count} runners", count)
