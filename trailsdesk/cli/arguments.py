"""What may be typed after ``trailsdesk``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk import __version__

_EXIT = "Exit 0: done. 1: refused or failed, with the reason on stderr. 2: wrong usage."


def parser() -> argparse.ArgumentParser:
    """The command line of every job."""
    return _parsers()[0]


def command_names() -> frozenset[str]:
    """The words that may stand first."""
    return frozenset(_parsers()[1].choices)


def _parsers() -> tuple[argparse.ArgumentParser, Commands]:
    top = argparse.ArgumentParser(
        prog="trailsdesk",
        description="Trail race entries, timing, results and prize sheets, offline, in one file.",
        epilog=f"Without a command, FILE opens in the window. {_EXIT}",
    )
    top.add_argument("--version", action="version", version=f"trailsdesk {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _season_commands(commands)
    _import_commands(commands)
    _identify_command(commands)
    _race_commands(commands)
    _history_commands(commands)
    _course_command(commands)
    return top, commands


if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  no public name


def _command(
    commands: Commands, name: str, text: str, *, json: bool = False
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=text, description=text, epilog=_EXIT)
    if json:
        made.add_argument("--json", action="store_true", help="one JSON document on stdout")
    return made


def _file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="the season's file")


def _scope(command: argparse.ArgumentParser, *, event: bool = True, race: bool = False) -> None:
    if event:
        command.add_argument("--event", required=True, metavar="E", help="the event's short name")
    command.add_argument("--race", required=race, metavar="R", help="the race's short name")


def _season_commands(commands: Commands) -> None:
    demo = _command(commands, "demo", "Play a made-up season through and open it.")
    demo.add_argument("folder", type=Path, metavar="DIR", help="an empty or new folder")
    demo.add_argument(
        "--headless", action="store_true", help="write sheets and pictures instead of opening"
    )
    presets = _command(
        commands,
        "presets",
        "List the rule presets, show one in sentences, or run its worked examples.",
        json=True,
    )
    presets.add_argument("act", nargs="?", choices=("show", "check"), metavar="show|check")
    presets.add_argument("preset", nargs="?", metavar="ID", help="or a file ending in .toml")
    rules = _command(commands, "rules", "The season's rules, value by value.", json=True)
    _file(rules)
    rules.add_argument("--all", action="store_true", help="not only what was changed")
    rules.add_argument(
        "--set", nargs=2, metavar=("PATH", "VALUE"), help="write a value over the rules"
    )
    rules.add_argument("--restore", metavar="PATH", help="take a change back")
    rules.add_argument(
        "--what-if", nargs=2, metavar=("PATH", "VALUE"), help="who would move; nothing is changed"
    )
    new = _command(commands, "new", "Make a season's file from a preset.")
    _file(new)
    new.add_argument("--preset", required=True, metavar="ID")
    new.add_argument(
        "--event",
        action="append",
        default=[],
        dest="events",
        metavar="E",
        help="an event of the preset or its calendar to hold; may be given several times",
    )
    new.add_argument("--date", metavar="YYYY-MM-DD", help="the day, for a preset of one event")
    new.add_argument("--zone", metavar="ZONE", help="its time zone, for example Pacific/Auckland")
    _file(_command(commands, "info", "What is in a season's file.", json=True))
    quote = _command(commands, "quote", "What an entry costs, and why.", json=True)
    _file(quote)
    _scope(quote, race=True)
    quote.add_argument("--born", required=True, metavar="YYYY-MM-DD")
    quote.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="the day of entry")
    quote.add_argument("--series", action="store_true", help="as part of a series entry")


def _import_commands(commands: Commands) -> None:
    bring = commands.add_parser("import", help="Bring in entries, times or chips from a file.")
    kinds = bring.add_subparsers(dest="what", required=True, metavar="entries|times|chips")
    entries = _command(kinds, "entries", "Bring in an entry list.", json=True)
    times = _command(kinds, "times", "Bring in times.", json=True)
    chips = _command(kinds, "chips", "Bring in which bib wears which chip.", json=True)
    sources = (
        (entries, "CSV, TSV or XLSX"),
        (times, "a system's log, CSV, TSV, XLSX, JSON or IOF XML"),
        (chips, "a list of bibs and chips"),
    )
    for command, words in sources:
        _file(command)
        command.add_argument("source", type=Path, metavar="SOURCE", help=words)
        command.add_argument("--encoding", metavar="NAME", help="the source's encoding")
        command.add_argument("--dry-run", action="store_true", help="say what would happen")
    for command in (entries, times):
        _scope(command)
        command.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="HEADER=FIELD",
            help="say what a column holds; FIELD “-” leaves it out",
        )
        command.add_argument("--table", metavar="NAME", help="the sheet or table of the source")
        command.add_argument(
            "--dates", choices=("day-first", "month-first"), help="what 3/6/1986 means"
        )
    chips.add_argument("--event", required=True, metavar="E", help="the event's short name")
    _time_options(times)


def _time_options(times: argparse.ArgumentParser) -> None:
    times.add_argument(
        "--point", default="finish", metavar="POINT", help="start, finish or a checkpoint's code"
    )
    times.add_argument(
        "--kind", choices=("clock", "elapsed"), help="time of day, or since the gun"
    )
    times.add_argument("--day", metavar="YYYY-MM-DD", help="the day of times without a date")
    times.add_argument(
        "--offset",
        metavar="S|H:MM:SS",
        help="added to every time of day; positive when the clock was behind (--offset=-3.5)",
    )
    times.add_argument(
        "--repeated-hour",
        choices=("by-order", "first", "second"),
        help="which 2:30 of the night the clocks go back; else by the order of the lines",
    )
    role = times.add_mutually_exclusive_group()
    role.add_argument(
        "--backup", action="store_true", help="count only where no other source has a time"
    )
    role.add_argument(
        "--lead", action="store_true", help="count even where it changes times that count already"
    )
    times.add_argument(
        "--place",
        action="append",
        default=[],
        metavar="NAME=POINT",
        help="which point a place named in the file is; POINT “-” leaves it out",
    )
    times.add_argument(
        "--list-race",
        type=int,
        metavar="N",
        help="which race of a list of several; else the first",
    )
    times.add_argument(
        "--make-points", action="store_true", help="make checkpoints of the file's places"
    )


def _identify_command(commands: Commands) -> None:
    identify = _command(
        commands,
        "identify",
        "Say what a timing file is: its format, its reads, the lines not understood.",
        json=True,
    )
    identify.epilog = f"A file that is no timing file is refused with what it looks like. {_EXIT}"
    identify.add_argument("source", type=Path, metavar="SOURCE", help="a log, list or table")
    identify.add_argument("--encoding", metavar="NAME", help="the source's encoding")


def _race_commands(commands: Commands) -> None:
    start = _command(commands, "start", "Set the gun of a race, or of all races of an event.")
    _file(start)
    _scope(start)
    start.add_argument("--wave", metavar="W", help="one wave of the race; else all of them")
    start.add_argument("--at", required=True, metavar='"YYYY-MM-DD HH:MM:SS"', help="local time")
    _bib_commands(commands)
    _start_commands(commands)
    _on_course_commands(commands)
    _decision_commands(commands)
    results = _command(commands, "results", "The results.", json=True)
    _file(results)
    _scope(results)
    _category_commands(commands)
    standings = _command(commands, "standings", "The series standings.", json=True)
    _file(standings)
    _scope(standings, event=False)
    standings.add_argument("--ranking", metavar="ID", help="one of the rankings of the rules")
    standings.add_argument("--teams", action="store_true", help="clubs as teams")
    _qualify_command(commands)
    _runner_command(commands)
    _score_commands(commands)
    problems = _command(commands, "problems", "All that is not clean.", json=True)
    _file(problems)
    sheet = _command(commands, "sheet", "Write a printed sheet as PDF or XLSX.")
    sheet.add_argument("kind", metavar="KIND", help="prize-list, medal-pickup, results, …")
    _file(sheet)
    sheet.add_argument("--event", metavar="E", help="the event's short name")
    sheet.add_argument("--race", metavar="R", help="the race's short name")
    sheet.add_argument("--paper", choices=("a4", "letter"), default="a4")
    grid = sheet.add_argument_group("for finish-grid")
    grid.add_argument("--first-row", type=int, default=1, metavar="N", help="its number")
    grid.add_argument("--pages", type=int, default=1, metavar="N", help="how many")
    grid.add_argument("--filled", action="store_true", help="with the rows taken so far")
    sheet.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.pdf|OUT.xlsx")


def _category_commands(commands: Commands) -> None:
    categories = _command(
        commands,
        "categories",
        "Who falls into which category and why; a small one ranked within another.",
        json=True,
    )
    _file(categories)
    _scope(categories)
    act = categories.add_mutually_exclusive_group()
    act.add_argument(
        "--merge", nargs=2, metavar=("CATEGORY", "WITHIN"), help="rank one within another"
    )
    act.add_argument("--unmerge", metavar="CATEGORY", help="rank it on its own again")
    categories.add_argument("--reason", metavar="TEXT", help="kept with the decision")
    cancel = _command(commands, "cancel", "Call an event off: it is no round of the series.")
    _file(cancel)
    cancel.add_argument("--event", required=True, metavar="E", help="the event's short name")
    how = cancel.add_mutually_exclusive_group(required=True)
    how.add_argument("--reason", metavar="TEXT", help="kept in the history")
    how.add_argument("--restore", action="store_true", help="it is held after all")


def _bib_commands(commands: Commands) -> None:
    bibs = _command(
        commands, "bibs", "Bib ranges, the next free bibs, and who gets which.", json=True
    )
    _file(bibs)
    _scope(bibs)
    act = bibs.add_mutually_exclusive_group()
    act.add_argument("--ranges", metavar="LIST", help="write those of the race: 1-400, A1-A50")
    act.add_argument("--give", metavar="B", help="give a bib, or “next”, to one runner")
    act.add_argument("--swap", nargs=2, metavar="B", help="two runners exchange their bibs")
    act.add_argument(
        "--fill",
        nargs="?",
        const="name",
        choices=("name", "entered", "category"),
        help="give free bibs to everybody without one, in this order",
    )
    who = bibs.add_mutually_exclusive_group()
    who.add_argument("--runner", metavar="NAME", help="who gets it, by given and family name")
    who.add_argument("--bib", metavar="B", help="who gets it, by the bib worn now")
    bibs.add_argument("--dry-run", action="store_true", help="say what would happen")


def _decision_commands(commands: Commands) -> None:
    imports = _command(
        commands,
        "imports",
        "Where the times came from; take one import out of the results, or back in.",
        json=True,
    )
    _file(imports)
    imports.add_argument("--event", metavar="E", help="the event's short name; else all")
    act = imports.add_mutually_exclusive_group()
    act.add_argument("--retract", type=int, metavar="N", help="its number; the reads are kept")
    act.add_argument("--bring-back", type=int, metavar="N", help="one that was retracted")
    rule = _command(commands, "rule", "Decide on a runner, with the reason.", json=True)
    _file(rule)
    _scope(rule)
    rule.add_argument("--bib", required=True, metavar="B")
    rule.add_argument(
        "--status",
        required=True,
        choices=("dnf", "dns", "dsq", "not-competing", "reinstate"),
        help="reinstate sets the decisions before aside",
    )
    rule.add_argument("--reason", required=True, metavar="TEXT", help="kept with the decision")


def _start_commands(commands: Commands) -> None:
    here = _command(commands, "checkin", "Check the runner of a bib in.")
    _file(here)
    _scope(here)
    here.add_argument("--bib", required=True, metavar="B")
    here.add_argument("--adult", metavar="NAME", help="who looks after a young runner")
    here.add_argument("--gear", action="store_true", help="the mandatory gear was seen")
    late = _command(commands, "late", "Note that a runner started after, or before, the wave.")
    _file(late)
    _scope(late)
    late.add_argument("--bib", required=True, metavar="B")
    late.add_argument("--at", metavar='"YYYY-MM-DD HH:MM:SS"', help="local time; else now")
    late.add_argument("--own", action="store_true", help="the own start counts, not the gun")
    absent = _command(commands, "dns", "Mark those who never started DNS.", json=True)
    _file(absent)
    _scope(absent)
    which = absent.add_mutually_exclusive_group(required=True)
    which.add_argument("--not-checked-in", action="store_true", help="whoever is not checked in")
    which.add_argument("--bibs", metavar="LIST", help="these did not start: 12, 14, 20-25")
    which.add_argument("--started", metavar="LIST", help="these did start, all others did not")
    absent.add_argument("--reason", default="", metavar="TEXT", help="kept with each decision")
    absent.add_argument(
        "--confirm", action="store_true", help="also when it is more than half of a field"
    )
    absent.add_argument("--dry-run", action="store_true", help="say what would happen")


def _on_course_commands(commands: Commands) -> None:
    moment = '"YYYY-MM-DD HH:MM:SS"'
    out = _command(
        commands, "on-course", "Who is out there, last seen where, expected when.", json=True
    )
    _file(out)
    _scope(out)
    out.add_argument("--at", metavar=moment, help="as of this local time; else now")
    call = _command(commands, "call", "Take a call over the radio.", json=True)
    _file(call)
    call.add_argument("text", metavar="CALL", help='"214 cp2 1132", "214 dnf cp2 knee / car"')
    _scope(call)
    call.add_argument("--station", metavar="CODE", help="the place, where the call leaves it out")
    call.add_argument("--at", metavar=moment, help="the local time now; else the computer's")
    call.add_argument("--dry-run", action="store_true", help="say how it would be understood")
    points = _command(commands, "checkpoints", "The checkpoints of a race.", json=True)
    _file(points)
    _scope(points, race=True)
    bring = points.add_mutually_exclusive_group()
    bring.add_argument(
        "--import", dest="source", type=Path, metavar="SOURCE", help="a table of checkpoints"
    )
    bring.add_argument("--copy", action="store_true", help="those of the event before")
    points.add_argument("--table", metavar="NAME", help="the sheet or table of the source")
    points.add_argument("--encoding", metavar="NAME", help="the source's encoding")
    points.add_argument("--cutoffs", choices=("elapsed", "clock"), help="what 12:30 means")
    points.add_argument(
        "--start", metavar=moment, help="what times of day count from while there is no gun"
    )
    points.add_argument("--dry-run", action="store_true", help="say what would happen")


def _qualify_command(commands: Commands) -> None:
    text = "Who has earned a place in a final, by which rule, and why."
    places = _command(commands, "qualify", text, json=True)
    _file(places)
    _scope(places, race=True)
    places.add_argument("--rule", metavar="ID", help="one rule only; else all")
    places.add_argument("--all", action="store_true", help="list those who are not eligible too")
    said = places.add_mutually_exclusive_group()
    said.add_argument("--accept", metavar="B", help="this runner takes the place offered")
    said.add_argument("--decline", metavar="B", help="this runner gives it on")
    said.add_argument(
        "--overdue", action="store_true", help="give on every place whose answer is overdue"
    )
    said.add_argument("--unanswer", metavar="B", help="strike what this runner has said")
    places.add_argument("--note", default="", metavar="TEXT", help="kept with the answer")


def _score_commands(commands: Commands) -> None:
    scores = _command(
        commands, "scores", "Scores given elsewhere: list, note, bring in.", json=True
    )
    _file(scores)
    scores.add_argument("--event", metavar="E", help="the event's short name")
    scores.add_argument("--race", metavar="R", help="the race's short name")
    scores.add_argument("--system", metavar="NAME", help="whose they are: itra, utmb, …")
    act = scores.add_mutually_exclusive_group()
    act.add_argument("--set", nargs=2, metavar=("B", "SCORE"), help="of the runner of a bib")
    act.add_argument("--import", dest="source", type=Path, metavar="SOURCE", help="a list")
    scores.add_argument("--table", metavar="NAME", help="the sheet or table of the source")
    scores.add_argument("--encoding", metavar="NAME", help="the source's encoding")
    scores.add_argument("--dry-run", action="store_true", help="say what would happen")
    rights = _command(commands, "rights", "What a runner's scores give a right to.", json=True)
    _file(rights)
    _scope(rights)
    rights.add_argument("--bib", required=True, metavar="B")
    rights.add_argument("--on", metavar="YYYY-MM-DD", help="on this day; else today")
    rights.add_argument("--injured", metavar="YYYY-MM-DD", help="may the priority be moved?")
    rights.add_argument(
        "--registered", metavar="YYYY-MM-DD", help="with --injured: registered for the finals"
    )
    rights.add_argument("--finals", type=int, metavar="YYYY", help="with --injured: of this year")
    league = _command(commands, "league", "A country's league by the scores here.", json=True)
    _file(league)
    league.add_argument("--country", required=True, metavar="ABC", help="three letters")
    league.add_argument("--year", required=True, type=int, metavar="YYYY")
    items = _command(
        commands, "checklist", "Whether the federation takes a race, item by item.", json=True
    )
    _file(items)
    _scope(items, race=True)
    items.add_argument("--kind", metavar="KIND", help="trail, stage, backyard, relay, …")
    items.add_argument("--natural", metavar="PERCENT", help="of the course on natural ground")
    items.add_argument("--paved", metavar="PERCENT", help="of the course that is paved")
    told = (
        ("--fixed-course", "everybody runs the same distance and climb"),
        ("--same-day", "everybody starts within a set time of one day"),
        ("--individual-times", "every runner gets a time of their own"),
    )
    for option, words in told:
        items.add_argument(option, choices=("yes", "no"), help=words)
    fee = _command(commands, "membership", "The federation's yearly fee for you.", json=True)
    _file(fee)
    fee.add_argument("--base", metavar="SUM", help="what all entries of the year bring in")


def _runner_command(commands: Commands) -> None:
    runner = _command(commands, "runner", "One runner's season on one page.", json=True)
    _file(runner)
    runner.add_argument("--name", metavar="NAME", help="given and family name")
    runner.add_argument("--event", metavar="E", help="with --bib: the event's short name")
    runner.add_argument("--bib", metavar="B", help="with --event: the bib worn there")
    runner.add_argument("--paper", choices=("a4", "letter"), default="a4")
    runner.add_argument("-o", "--output", type=Path, metavar="OUT.pdf|OUT.xlsx")


def _history_commands(commands: Commands) -> None:
    _file(_command(commands, "history", "Who changed what, newest first.", json=True))
    _file(_command(commands, "undo", "Take back the last change."))
    _file(_command(commands, "redo", "Do the last undone change again."))
    _file(_command(commands, "check", "Check that the file is sound."))


def _course_command(commands: Commands) -> None:
    course = _command(
        commands, "course", "Measure a GPX file: distance, climb, points.", json=True
    )
    course.add_argument("gpx", type=Path, metavar="GPX", help="a track or route")
    course.add_argument("--track", type=int, metavar="N", help="which track of several, from 1")
    course.add_argument(
        "--aid-stations",
        default="0",
        metavar="N",
        help="start and finish left out; for stages and legs also one number each, as 3,2,4",
    )
    course.add_argument("--loops", type=int, default=1, metavar="N", help="the track is one loop")
    how = course.add_mutually_exclusive_group()
    how.add_argument("--backyard", action="store_true", help="loops for each number of points")
    how.add_argument(
        "--stages",
        action="store_true",
        help="a stage race: each track a stage, the longest counts",
    )
    how.add_argument("--relay", action="store_true", help="a relay: each track a leg of its own")
    course.add_argument(
        "--results",
        type=Path,
        metavar="FILE",
        help="with --backyard: runners with a column of times for each loop, to be split ...",
    )
    course.add_argument(
        "--into", type=Path, metavar="DIR", help="... into a file for each number of points"
    )
    course.add_argument(
        "--more",
        type=Path,
        action="append",
        default=[],
        metavar="GPX",
        help="with --stages or --relay: more stages or legs in a file of their own",
    )
    course.add_argument(
        "--distance-km", metavar="X", help="the official distance of the race, all loops"
    )
    course.add_argument("--ascent-m", metavar="Y", help="the official climb, all loops")
    course.add_argument(
        "--loop-penalty", metavar="X", help="km-effort that the federation takes off for loops"
    )
    course.add_argument(
        "--stage-adjustment",
        metavar="X",
        help="km-effort that the federation adds to the longest stage",
    )
    course.add_argument(
        "--round-first", action="store_true", help="whole km-effort before points are looked up"
    )
    course.add_argument(
        "--drawn", action="store_true", help="drawn on a map: 90 %% of the km-effort"
    )
    course.add_argument("--plot", type=Path, metavar="PNG", help="map and profile; or NAME.svg")
    course.add_argument("--pdf", type=Path, metavar="PDF", help="the course sheet, one page")
    course.add_argument("--paper", choices=("a4", "letter"), default="a4")
