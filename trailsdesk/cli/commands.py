"""The commands: each takes its arguments, does one job through the services, and reports."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.art import set_art
from trailsdesk.cli.awards import show_awards
from trailsdesk.cli.bibs import show_bibs
from trailsdesk.cli.categories import call_off, show_categories
from trailsdesk.cli.course import show_course
from trailsdesk.cli.decisions import rule_on_runner, show_imports
from trailsdesk.cli.draw import draw_prizes
from trailsdesk.cli.export import hand_on
from trailsdesk.cli.federation import show_checklist, show_league, show_membership
from trailsdesk.cli.identify import show_identity
from trailsdesk.cli.imports import bring_in
from trailsdesk.cli.medals import show_medals
from trailsdesk.cli.money import (
    show_change,
    show_credit,
    show_ledger,
    show_quote,
    show_refund,
    show_transfer,
    take_payment,
)
from trailsdesk.cli.on_course import show_checkpoints, show_course_state, take_radio_call
from trailsdesk.cli.presets import show_presets
from trailsdesk.cli.publish import publish_results
from trailsdesk.cli.purge import purge_protected
from trailsdesk.cli.qualify import show_places
from trailsdesk.cli.reprint import reprint
from trailsdesk.cli.rules import show_rules
from trailsdesk.cli.runner import show_runner
from trailsdesk.cli.scores import show_rights, show_scores
from trailsdesk.cli.season_file import actor, opened, scope
from trailsdesk.cli.setup import show_event, show_race
from trailsdesk.cli.sheet_options import kind_options
from trailsdesk.cli.standings import show_standings
from trailsdesk.cli.start import check_in_runner, mark_absent, set_gun, start_late_runner
from trailsdesk.cli.till import run_till, write_accounts
from trailsdesk.cli.typed_values import maybe_day
from trailsdesk.domain.chrono import format_elapsed, format_local
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _
from trailsdesk.services import (
    event_setup,
    history,
    printed,
    printing,
    raceday,
    results,
)
from trailsdesk.services.clock import SystemClock
from trailsdesk.services.problems import problems
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.problems import Problem
    from trailsdesk.services.season import Season

Command = Callable[[Namespace], int | None]


# The season


def _new(options: Namespace) -> None:
    clock = SystemClock()
    day = maybe_day(options.date, "--date")
    season = event_setup.new_season(
        Store(), options.file, options.preset, actor(), clock, options.events
    )
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
    with opened(options.file, reading=True) as season:
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


# The race


def _results(options: Namespace) -> None:
    with opened(options.file, reading=True) as season:
        rows = results.rows_of(season, *scope(season, options))
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


def _problems(options: Namespace) -> None:
    with opened(options.file, reading=True) as season:
        found = problems(season)
        lines = [output.problem_line(problem, _whose(season, problem)) for problem in found]
    if options.json:
        output.print_json({"problems": [output.problem_json(problem) for problem in found]})
        return
    output.print_lines(lines or [_("No problems.")])


def _whose(season: Season, problem: Problem) -> str:
    """Bib and name of the one runner a problem is about, empty where it is not about one."""
    place = problem.place
    entry = None if place is None else season.data.entries.get(EntryId(place.entry_id or 0))
    if entry is None:
        return ""
    name = full_name(season.data.runners[entry.runner_id])
    return " ".join(filter(None, (entry.bib and f"#{entry.bib}", name)))


def _grid_options(options: Namespace, kind: str) -> dict[str, int | bool]:
    """Only a finish grid has them; out of bounds is as near as can be."""
    if kind != "finish-grid":
        return {}
    return {
        "first_row": max(1, options.first_row),
        "pages": min(200, max(1, options.pages)),
        "filled": options.filled,
    }


def _sheet(options: Namespace) -> None:
    kind = printing.kind_named(options.kind)
    on_paper = options.output.suffix.casefold() == ".pdf"
    with opened(options.file, reading=not on_paper) as season:
        event_id = race_id = None
        if options.event is not None:
            event_id, race_id = scope(season, options)
        request = printing.sheet_request(
            season,
            kind,
            event_id,
            race_id,
            race_code=options.race,
            paper=options.paper,
            **_grid_options(options, kind.id),
            **kind_options(options, kind.id),
        )
        request = printing.with_contacts(season, kind, request)
        request = printing.with_tracks(season, kind, request)
        if on_paper:
            found, record = printed.write_pdf(season, kind, request, options.output, actor())
        else:
            sheet = kind.build(season, request)
            found, record = printing.save_sheet(sheet, options.output), None
    lines = [output.problem_line(problem) for problem in found]
    lines.append(_("Wrote {file}.").format(file=options.output.name))
    if record is not None:
        lines.append(_("It is sheet {number}.").format(number=record.id))
    output.print_lines(lines)


# The file


def _history(options: Namespace) -> None:
    with opened(options.file, reading=True) as season:
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
    with opened(options.file) as season:
        info = history.undo(season)
    if info is None:
        raise Refused("history.nothing-to-undo")
    text = history.in_words(info.name, info.params)
    output.print_lines([_("Undone: {what}").format(what=text)])


def _redo(options: Namespace) -> None:
    with opened(options.file) as season:
        info = history.redo(season)
    if info is None:
        raise Refused("history.nothing-to-redo")
    text = history.in_words(info.name, info.params)
    output.print_lines([_("Done again: {what}").format(what=text)])


def _check(options: Namespace) -> int:
    with opened(options.file, reading=True) as season:
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
    "accounts": write_accounts,
    "art": set_art,
    "awards": show_awards,
    "bibs": show_bibs,
    "call": take_radio_call,
    "cancel": call_off,
    "categories": show_categories,
    "change": show_change,
    "check": _check,
    "checkin": check_in_runner,
    "checklist": show_checklist,
    "checkpoints": show_checkpoints,
    "course": show_course,
    "credit": show_credit,
    "demo": _demo,
    "draw": draw_prizes,
    "event": show_event,
    "dns": mark_absent,
    "export": hand_on,
    "history": _history,
    "identify": show_identity,
    "import": bring_in,
    "imports": show_imports,
    "info": _info,
    "late": start_late_runner,
    "league": show_league,
    "ledger": show_ledger,
    "medals": show_medals,
    "membership": show_membership,
    "new": _new,
    "on-course": show_course_state,
    "pay": take_payment,
    "presets": show_presets,
    "problems": _problems,
    "publish": publish_results,
    "purge": purge_protected,
    "qualify": show_places,
    "quote": show_quote,
    "race": show_race,
    "redo": _redo,
    "reprint": reprint,
    "refund": show_refund,
    "results": _results,
    "rights": show_rights,
    "rule": rule_on_runner,
    "rules": show_rules,
    "scores": show_scores,
    "runner": show_runner,
    "sheet": _sheet,
    "standings": show_standings,
    "start": set_gun,
    "till": run_till,
    "transfer": show_transfer,
    "undo": _undo,
}
