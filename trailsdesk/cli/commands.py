"""The commands: each takes its arguments, does one job through the services, and reports."""

from __future__ import annotations

import getpass
import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.domain.chrono import format_elapsed, format_local
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Problem, Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.formats.presets import available
from trailsdesk.i18n import _, message
from trailsdesk.services import entries, event_setup, history, printing, raceday, results
from trailsdesk.services.clock import SystemClock
from trailsdesk.services.entry_plan import RowKind
from trailsdesk.services.problems import problems
from trailsdesk.services.season import Season
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.services.standings import standings
from trailsdesk.services.time_import import commit_times, plan_times
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.event import EventId, RaceId

Command = Callable[[Namespace], int | None]


def _actor() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


@contextmanager
def _open(path: Path, *, reading: bool = False) -> Iterator[Season]:
    clock = SystemClock()
    file = Store().open(path, _actor(), clock, read_only=reading)
    try:
        yield Season(file, clock)
    finally:
        file.close()


def _scope(season: Season, options: Namespace) -> tuple[EventId, RaceId | None]:
    event = season.event(options.event)
    race = None if options.race is None else season.race(event, options.race)
    return event.id, race.id if race else None


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("cli.bad-date", option=option, text=text) from error


# The season


def _presets(options: Namespace) -> None:
    found = available()
    if options.json:
        output.print_json(
            {
                "presets": [
                    {"id": p.id, "name": p.name, "season": p.season, "version": p.version}
                    for p in found
                ]
            }
        )
        return
    output.print_table(("id", "name", "season"), [(p.id, p.name, p.season) for p in found])


def _new(options: Namespace) -> None:
    clock = SystemClock()
    day = None if options.date is None else _day(options.date, "--date")
    season = event_setup.new_season(Store(), options.file, options.preset, _actor(), clock)
    try:
        if day or options.zone is not None:
            first, *others = season.data.events_in_order()
            if others:
                count = len(others) + 1
                raise Refused("cli.several-events", preset=options.preset, count=count)
            event_setup.edit_event(season, first.id, day=day, zone=options.zone)
    except BaseException:
        season.file.close()
        options.file.unlink(missing_ok=True)
        raise
    season.file.close()
    output.print_lines([_("Made {file}.").format(file=options.file.name)])


def _info(options: Namespace) -> None:
    with _open(options.file, reading=True) as season:
        document = _info_json(season)
        if options.json:
            output.print_json(document)
            return
        series = season.data.series
        output.print_lines([f"{series.name} ({series.preset_id} {series.preset_version})"])
        output.print_table(
            ("event", "date", "race", "label", "entries", "finished"),
            [
                (event.code, event.date, race.code, race.label, *_entered_and_in(season, race.id))
                for event in season.data.events_in_order()
                for race in season.data.races_of(event.id)
            ],
        )


def _entered_and_in(season: Season, race_id: RaceId) -> tuple[int, int]:
    found = results.counts(season, [race_id])
    return sum(found.values()), found[ResultStatus.OK]


def _info_json(season: Season) -> output.Json:
    data = season.data
    return {
        "name": data.series.name,
        "season": data.series.season,
        "preset": data.series.preset_id,
        "preset_version": data.series.preset_version,
        "revision": data.revision,
        "runners": len(data.runners),
        "entries": len(data.entries),
        "reads": len(data.reads),
        "options": {option.id: option.chosen for option in season.rules.options},
        "events": [
            {
                "event": event.code,
                "name": event.name,
                "date": event.date.isoformat(),
                "zone": event.zone,
                "races": [
                    {
                        "race": race.code,
                        "label": race.label,
                        "distance_m": race.distance_m,
                        "ascent_m": race.ascent_m,
                        "gun": _gun_text(season, race.id, event.zone),
                        "entries": _entered_and_in(season, race.id)[0],
                        "finished": _entered_and_in(season, race.id)[1],
                    }
                    for race in data.races_of(event.id)
                ],
            }
            for event in data.events_in_order()
        ],
    }


def _gun_text(season: Season, race_id: RaceId, zone: str) -> str | None:
    gun = raceday.gun_of(season, race_id)
    return None if gun is None else format_local(gun, zone)


