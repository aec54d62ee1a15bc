"""The command ``identify``: what a timing file is and how much of it is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.domain.problems import Note
from trailsdesk.formats.raw import FileKind
from trailsdesk.i18n import _, message, plural, sentence
from trailsdesk.services.identify import Identified, identify
from trailsdesk.services.sources import read_source

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

_MOST_LINES = 10


def show_identity(options: Namespace) -> None:
    """Say what a file is; refused with what it looks like when it is no timing file."""
    found = identify(read_source(options.source), options.encoding)
    if options.json:
        output.print_json(_as_json(found))
    else:
        output.print_lines(_lines(found))


def _as_json(found: Identified) -> output.Json:
    return {
        "format": found.format,
        "label": found.label,
        "rows": found.rows,
        "not_understood": [
            {"line": one.line, "text": one.text, "why": message(one.why)}
            for one in found.not_understood
        ],
        "first": found.first,
        "last": found.last,
        "offset": found.offset,
        "kind": found.kind.value,
        "guns": found.guns,
        "left_out": [
            {"code": code, "count": count, "message": sentence(code, {"count": count})}
            for code, count in found.left_out.items()
        ],
        "problems": [output.problem_json(problem) for problem in found.problems],
    }


def _lines(found: Identified) -> Iterator[str]:
    parts = [found.label, _counted(found)]
    if found.first is not None and found.last is not None:
        parts.append(_("first {time}").format(time=found.first.replace("T", " ")))
        parts.append(_("last {time}").format(time=found.last.replace("T", " ")))
    if found.guns:
        parts.append(plural("{count} starting shot", "{count} starting shots", found.guns))
    if found.not_understood:
        count = len(found.not_understood)
        parts.append(
            plural("{count} line not understood", "{count} lines not understood", count)
            + f" ({_numbered(found)})"
        )
    yield ", ".join(parts)
    for one in found.not_understood[:_MOST_LINES]:
        yield _("line {number}: {why}").format(number=one.line, why=message(one.why))
    for code, count in found.left_out.items():
        yield message(Note(code=code, params={"count": count}))
    for problem in found.problems:
        yield output.problem_line(problem)


def _counted(found: Identified) -> str:
    one, many = {
        FileKind.RESULTS: (_("{count} result"), _("{count} results")),
        FileKind.STARTS: (_("{count} start time"), _("{count} start times")),
        FileKind.CHIPS: (_("{count} chip"), _("{count} chips")),
        FileKind.PEOPLE: (_("{count} person"), _("{count} people")),
    }.get(found.kind, (_("{count} read"), _("{count} reads")))
    return (one if found.rows == 1 else many).format(count=f"{found.rows:,}")


def _numbered(found: Identified) -> str:
    numbers = [str(one.line) for one in found.not_understood[:_MOST_LINES]]
    listed = ", ".join(numbers) + (", …" if len(found.not_understood) > _MOST_LINES else "")
    if len(found.not_understood) == 1:
        return _("line {number}").format(number=listed)
    return _("lines {numbers}").format(numbers=listed)
