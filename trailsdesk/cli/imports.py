"""The commands ``import entries``, ``import times`` and ``import chips``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened, scope
from trailsdesk.cli.typed_values import maybe_day
from trailsdesk.domain.chrono import Duration, Instant, format_elapsed, format_local
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.timing import FINISH, OUT, START
from trailsdesk.formats.raw import RawFile
from trailsdesk.i18n import _
from trailsdesk.services import entries
from trailsdesk.services.chips import ChipFate, commit_chips, plan_chips, read_pairs
from trailsdesk.services.entry_doubts import Choice, Decision
from trailsdesk.services.entry_plan import EntryPlan, RowKind
from trailsdesk.services.import_view import QUESTION, question_headers
from trailsdesk.services.layouts import open_layout
from trailsdesk.services.sources import open_entry_list, pick_table, read_source
from trailsdesk.services.time_import import (
    TimePlan,
    commit_times,
    is_timing,
    look_at,
    make_points,
    not_timing,
    plan_times,
)
from trailsdesk.services.time_words import effect_words, parse_offset, time_facts, what_it_is

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.problems import Problem
    from trailsdesk.formats.layouts import Mapped
    from trailsdesk.formats.registry import Recognised
    from trailsdesk.formats.tables import Table
    from trailsdesk.services.season import Season

_MOVES_TOLD = 20


def bring_in(options: Namespace) -> None:
    """Bring in what the second word says."""
    kinds = {"entries": _import_entries, "times": _import_times, "chips": _import_chips}
    kinds[options.what](options)


def _pairs(texts: Sequence[str], code: str) -> dict[str, str]:
    """``HEADER=FIELD`` and the like; the last equals sign parts them."""
    found = {}
    for text in texts:
        first, equals, last = text.rpartition("=")
        if not equals:
            raise Refused(code, text=text)
        found[first.strip()] = last.strip()
    return found


# Entries


def _import_entries(options: Namespace) -> None:
    with opened(options.file, reading=options.dry_run) as season:
        event_id, race_id = scope(season, options)
        source = read_source(options.source)
        book = open_entry_list(season, event_id, source, options.encoding)
        table = pick_table(book, options.table)
        mapped = _columns(table, options)

        def plan_with(decisions: Mapping[int, Decision]) -> EntryPlan:
            return entries.plan_entries(
                season,
                event_id,
                race_id,
                source.name,
                table,
                mapped,
                dates=options.dates,
                decisions=decisions,
            )

        plan = plan_with({})
        decisions = _decisions(plan, options)
        if decisions:
            plan = plan_with(decisions)
        if not options.dry_run:
            entries.commit_entries(season, plan, actor())
    counts = {
        "added": plan.count(RowKind.NEW),
        "updated": plan.count(RowKind.CHANGED),
        "unchanged": plan.count(RowKind.SAME),
        "doubtful": plan.count(RowKind.DOUBTFUL),
        "refused": plan.count(RowKind.REFUSED),
    }
    found = (*book.problems, *plan.all_problems())
    layout = mapped.layout
    more: output.Json = {
        "mapping": _mapping(mapped.mapping.columns, table),
        "layout": None if layout is None else layout.id,
        "questions": {table.header[at]: kind for at, kind in mapped.mapping.questions.items()},
    }
    _report(options, counts, found, more, _doubt_lines(plan))


def _columns(table: Table, options: Namespace) -> Mapped:
    """What the columns fill: as said, as the layout named says, as the headers say."""
    layouts = None if options.layout is None else [open_layout(options.layout)]
    overrides = _pairs(options.map, "cli.bad-map")
    mapped = entries.guess_columns(table, overrides, layouts=layouts)
    if not options.questions:
        return mapped
    rest = question_headers(table, mapped.mapping.unused)
    return entries.guess_columns(table, overrides | dict.fromkeys(rest, QUESTION), layouts=layouts)


def _decisions(plan: EntryPlan, options: Namespace) -> dict[int, Decision]:
    """What the options say of the doubtful rows; nothing can be said of any other row."""
    doubtful = [row.row for row in plan.rows if row.kind is RowKind.DOUBTFUL]
    found = {}
    if options.doubtful is not None:
        found = dict.fromkeys(doubtful, Decision(choice=Choice(options.doubtful)))
    for choice, numbers in ((Choice.SAME, options.same), (Choice.OTHER, options.other)):
        for number in numbers:
            if number not in doubtful:
                raise Refused("entry.doubtful-no-row", row=number)
            found[number] = Decision(choice=choice)
    return found


def _doubt_lines(plan: EntryPlan) -> list[str]:
    """How the rows in doubt can be decided."""
    if not plan.count(RowKind.DOUBTFUL):
        return []
    return [
        _(
            "Of a row in doubt, --same ROW says that it is the person on file, --other ROW that"
            " it is somebody else; --doubtful same or --doubtful other says it of all the others."
        )
    ]


def _mapping(columns: Mapping[str, int], table: Table) -> dict[str, str]:
    return {table.header[column]: field for field, column in columns.items()}


# Times


def _import_times(options: Namespace) -> None:
    with opened(options.file, reading=options.dry_run) as season:
        event_id, race_id = scope(season, options)
        _check_point(season, event_id, race_id, options.point)
        source = read_source(options.source)
        seen = look_at(source, options.encoding)
        if not is_timing(seen) and not options.map and options.table is None:
            raise not_timing(seen, source.name)
        content = _content(seen, source.name, options.table)
        zone = season.data.events[event_id].zone
        plan = plan_times(
            season,
            event_id,
            race_id,
            source,
            content,
            point=options.point,
            kind=options.kind,
            dates=options.dates,
            overrides=_pairs(options.map, "cli.bad-map"),
            day=maybe_day(options.day, "--day"),
            offset_ms=_offset(options.offset),
            leads=True if options.lead else False if options.backup else None,
            places=_pairs(options.place, "cli.bad-place"),
            list_race=options.list_race,
            repeated=options.repeated_hour,
        )
        if options.list_race not in (None, *plan.list_races):
            raise Refused("cli.bad-number", option="--list-race", text=str(options.list_race))
        if not options.dry_run:
            commit_times(season, plan, actor())
            if options.make_points:
                make_points(season, plan)
    counts = {
        "added": plan.added,
        "updated": 0,
        "unchanged": plan.known,
        "refused": plan.refused,
    }
    if isinstance(content, RawFile) or plan.mapped is None:
        mapping, problems = {}, plan.problems
    else:
        mapping = _mapping(plan.mapped.mapping.columns, content)
        problems = (*(seen.book.problems if seen.book else ()), *plan.problems)
    more: output.Json = {"mapping": mapping, **_times_json(plan, zone)}
    lines = [what_it_is(plan, source.name), *time_facts(plan, zone)]
    _report(options, counts, problems, more, lines + _gun_lines(plan, zone, options))


def _check_point(season: Season, event_id: EventId, race_id: RaceId | None, point: str) -> None:
    races = [race.id for race in season.data.races_of(event_id) if race_id in (None, race.id)]
    codes = [each.code for race in races for each in season.data.points_of(race)]
    known = list(dict.fromkeys((START, FINISH, *codes)))
    if point.removesuffix(OUT) not in known:
        raise Refused("cli.bad-point", point=point, known=", ".join(known))


def _content(seen: Recognised, name: str, table: str | None) -> Table | RawFile:
    if seen.raw is not None:
        return seen.raw
    if seen.book is None:
        raise not_timing(seen, name)
    if table is None and seen.tables:
        timed = [seen.book.tables[number] for number in seen.tables]
        return max(timed, key=lambda each: len(each.rows))
    return pick_table(seen.book, table)


def _offset(text: str | None) -> Duration:
    if text is None:
        return Duration(0)
    offset = parse_offset(text)
    if offset is None:
        raise Refused("cli.bad-offset", text=text)
    return offset


def _times_json(plan: TimePlan, zone: str) -> output.Json:
    effect = plan.effect
    return {
        "format": plan.format,
        "label": plan.label,
        "kind": plan.kind.value,
        "role": "fills-gaps" if plan.fills_gaps else "leads",
        "effect": {
            "shared": effect.shared,
            "differing": effect.differing,
            "times": effect.times,
            "places": effect.places,
            "moves": [
                {
                    "bib": move.bib,
                    "name": move.name,
                    "time_before_ms": move.before_ms,
                    "time_after_ms": move.after_ms,
                    "place_before": move.rank_before,
                    "place_after": move.rank_after,
                }
                for move in effect.moves
            ],
        },
        "points": {new.point: len(new.reads) + new.known for new in plan.batches},
        "made_points": [point.code for point in plan.points],
        "list_races": list(plan.list_races),
        "guns": [_moment(gun, zone) for gun in plan.guns],
        "left_out": dict(plan.left_out),
        "offset_ms": plan.offset_ms,
        "days": None if plan.days is None else [day.isoformat() for day in plan.days],
    }


def _moment(instant: Instant, zone: str) -> str:
    fraction = f".{instant % 1000:03d}" if instant % 1000 else ""
    return format_local(instant, zone) + fraction


def _gun_lines(plan: TimePlan, zone: str, options: Namespace) -> list[str]:
    """The effect, and how a gun found in the file can be set."""
    words = _('To set the gun: trailsdesk start "{file}" --event {event} --at "{time}"')
    return _effect_lines(plan) + [
        words.format(file=options.file, event=options.event, time=_moment(gun, zone))
        for gun in plan.guns[:3]
    ]


def _effect_lines(plan: TimePlan) -> list[str]:
    """What leading would move, runner by runner, and what becomes of it."""
    words = effect_words(plan.effect)
    if not words:
        return []
    lines = [words]
    moves = plan.effect.moves
    lines += [
        _("  bib {bib} {name}: {before} → {after}, place {first} → {then}").format(
            bib=move.bib,
            name=move.name,
            before=_time(move.before_ms),
            after=_time(move.after_ms),
            first=move.rank_before or "–",
            then=move.rank_after or "–",
        )
        for move in moves[:_MOVES_TOLD]
    ]
    if len(moves) > _MOVES_TOLD:
        lines.append(_("  and {count} more").format(count=len(moves) - _MOVES_TOLD))
    if moves and plan.fills_gaps:
        lines.append(
            _("It only fills gaps: none of these is changed. --lead lets it lead instead.")
        )
    elif moves:
        lines.append(_("It leads: these are changed. --backup lets it only fill gaps instead."))
    return lines


def _time(ms: int | None) -> str:
    return "–" if ms is None else format_elapsed(ms, 100 if ms % 1000 else 1000)


# Chips


def _import_chips(options: Namespace) -> None:
    with opened(options.file, reading=options.dry_run) as season:
        event_id = season.event(options.event).id
        source = read_source(options.source)
        pairs, told = read_pairs(look_at(source, options.encoding), source)
        plan = plan_chips(season, event_id, source.name, pairs, told)
        if not options.dry_run:
            commit_chips(season, plan)
    counts = {
        "added": plan.count(ChipFate.NEW),
        "updated": plan.count(ChipFate.CHANGED),
        "unchanged": plan.count(ChipFate.SAME),
        "refused": plan.count(ChipFate.REFUSED),
    }
    _report(options, counts, plan.problems, {})


# All of them


def _report(
    options: Namespace,
    counts: dict[str, int],
    found: Sequence[Problem],
    more: output.Json,
    lines: Sequence[str] = (),
) -> None:
    if options.json:
        document = output.summary_json(counts, found)
        output.print_json({**document, **more, "dry_run": options.dry_run})
        return
    output.print_lines(
        [", ".join(f"{count} {word}" for word, count in counts.items()), *lines]
        + [output.problem_line(problem) for problem in found]
    )