def _quote(options: Namespace) -> None:
    born, on = _day(options.born, "--born"), _day(options.on, "--on")
    with _open(options.file, reading=True) as season:
        quote = entries.quote_for(
            season, options.event, options.race, born, on, series=options.series
        )
    if options.json:
        output.print_json(output.quote_json(quote))
        return
    for line in quote.lines:
        amount = format_minor(line.amount_minor, quote.currency)
        output.print_lines([f"{amount:>10}  {message(line.label)}"])
    if quote.total_minor is not None:
        total = format_minor(quote.total_minor, quote.currency)
        output.print_lines([f"{total:>10}  {quote.currency}"])
    output.print_lines([message(quote.reason or quote.explanation)])


# Bringing in


def _import(options: Namespace) -> None:
    if options.what == "entries":
        _import_entries(options)
    else:
        _import_times(options)


def _overrides(options: Namespace) -> dict[str, str]:
    found = {}
    for text in options.map:
        header, equals, field = text.rpartition("=")
        if not equals:
            raise Refused("cli.bad-map", text=text)
        found[header.strip()] = field.strip()
    return found


def _import_entries(options: Namespace) -> None:
    with _open(options.file, reading=options.dry_run) as season:
        event_id, race_id = _scope(season, options)
        source = read_source(options.source)
        book = open_book(source, options.encoding)
        table = pick_table(book, options.table)
        mapped = entries.guess_columns(table, _overrides(options))
        plan = entries.plan_entries(
            season, event_id, race_id, source.name, table, mapped, dates=options.dates
        )
        if not options.dry_run:
            entries.commit_entries(season, plan)
    counts = {
        "added": plan.count(RowKind.NEW),
        "updated": plan.count(RowKind.CHANGED),
        "unchanged": plan.count(RowKind.SAME),
        "refused": plan.count(RowKind.REFUSED),
    }
    found = (*book.problems, *plan.all_problems())
    _report_import(options, counts, found, dict(mapped.mapping.columns), table.header)


def _import_times(options: Namespace) -> None:
    if options.point not in (START, FINISH):
        raise Refused("cli.bad-point", point=options.point, known=f"{START}, {FINISH}")
    with _open(options.file, reading=options.dry_run) as season:
        event_id, race_id = _scope(season, options)
        source = read_source(options.source)
        book = open_book(source, options.encoding)
        table = pick_table(book, options.table)
        plan = plan_times(
            season, event_id, race_id, source, table,
            point=options.point, kind=options.kind, dates=options.dates,
            overrides=_overrides(options),
        )  # fmt: skip
        if not options.dry_run:
            commit_times(season, plan, _actor())
    counts = {
        "added": plan.added,
        "updated": 0,
        "unchanged": plan.known,
        "refused": plan.refused,
    }
    found = (*book.problems, *plan.problems)
    _report_import(options, counts, found, dict(plan.mapped.mapping.columns), table.header)


def _report_import(
    options: Namespace,
    counts: dict[str, int],
    found: tuple[Problem, ...],
    columns: dict[str, int],
    header: tuple[str, ...],
) -> None:
    if options.json:
        document = output.summary_json(counts, found)
        document["mapping"] = {header[column]: field for field, column in columns.items()}
        document["dry_run"] = options.dry_run
        output.print_json(document)
        return
    output.print_lines(
        [", ".join(f"{count} {word}" for word, count in counts.items())]
        + [output.problem_line(problem) for problem in found]
    )


# The race


def _start(options: Namespace) -> None:
    with _open(options.file) as season:
        event = season.event(options.event)
        races = season.data.races_of(event.id)
        if options.race is not None:
            races = (season.race(event, options.race),)
        gun = raceday.parse_gun(event, options.at)
        raceday.set_gun(season, [race.id for race in races], gun)
        local = format_local(gun, event.zone)
        names = ", ".join(race.code for race in races)
        output.print_lines(
            [_("Gun of {races}: {time}.").format(races=names, time=local)]
            + [f"warning: {message(note)}" for note in raceday.gun_notes(event, gun)]
        )


def _results(options: Namespace) -> None:
    with _open(options.file, reading=True) as season:
        rows = results.rows_of(season, *_scope(season, options))
        if options.json:
            bands = season.band_words()
            output.print_json({"rows": [output.result_json(row, bands) for row in rows]})
            return
        output.print_table(
            ("race", "place", "bib", "name", "category", "place in category", "time"),
            [
                (
                    row.race_code,
                    row.result.rank or row.result.status.value,
                    row.bib,
                    full_name(row),
                    row.category_label,
                    row.result.rank_category,
                    "" if row.result.time_ms is None else format_elapsed(row.result.time_ms),
                )
                for row in rows
            ],
        )


