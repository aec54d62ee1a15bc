"""Rows of the page of places in finals: the rules of each race, and who has what by one rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from trailsdesk.domain.category import categories_of
from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.final_rules import PodiumRule, ScoreRule
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import RunnerId, full_name
from trailsdesk.domain.points import plain_points
from trailsdesk.domain.problems import Note
from trailsdesk.domain.qualification import Qualifying, SlotReply
from trailsdesk.domain.qualification_rules import SlotRule
from trailsdesk.i18n import _, day_words, message, plural
from trailsdesk.services.more_time import extended_year, with_more_time
from trailsdesk.services.qualification import qualify
from trailsdesk.ui.entry_words import DASH
from trailsdesk.ui.row_model import Column, fold
from trailsdesk.ui.standing_lines import MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.slots import Allotment
    from trailsdesk.services.qualification import RuleOutcome
    from trailsdesk.services.season import Season
    from trailsdesk.ui.style import Tone

ListKey = tuple[RaceId, str]
"""A race, and the id of a rule."""

STATUS_WORDS: Final[dict[Qualifying, str]] = {
    Qualifying.QUALIFIED: _("has a place"),
    Qualifying.ROLLS_DOWN: _("place went on"),
    Qualifying.NEXT: _("next in line"),
    Qualifying.MAY_ASK: _("may ask"),
    Qualifying.NOT_ELIGIBLE: _("not eligible"),
    Qualifying.NOT_FILLED_IN: _("not filled in"),
    Qualifying.NOT_PUBLISHED: _("not published"),
}
_TONES: Final[dict[Qualifying, Tone]] = {
    Qualifying.QUALIFIED: "good",
    Qualifying.ROLLS_DOWN: "muted",
    Qualifying.NEXT: "warn",
    Qualifying.MAY_ASK: "warn",
    Qualifying.NOT_ELIGIBLE: "muted",
    Qualifying.NOT_FILLED_IN: "warn",
    Qualifying.NOT_PUBLISHED: "warn",
}
_ORDER: Final = {status: at for at, status in enumerate(Qualifying)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A rule in a race as a row, with how many have a place by it."""

    key: ListKey
    place: int
    race: str
    rule: str
    have: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalLine:
    """A runner by one rule as a row; ``overdue`` when the last day to answer is past.

    ``more_time``: the series gave the injured runner more time to qualify.
    """

    entry_id: EntryId
    runner_id: RunnerId
    race_id: RaceId
    bib: str
    name: str
    by_surname: str
    nation: str
    group: str
    place: int | None
    score: Decimal | None
    status: Qualifying
    reply: SlotReply | None
    answer_by: date | None
    overdue: bool
    by_roll_down: bool
    estimate: bool
    more_time: bool
    why: Note

    @property
    def may_accept(self) -> bool:
        """Whether there is a place to say yes to."""
        return self.status is Qualifying.QUALIFIED and self.reply is not SlotReply.ACCEPTED

    @property
    def may_decline(self) -> bool:
        """Whether a no would say anything new."""
        return self.reply is not SlotReply.DECLINED


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesList:
    """What one rule gives in one race. ``answered`` rules have places runners say yes or no to.

    ``shares`` says how many places go where. ``grouped``, ``scored`` and ``replied`` tell
    whether any row has a group, a score, and an answer or a day for one. ``extended_year`` are the
    finals a result counts for with more time, None where the rule or the day makes that the same.
    ``lines`` makes the rows.
    """

    line: RuleLine
    answered: bool
    says: str
    notes: tuple[str, ...]
    shares: str
    counts: Mapping[Qualifying, int]
    overdue: int
    grouped: bool
    scored: bool
    replied: bool
    extended_year: int | None
    lines: Callable[[], tuple[FinalLine, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesView:
    """The rules of the races in scope; ``lead`` is False when no rule leads to a final."""

    lists: tuple[PlacesList, ...]
    lead: bool


def places_view(season: Season, race_ids: Sequence[RaceId]) -> PlacesView:
    """What each rule gives in each race, as it is now."""
    if not season.rules.qualification:
        return PlacesView(lists=(), lead=False)
    found = [(race_id, outcome) for race_id in race_ids for outcome in qualify(season, race_id)]
    lists = (_places(season, at, race_id, each) for at, (race_id, each) in enumerate(found))
    return PlacesView(lists=tuple(lists), lead=True)


def _places(season: Season, at: int, race_id: RaceId, outcome: RuleOutcome) -> PlacesList:
    race = season.data.races[race_id]
    zone = season.data.events[race.event_id].zone
    today = local_date(season.clock.now_ms(), zone)
    labels = {info.code: info.label for info in categories_of(season.rules.categories)}
    counts = Counter(row.status for row in outcome.rows)
    return PlacesList(
        line=RuleLine(
            key=(race_id, outcome.rule.id),
            place=at,
            race=race.label,
            rule=outcome.rule.label,
            have=counts[Qualifying.QUALIFIED],
        ),
        answered=isinstance(outcome.rule, SlotRule),
        says=" ".join(outcome.rule.source.says.split()),
        notes=tuple(message(note) for note in outcome.notes),
        shares="" if outcome.allotment is None else _shares(outcome.allotment, labels),
        counts=counts,
        overdue=sum(row.answer_by is not None and row.answer_by < today for row in outcome.rows),
        grouped=any(row.group for row in outcome.rows),
        scored=any(row.score is not None for row in outcome.rows),
        replied=any(row.reply is not None or row.answer_by is not None for row in outcome.rows),
        extended_year=extended_year(season, race_id)
        if isinstance(outcome.rule, PodiumRule | ScoreRule)
        else None,
        lines=lambda: _lines(season, race_id, outcome, labels, today),
    )


def _shares(shares: Allotment, labels: Mapping[str, str]) -> str:
    """How many places go to the race, and to which groups."""
    race = plural("{count} place in this race", "{count} places in this race", shares.race_total)
    if shares.event_total is not None:
        event = plural("{count} at the event", "{count} at the event", shares.event_total)
        race = f"{race}, {event}"
    groups = [
        f"{labels.get(code, code)} {count}" for code, count in shares.by_group.items() if count
    ]
    return f"{race}: {', '.join(groups)}." if groups else f"{race}."


def _lines(
    season: Season,
    race_id: RaceId,
    outcome: RuleOutcome,
    labels: Mapping[str, str],
    today: date,
) -> tuple[FinalLine, ...]:
    data, more_time = season.data, with_more_time(season, race_id)
    lines = []
    for row in paced(outcome.rows):
        runner = data.runners[row.runner_id]
        lines.append(
            FinalLine(
                entry_id=row.entry_id,
                runner_id=row.runner_id,
                race_id=race_id,
                bib=data.entries[row.entry_id].bib,
                name=full_name(runner),
                by_surname=fold(f"{runner.family_name} {runner.given_name}"),
                nation=runner.nation,
                group=labels.get(row.group, row.group),
                place=row.place,
                score=row.score,
                status=row.status,
                reply=row.reply,
                answer_by=row.answer_by,
                overdue=row.answer_by is not None and row.answer_by < today,
                by_roll_down=row.by_roll_down,
                estimate=row.estimate,
                more_time=row.entry_id in more_time,
                why=row.reason,
            )
        )
    return tuple(lines)


def status_chips(places: PlacesList) -> list[tuple[str, str, Tone]]:
    """``All``, then each status that anybody has, with how many."""
    total = sum(places.counts.values())
    chips: list[tuple[str, str, Tone]] = [("all", f"{_('All')} {total}", "good")]
    chips += [
        (status.value, f"{STATUS_WORDS[status]} {places.counts[status]}", _TONES[status])
        for status in Qualifying
        if places.counts.get(status)
    ]
    if places.overdue:
        chips.append(("overdue", _("{count} overdue").format(count=places.overdue), "bad"))
    return chips


def reply_words(line: FinalLine) -> str:
    """``accepted``, ``declined``, or until when the answer is due."""
    if line.reply is not None:
        return _("accepted") if line.reply is SlotReply.ACCEPTED else _("declined")
    if line.answer_by is None:
        return ""
    words = _("was due by {day}") if line.overdue else _("due by {day}")
    return words.format(day=day_words(line.answer_by))


def status_words(line: FinalLine) -> str:
    """The status, and that the place was somebody else's before."""
    words = STATUS_WORDS[line.status]
    if line.by_roll_down and line.status is Qualifying.QUALIFIED:
        words = _("has a place, rolled down")
    return words


# Columns


def rule_columns() -> tuple[Column[RuleLine], ...]:
    """Race, rule, and how many have a place."""
    return (
        Column(
            key="rule",
            title=_("Rule"),
            text=lambda line: f"{line.race} · {line.rule}",
            sort_key=lambda line: line.place,
            tooltip=lambda line: f"{line.race} · {line.rule}",
            width_hint=18,
        ),
        Column(
            key="have",
            title=_("Places"),
            text=lambda line: str(line.have),
            sort_key=lambda line: line.have,
            accessible=lambda line: _("{count} have a place").format(count=line.have),
            alignment="right",
            width_hint=5,
        ),
    )


def final_columns(shown: PlacesList) -> tuple[Column[FinalLine], ...]:
    """What there is to say of these rows: without scores no column of scores."""
    return (
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda line: line.bib,
            sort_key=lambda line: (len(line.bib), line.bib),
            alignment="right",
            width_hint=5,
        ),
        Column(
            key="runner",
            title=_("Runner"),
            text=lambda line: line.name,
            sort_key=lambda line: line.by_surname,
            tooltip=lambda line: f"{line.name} {line.nation}".strip(),
            width_hint=18,
        ),
        *((_group_column(),) if shown.grouped else ()),
        Column(
            key="place",
            title=_("Position"),
            text=lambda line: DASH if line.place is None else str(line.place),
            sort_key=lambda line: line.place,
            alignment="right",
            width_hint=6,
        ),
        *((_score_column(),) if shown.scored else ()),
        Column(
            key="status",
            title=_("Stands"),
            text=status_words,
            sort_key=lambda line: _ORDER[line.status],
            tone=lambda line: _TONES[line.status],
            chip=True,
            width_hint=16,
        ),
        *((_answer_column(),) if shown.replied else ()),
        Column(
            key="why",
            title=_("Why"),
            text=lambda line: message(line.why),
            tooltip=lambda line: message(line.why),
            width_hint=64,
            gives_way=1,
        ),
    )


def _group_column() -> Column[FinalLine]:
    return Column(key="group", title=_("Group"), text=lambda line: line.group, width_hint=12)


def _score_column() -> Column[FinalLine]:
    return Column(
        key="score",
        title=_("Score"),
        text=lambda line: "" if line.score is None else score_text(line),
        sort_key=lambda line: line.score,
        alignment="right",
        width_hint=6,
    )


def score_text(line: FinalLine) -> str:
    """The figure the rule looks at."""
    if line.score is None:
        return ""
    points = plain_points(line.score)
    return f"{points} {MARK}" if line.estimate else points


def _answer_column() -> Column[FinalLine]:
    return Column(
        key="answer",
        title=_("Answer"),
        text=reply_words,
        sort_key=lambda line: (line.answer_by or date.max, reply_words(line)),
        tone=lambda line: "bad" if line.overdue else None,
        icon=lambda line: "warning" if line.overdue else None,
        width_hint=18,
    )
