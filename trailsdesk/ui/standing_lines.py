"""Rows of the points panel: the lists of the series, and the runners or clubs of one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import RunnerId, full_name
from trailsdesk.domain.points import Score, Standing, StandingGroup, explain_score, plain_points
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.teams import TeamScore, TeamStanding
from trailsdesk.i18n import _, message
from trailsdesk.ui.entry_words import DASH
from trailsdesk.ui.row_model import fold

if TYPE_CHECKING:
    from trailsdesk.domain.league import LeagueRow, LeagueTable
    from trailsdesk.domain.people import Runner
    from trailsdesk.domain.teams import TeamGroup

GroupKey = tuple[str, str, str]
"""Id of the ranking, code of the distance (empty: all of them), code of the group."""

MARK = "*"
"""Stands after figures that rest on an estimate, on the screen as on sheets."""


def estimate_words() -> str:
    """What the mark after a figure means."""
    return _(
        "Marked {sign}: the series has not published all the figures these points are made of."
        " What is missing is an estimate; check it before you announce it."
    ).format(sign=MARK)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One list of the series as a row; ``place`` is its place in the printing order."""

    key: GroupKey
    place: int
    race: str
    label: str
    runners: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLine:
    """A runner or a club of a list as a row.

    ``place`` is the rank, or the place so far while events are to come; None for who can no longer
    become eligible. ``final`` tells the two apart. ``runner_id`` is None for a club. What takes
    long to word is worded when it is asked for.
    """

    row_id: RunnerId | str
    runner_id: RunnerId | None
    place: int | None
    shared: bool
    final: bool
    eligible: bool
    name: str
    by_surname: str
    club: str
    total: Decimal
    scores: tuple[Score | TeamScore, ...]
    short_reason: str
    why: Note
    lacks: Note | None
    estimate: bool
    counted_words: str
    standing: Standing | None

    @property
    def place_text(self) -> str:
        """``3``, ``=3`` for a shared place, a dash for none."""
        if self.place is None:
            return DASH
        return f"={self.place}" if self.shared else str(self.place)

    @property
    def reason(self) -> str:
        """What is missing to be eligible, in a sentence; empty when nothing is."""
        return "" if self.lacks is None else message(self.lacks)

    @property
    def progress(self) -> str:
        """How far a runner has come who can still become eligible: ``3 of 4``."""
        if self.lacks is None or "required" not in self.lacks.params:
            return self.short_reason
        return _("{finished} of {required}").format_map(self.lacks.params)

    @property
    def explanation(self) -> str:
        """How the total came about, which rule broke a tie, and whether it is an estimate."""
        told = message(self.why)
        return f"{told} {estimate_words()}" if self.estimate else told

    def score_words(self, at: int) -> str:
        """How the score of one event came about and whether it counts; empty without one."""
        score = self.scores[at]
        if isinstance(score, TeamScore):
            return message(score.explanation)
        if score.status is None or self.standing is None:
            return ""
        note = explain_score(self.standing, score)
        told = [message(note)] if note is not None else []
        if score.scores:
            told.append(_("It counts.") if score.counted else _("It does not count."))
        if score.estimate:
            told.append(_("The points are an estimate."))
        return " ".join(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesList:
    """One list as the panel shows it. ``lines`` makes its rows; it takes a while for very many.

    While ``source`` is the same object the rows are the same.
    """

    line: GroupLine
    ranking: str
    event_codes: tuple[str, ...]
    lines: Callable[[], tuple[StandingLine, ...]]
    source: object
    estimate: bool = False
    teams: bool = False
    sums: bool = False
    """The scores that count stand in one column, as no event heads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsView:
    """What the panel shows. ``refused`` says why there are no standings at all.

    ``to_come`` are the codes of the events nobody has started in yet, for each distance and, by
    the empty code, for all together.
    """

    lists: tuple[SeriesList, ...]
    event_names: Mapping[str, str]
    short_names: Mapping[str, str]
    to_come: Mapping[str, frozenset[str]]
    refused: str = ""

    @property
    def rankings(self) -> dict[str, str]:
        """Id and words of each ranking, in order."""
        return {each.line.key[0]: each.ranking for each in self.lists}


def runner_list(at: int, group: StandingGroup) -> SeriesList:
    """A list of runners."""
    return SeriesList(
        line=GroupLine(
            key=(group.ranking, group.race_code, group.category),
            place=at,
            race=group.race_label or _("All distances"),
            label=group.label or _("Everybody"),
            runners=len(group.standings),
        ),
        ranking=group.ranking_label or _("By category"),
        event_codes=group.event_codes,
        lines=lambda: standing_lines(group),
        source=group,
        estimate=group.estimate,
    )


def team_list(at: int, group: TeamGroup) -> SeriesList:
    """A list of clubs."""
    return SeriesList(
        line=GroupLine(
            key=("teams", "", "" if group.gender is None else group.gender.value),
            place=at,
            race=_("All distances"),
            label=group.label or _("Teams"),
            runners=len(group.standings),
        ),
        ranking=_("Teams"),
        event_codes=group.event_codes,
        lines=lambda: tuple(_team_line(each) for each in group.standings),
        source=group,
        teams=True,
    )


def league_list(
    at: int,
    table: LeagueTable,
    ranking: tuple[str, str],
    label: str,
    people: Mapping[RunnerId, Runner],
) -> SeriesList:
    """A list of a league, whose scores were given elsewhere; ``ranking`` is its id and words."""
    return SeriesList(
        line=GroupLine(
            key=(ranking[0], "", f"{table.ranking.value}.{table.group}"),
            place=at,
            race=_("All distances"),
            label=label,
            runners=len(table.rows),
        ),
        ranking=ranking[1],
        event_codes=(),
        lines=lambda: _league_lines(table, people),
        source=table,
        sums=True,
    )


def standing_lines(group: StandingGroup) -> tuple[StandingLine, ...]:
    """The runners of a group in print order."""
    return tuple([_line(each) for each in paced(group.standings)])


def _line(each: Standing) -> StandingLine:
    return StandingLine(
        row_id=each.runner_id,
        runner_id=each.runner_id,
        place=each.rank if each.rank is not None else each.rank_so_far,
        shared=each.shared,
        final=each.rank is not None,
        eligible=each.eligible,
        name=full_name(each),
        by_surname=fold(f"{each.family_name} {each.given_name}"),
        club=each.club,
        total=each.total,
        scores=each.scores,
        short_reason=_short(each.reason),
        why=each.explanation,
        lacks=each.reason,
        estimate=each.estimate,
        counted_words="",
        standing=each,
    )


def _team_line(each: TeamStanding) -> StandingLine:
    return StandingLine(
        row_id=each.club,
        runner_id=None,
        place=each.rank,
        shared=each.shared,
        final=True,
        eligible=True,
        name=each.club,
        by_surname=fold(each.club),
        club="",
        total=each.total,
        scores=each.scores,
        short_reason="",
        why=each.explanation,
        lacks=None,
        estimate=False,
        counted_words="",
        standing=None,
    )


def _league_lines(
    table: LeagueTable, people: Mapping[RunnerId, Runner]
) -> tuple[StandingLine, ...]:
    ranks = Counter(row.rank for row in table.rows)
    return tuple(_league_line(row, people[row.runner_id], ranks) for row in table.rows)


def _league_line(row: LeagueRow, runner: Runner, ranks: Counter[int | None]) -> StandingLine:
    placed = row.rank is not None
    return StandingLine(
        row_id=row.runner_id,
        runner_id=row.runner_id,
        place=row.rank,
        shared=placed and ranks[row.rank] > 1,
        final=placed,
        eligible=placed,
        name=full_name(runner),
        by_surname=fold(f"{runner.family_name} {runner.given_name}"),
        club=runner.club,
        total=row.total,
        scores=(),
        short_reason="" if placed else _("too few races"),
        why=row.explanation,
        lacks=None if placed else row.explanation,
        estimate=False,
        counted_words=" + ".join(
            f"{plain_points(score.value)} {score.race}".strip() for score in row.counted
        ),
        standing=None,
    )


def _short(reason: Note | None) -> str:
    """What is missing, in the few words a column has room for."""
    if reason is None:
        return ""
    if "required" not in reason.params:
        return message(reason)
    words = (
        _("{finished} of {required}, to come: {events}")
        if reason.code.endswith("to-come")
        else _("{finished} of {required}, without {events}")
    )
    return words.format_map(reason.params)


def has_finish(score: Score | TeamScore) -> bool:
    """Whether there is anything to show."""
    if isinstance(score, TeamScore):
        return score.scored
    return score.status not in (None, ResultStatus.PENDING)
