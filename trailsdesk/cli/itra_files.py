"""What ``export itra`` does: a federation's results file, and what it would refuse in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.itra_arguments import OF_THE_SEASON
from trailsdesk.cli.season_file import opened
from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.itra_file import Disqualified, FileOptions
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, message
from trailsdesk.services.clock import SystemClock
from trailsdesk.services.itra_export import (
    RaceForm,
    check_file,
    itra_files,
    published_rule,
    result_file_rule,
    write_files,
)
from trailsdesk.services.itra_races import stages_named

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from pathlib import Path

    from trailsdesk.domain.itra_file import FileFault
    from trailsdesk.services.itra_export import CheckedFile

_SEASON = ".trailsdesk"
_ANY_ZONE = "UTC"


def check_or_write(options: Namespace) -> int:
    """Check or write; 1 when something has to be mended."""
    file: Path | None = options.file
    check: Path | None = options.check
    if file is None and check is not None and check.suffix.casefold() == _SEASON:
        file, check = check, OF_THE_SEASON  # --check FILE, and no workbook named
    if check is not None and check != OF_THE_SEASON:
        return _check_any(file, check, is_json=options.json)
    if file is None or options.event is None or options.race is None:
        raise Refused("itra.which-race")
    if check is None and options.output is None:
        raise Refused("itra.no-output")
    files, written = _made(file, options, is_written=check is None)
    faults = [fault for one in files for fault in one.faults]
    if check is not None:
        _say(files, faults, is_json=options.json)
        return 1 if faults else 0
    if options.json:
        _say(files, faults, is_json=True, written=written)
    else:
        output.print_lines(_lines(files, faults))
        output.print_lines(_("Wrote {file}.").format(file=path.name) for path in written)
    return 0


def _made(
    file: Path, options: Namespace, *, is_written: bool
) -> tuple[tuple[CheckedFile, ...], tuple[Path, ...]]:
    """The files of the race, and where they were written."""
    with opened(file, reading=True) as season:
        event = season.event(options.event)
        race = season.race(event, options.race)
        form = RaceForm(
            loops=_loops(options.loops),
            stages=stages_named(season, event.id, options.stages or ""),
            leg=options.leg,
        )
        files = itra_files(season, event.id, race.id, _file_options(options), form)
        if not is_written:
            return files, ()
        return files, write_files(files, options.output, anyway=options.anyway)


def _check_any(file: Path | None, workbook: Path, *, is_json: bool) -> int:
    """Any workbook, by the rules of a season or by those that come with the program."""
    rule, zone, clock = published_rule(), _ANY_ZONE, SystemClock()
    if file is not None:
        with opened(file, reading=True) as season:
            rule = result_file_rule(season)
            zone = season.data.events_in_order()[-1].zone
    faults = check_file(workbook, rule, local_date(clock.now_ms(), zone))
    _say((), faults, is_json=is_json)
    return 1 if faults else 0


def _file_options(options: Namespace) -> FileOptions:
    latin = {}
    for text in options.latin:
        bib, names = _pair(text, "--latin")
        family, comma, given = names.partition(",")
        if not comma or not family.strip() or not given.strip():
            raise Refused("itra.bad-option", option="--latin", text=text)
        latin[bib] = (" ".join(family.split()), " ".join(given.split()))
    genders = {}
    for text in options.genders:
        bib, letter = _pair(text, "--gender")
        if letter not in (Gender.F.value, Gender.M.value):
            raise Refused("itra.bad-option", option="--gender", text=text)
        genders[bib] = Gender(letter)
    return FileOptions(
        dnf=options.dnf, disqualified=Disqualified(options.dsq), latin=latin, genders=genders
    )


def _pair(text: str, option: str) -> tuple[str, str]:
    bib, equals, value = text.partition("=")
    if not equals or not bib.strip():
        raise Refused("itra.bad-option", option=option, text=text)
    return bib.strip(), value.strip()


def _loops(text: str | None) -> tuple[int, ...]:
    if text is None:
        return ()
    words = [word.strip() for word in text.split(",")]
    if not all(word.isascii() and word.isdecimal() and len(word) < 5 for word in words):
        raise Refused("itra.bad-option", option="--loops", text=text)
    return tuple(int(word) for word in words)


# Telling


def _say(
    files: Sequence[CheckedFile],
    faults: Sequence[FileFault],
    *,
    is_json: bool,
    written: Sequence[Path] = (),
) -> None:
    if not is_json:
        output.print_lines(_lines(files, faults))
        if not faults:
            output.print_lines([_("Clean: the federation would find nothing to mend.")])
        return
    several = len(files) > 1
    found = [
        _fault_json(fault) | ({"loops": one.loops} if several else {})
        for one in files
        for fault in one.faults
    ]
    document: output.Json = {
        "clean": not faults,
        "problems": found if files else [_fault_json(fault) for fault in faults],
        "notes": [
            {"row": each.row, "message": message(each.said)}
            for one in files
            for each in one.file.notes
        ],
    }
    if written:
        document["written"] = [path.name for path in written]
    output.print_json(document)


def _fault_json(fault: FileFault) -> output.Json:
    return {
        "row": fault.row,
        "column": fault.column or None,
        "message": message(fault.said),
        "fix": message(fault.fix),
    }


def _lines(files: Sequence[CheckedFile], faults: Sequence[FileFault]) -> list[str]:
    lines = []
    for fault in faults:
        place = _("row {row}").format(row=fault.row) if fault.row is not None else ""
        where = ", ".join(filter(None, (place, fault.column)))
        said = f"{message(fault.said)} {message(fault.fix)}"
        lines.append(f"{where}: {said}" if where else said)
    for one in files:
        for note in one.file.notes:
            place = _("row {row}").format(row=note.row)
            lines.append(f"{place}: {message(note.said)}")
    return lines
