"""The course by command: who is out there, calls over the radio, checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened, scope
from trailsdesk.domain.chrono import Instant, format_elapsed, format_local
from trailsdesk.domain.on_course import Stand
from trailsdesk.domain.problems import Refused, Severity
from trailsdesk.i18n import _, message, plural
from trailsdesk.services import checkpoints
from trailsdesk.services.call_back import moment_words, say_back, span_words
from trailsdesk.services.checkpoint_import import (
    RowFate,
    commit_checkpoints,
    plan_checkpoints,
)
from trailsdesk.services.course_desk import kept_end
from trailsdesk.services.on_course import course_view, in_order, silent_places
from trailsdesk.services.raceday import parse_gun
from trailsdesk.services.radio import radio_book, read_call, take_call
from trailsdesk.services.sources import open_book, pick_table, read_source

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.on_course import Tally
    from trailsdesk.services.checkpoint_import import CheckpointPlan
    from trailsdesk.services.on_course import CourseRow, CourseView
    from trailsdesk.services.radio import Call, RadioBook
    from trailsdesk.services.season import Season


def show_course_state(options: Namespace) -> None:
    """``on-course``: who is out there, last seen where, expected when."""
    with opened(options.file, reading=True) as season:
        event_id, race_id = scope(season, options)
        now_ms = _moment(season, options)
        view = course_view(season, event_id, race_id)
        codes = {race.id: race.code for race in season.data.races_of(event_id)}
    rows = [row for row in in_order(view.rows, now_ms) if _is_listed(row)]
    if options.json:
        output.print_json(_state_json(view, rows, codes, now_ms))
        return
    output.print_table(
        ("race", "started", "in", "withdrawn", "not back", "DNS", "out there"),
        [
            (codes[race.race_id], t.started, t.inside, t.stopped + t.ruled_out, t.awaited, t.dns,
             t.out)
            for race in view.races
            for t in (race.tally,)
        ],
    )  # fmt: skip
    output.print_lines(["", accounted_words(view.tally), *_silent_lines(view, codes, now_ms)])
    if rows:
        output.print_lines([""])
        output.print_table(
            ("bib", "name", "race", "last seen", "expected", "late"),
            [_row_cells(row, codes, view.zone, now_ms) for row in rows],
        )


def _silent_lines(view: CourseView, codes: dict[RaceId, str], now_ms: Instant) -> list[str]:
    words = _(
        "No times from {place} ({race}): nobody is said to have missed its cut-off. Call it, or"
        " key its sheet in."
    )
    silent = silent_places(view, now_ms)
    return [words.format(place=each.label, race=codes[race_id]) for race_id, each in silent]


def accounted_words(tally: Tally) -> str:
    """Whether anybody is left out there, in one sentence."""
    if tally.accounted:
        return _("All accounted for.")
    if not tally.started:
        return _("Nobody has started.")
    parts = []
    if tally.out:
        parts.append(plural("{count} out there", "{count} out there", tally.out))
    if tally.awaited:
        parts.append(
            plural("{count} withdrawn and not back", "{count} withdrawn and not back",
                   tally.awaited)
        )  # fmt: skip
    if tally.waiting:
        parts.append(
            plural("{count} in a wave not started", "{count} in a wave not started", tally.waiting)
        )
    return ", ".join(parts) + "."


def _is_listed(row: CourseRow) -> bool:
    return row.is_left or row.standing.stand is Stand.WAITING


def _moment(season: Season, options: Namespace) -> Instant:
    if options.at is None:
        return season.clock.now_ms()
    return parse_gun(season.event(options.event), options.at)


def _row_cells(
    row: CourseRow, codes: dict[RaceId, str], zone: str, now_ms: Instant
) -> Sequence[object]:
    seen, due = row.where.seen, row.where.due
    last = _("not seen since the start")
    if seen is not None:
        last = seen.label
        if seen.instant_ms is not None:
            last += " " + moment_words(seen.instant_ms, zone, now_ms)
    if row.standing.awaited:
        last = _("stopped at {place}").format(place=row.stopped_at or "?")
    expected, late = "", 0
    if due is not None and row.standing.stand is Stand.OUT:
        expected = f"{due.label} {moment_words(due.instant_ms, zone, now_ms)}"
        late = due.late_ms(now_ms)
    return (
        row.bib, row.name, codes[row.race_id], last, expected, span_words(late) if late else "",
    )  # fmt: skip


def _state_json(
    view: CourseView, rows: Sequence[CourseRow], codes: dict[RaceId, str], now_ms: Instant
) -> output.Json:
    return {
        "now": format_local(now_ms, view.zone),
        "accounted": view.tally.accounted,
        "races": [
            {
                "race": codes[race.race_id],
                "gun": None if race.gun_ms is None else format_local(race.gun_ms, view.zone),
                **_tally_json(race.tally),
            }
            for race in view.races
        ],
        "total": _tally_json(view.tally),
        "silent": [
            {"race": codes[race_id], "point": each.code, "label": each.label}
            for race_id, each in silent_places(view, now_ms)
        ],
        "rows": [_row_json(row, codes, view.zone, now_ms) for row in rows],
    }


def _tally_json(tally: Tally) -> output.Json:
    return {
        "entries": tally.entries,
        "started": tally.started,
        "in": tally.inside,
        "withdrawn": tally.stopped,
        "ruled_out": tally.ruled_out,
        "not_back": tally.awaited,
        "dns": tally.dns,
        "waiting": tally.waiting,
        "to_start": tally.to_start,
        "cancelled": tally.cancelled,
        "out": tally.out,
        "accounted": tally.accounted,
    }


def _row_json(row: CourseRow, codes: dict[RaceId, str], zone: str, now_ms: Instant) -> output.Json:
    seen, due, cutoff = row.where.seen, row.where.due, row.where.cutoff
    ruling = row.standing.ruling
    return {
        "bib": row.bib,
        "name": row.name,
        "race": codes[row.race_id],
        "state": "not_back" if row.standing.awaited else row.standing.stand.value.lower(),
        "contradicted": row.standing.at_odds,
        "last_seen": None
        if seen is None
        else {
            "point": seen.code,
            "label": seen.label,
            "at": _local(seen.instant_ms, zone),
            "leaving": seen.leaving,
        },
        "expected": None
        if due is None
        else {
            "point": due.code,
            "label": due.label,
            "at": _local(due.instant_ms, zone),
            "late_ms": due.late_ms(now_ms),
            "why": message(due.note),
        },
        "cutoff": None
        if cutoff is None
        else {
            "point": cutoff.code,
            "label": cutoff.label,
            "at": _local(cutoff.instant_ms, zone),
            "passed": cutoff.is_passed(now_ms),
            "near": cutoff.is_near(now_ms),
            "silent": cutoff.is_silent(now_ms),
        },
        "stopped_at": ruling.point if ruling is not None else None,
        "comes_back": ruling.way if ruling is not None else None,
    }


def _local(instant_ms: Instant | None, zone: str) -> str | None:
    return None if instant_ms is None else format_local(instant_ms, zone)


# Calls


def take_radio_call(options: Namespace) -> None:
    """``call``: a call over the radio, read as the window reads it."""
    with opened(options.file, reading=options.dry_run) as season:
        event_id, race_id = scope(season, options)
        now_ms = _moment(season, options)
        book = radio_book(season, event_id, race_id)
        call = read_call(book, options.text, now_ms, options.station or "")
        if call is None:
            raise Refused("radio.no-bib")
        errors = [note for note in call.notes if note.severity is Severity.ERROR]
        if errors:
            raise Refused(errors[0].note.code, **errors[0].note.params)
        if not options.dry_run:
            take_call(season, event_id, call, now_ms, actor())
    if options.json:
        output.print_json(_call_json(book, call, now_ms, taken=not options.dry_run))
        return
    lines = [say_back(book, call, now_ms)]
    lines += [f"{note.severity.value}: {message(note.note)}" for note in call.notes]
    output.print_lines(lines)


def _call_json(book: RadioBook, call: Call, now_ms: Instant, *, taken: bool) -> output.Json:
    moment = now_ms if call.instant_ms is None else call.instant_ms
    return {
        "taken": taken,
        "kind": call.kind.value,
        "point": call.place,
        "at": format_local(moment, book.zone),
        "bibs": [
            {
                "bib": each.bib,
                "name": each.runner.name if each.runner is not None else None,
                "known": each.runner is not None,
            }
            for each in call.called
        ],
        "reason": call.reason,
        "comes_back": call.way,
        "said": say_back(book, call, now_ms),
        "notes": [
            {
                "severity": note.severity.value,
                "code": note.note.code,
                "message": message(note.note),
                "suggestions": list(note.picks),
            }
            for note in call.notes
        ],
    }


# Checkpoints


def show_checkpoints(options: Namespace) -> None:
    """``checkpoints``: those of a race; from a table or the event before where that is asked."""
    reading = options.dry_run or not (options.source or options.copy)
    with opened(options.file, reading=reading) as season:
        event = season.event(options.event)
        race = season.race(event, options.race)
        start_ms = None if options.start is None else parse_gun(event, options.start)
        plan = None
        if options.source is not None:
            source = read_source(options.source)
            table = pick_table(open_book(source, options.encoding), options.table)
            plan = plan_checkpoints(
                season, race.id, table, source.name, start_ms=start_ms, cutoffs=options.cutoffs
            )
            if not options.dry_run:
                commit_checkpoints(season, plan)
        elif options.copy and not options.dry_run:
            checkpoints.copy_points(season, race.id)
        elif options.copy and checkpoints.race_to_copy(season, race.id) is None:
            raise Refused("checkpoint.nothing-to-copy")
        planned = plan.order if plan is not None and options.dry_run else None
        track_m = kept_end(season, race.id)
        lines = checkpoints.checkpoint_lines(season, race.id, start_ms, planned, track_m=track_m)
    if options.json:
        output.print_json(_points_json(lines, plan, event.zone, options))
        return
    if plan is not None:
        output.print_lines([_plan_words(plan), *map(output.problem_line, plan.problems), ""])
    output.print_table(
        ("code", "checkpoint", "km", "climb", "cut-off", "closes"),
        [
            (
                line.point.code,
                line.point.label,
                _km(line.point.distance_m),
                "" if line.point.ascent_m is None else f"{line.point.ascent_m:g}",
                "" if line.point.cutoff_ms is None else format_elapsed(line.point.cutoff_ms),
                _local(line.cutoff_at, event.zone) or "",
            )
            for line in lines
        ],
    )


def _km(metres: float | None) -> str:
    return "" if metres is None else f"{metres / 1000:g}"


def _plan_words(plan: CheckpointPlan) -> str:
    counts = (
        (RowFate.NEW, _("{count} new")),
        (RowFate.CHANGED, _("{count} changed")),
        (RowFate.SAME, _("{count} unchanged")),
        (RowFate.REMOVED, _("{count} removed")),
        (RowFate.KEPT, _("{count} kept: times were taken there")),
    )
    parts = [words.format(count=plan.count(fate)) for fate, words in counts if plan.count(fate)]
    return ", ".join(parts)


def _points_json(
    lines: Sequence[checkpoints.CheckpointLine],
    plan: CheckpointPlan | None,
    zone: str,
    options: Namespace,
) -> output.Json:
    document: output.Json = {
        "points": [
            {
                "code": line.point.code,
                "label": line.point.label,
                "ordinal": line.number,
                "distance_m": line.point.distance_m,
                "ascent_m": line.point.ascent_m,
                "cutoff_ms": line.point.cutoff_ms,
                "cutoff": None
                if line.point.cutoff_ms is None
                else format_elapsed(line.point.cutoff_ms),
                "closes": _local(line.cutoff_at, zone),
                "optional": line.point.optional,
                "times": line.reads,
                "odd": output.in_words(line.odd),
            }
            for line in lines
        ]
    }
    if plan is not None:
        document["import"] = {
            **{fate.value: plan.count(fate) for fate in RowFate},
            "cutoffs": plan.kind.value if plan.kind is not None else None,
            "start": _local(plan.start_ms, zone),
            "dry_run": options.dry_run,
            "problems": [output.problem_json(problem) for problem in plan.problems],
        }
    return document