def _standings(options: Namespace) -> None:
    with _open(options.file, reading=True) as season:
        groups = standings(season, options.race)
        runners = season.data.runners
        if options.json:
            bands = season.band_words()
            rows = []
            for group in groups:
                for standing in group.standings:
                    born = runners[standing.runner_id].birth_date
                    text = born.isoformat() if born else None
                    rows.append(output.standing_json(group, standing, text, bands))
            output.print_json({"rows": rows})
            return
        for group in groups:
            output.print_lines(["", f"{group.race_code}: {group.label}"])
            output.print_table(
                ("place", "name", "total", "why"),
                [
                    (
                        s.rank or "",
                        full_name(s),
                        output.number(s.total),
                        output.in_words(s.reason or s.explanation),
                    )
                    for s in group.standings
                ],
            )


def _problems(options: Namespace) -> None:
    with _open(options.file, reading=True) as season:
        found = problems(season)
    if options.json:
        output.print_json({"problems": [output.problem_json(problem) for problem in found]})
        return
    lines = [output.problem_line(problem) for problem in found]
    output.print_lines(lines or [_("No problems.")])


def _sheet(options: Namespace) -> None:
    kind = printing.kind_named(options.kind)
    with _open(options.file, reading=True) as season:
        event_id = race_id = None
        if options.event is not None:
            event_id, race_id = _scope(season, options)
        sheet = printing.build_sheet(
            season, kind, event_id, race_id, race_code=options.race, paper=options.paper
        )
    for problem in printing.save_sheet(sheet, options.output):
        output.print_lines([output.problem_line(problem)])
    output.print_lines([_("Wrote {file}.").format(file=options.output.name)])


# The file


def _history(options: Namespace) -> None:
    with _open(options.file, reading=True) as season:
        done = history.history(season)
        zone = season.data.events_in_order()[0].zone
    if options.json:
        output.print_json(
            {
                "operations": [
                    {
                        "number": info.number,
                        "operation": info.name,
                        "text": history.in_words(info.name, info.params),
                        "at_ms": info.at_ms,
                        "actor": info.actor,
                        "undone": info.undone,
                    }
                    for info in done
                ]
            }
        )
        return
    output.print_table(
        ("no", "when", "who", "what"),
        [
            (
                info.number,
                format_local(info.at_ms, zone),
                info.actor,
                history.in_words(info.name, info.params) + (_(" (undone)") if info.undone else ""),
            )
            for info in done
        ],
    )


def _undo(options: Namespace) -> None:
    with _open(options.file) as season:
        info = history.undo(season)
    if info is None:
        raise Refused("history.nothing-to-undo")
    text = history.in_words(info.name, info.params)
    output.print_lines([_("Undone: {what}").format(what=text)])


def _redo(options: Namespace) -> None:
    with _open(options.file) as season:
        info = history.redo(season)
    if info is None:
        raise Refused("history.nothing-to-redo")
    text = history.in_words(info.name, info.params)
    output.print_lines([_("Done again: {what}").format(what=text)])


def _check(options: Namespace) -> int:
    with _open(options.file, reading=True) as season:
        found = season.file.check()
    output.print_lines([output.problem_line(problem) for problem in found] or [_("Sound.")])
    return 1 if found else 0


def _demo(options: Namespace) -> None:
    from trailsdesk.cli.pictures import draw_demo
    from trailsdesk.demo import play

    path = play(options.folder)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    draw_demo(path, options.folder / "screens", sheets=options.folder / "sheets")
    output.print_lines([_("A made-up season, its sheets and pictures: {folder}").format(
        folder=options.folder)])  # fmt: skip


COMMANDS: dict[str, Command] = {
    "check": _check,
    "demo": _demo,
    "history": _history,
    "import": _import,
    "info": _info,
    "new": _new,
    "presets": _presets,
    "problems": _problems,
    "quote": _quote,
    "redo": _redo,
    "results": _results,
    "sheet": _sheet,
    "standings": _standings,
    "start": _start,
    "undo": _undo,
}
