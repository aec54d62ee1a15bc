"""Decisions by command: imports taken out of the results or back in, rulings on runners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened, scope
from trailsdesk.domain.chrono import format_elapsed, format_local
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import RulingKind
from trailsdesk.domain.timing import BatchKind
from trailsdesk.i18n import _, plural
from trailsdesk.services import results
from trailsdesk.services.check_in import find_bib
from trailsdesk.services.timing import retract_batch
from trailsdesk.services.timing_desk import source_lines

if TYPE_CHECKING:
    from argparse import Namespace

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.results import ResultRow
    from trailsdesk.domain.timing import ReadBatch
    from trailsdesk.services.season import Season
    from trailsdesk.services.timing_desk import SourceLine


# Imports


def show_imports(options: Namespace) -> None:
    """``imports``: where the times came from; one of the files taken out, or back in."""
    said: list[str] = []
    number = options.retract if options.retract is not None else options.bring_back
    with opened(options.file, reading=number is None) as season:
        if number is not None:
            said.append(_retract(season, number, retracted=options.retract is not None))
        events = season.data.events_in_order()
        if options.event is not None:
            events = (season.event(options.event),)
        found = [(event, line) for event in events for line in source_lines(season, event.id)]
        rows = [_import_json(event, line) for event, line in found]
    if options.json:
        output.print_json({"imports": rows})
        return
    output.print_lines(said)
    output.print_table(
        ("no", "event", "source", "point", "race", "reads", "count", "to solve", "taken", ""),
        [
            (row["number"] or "–", row["event"], row["name"], row["point"], row["race"],
             row["reads"], row["used"], row["unsolved"], row["taken"],
             _("retracted") if row["retracted"] else "")
            for row in rows
        ],
    )  # fmt: skip


def _retract(season: Season, number: int, *, retracted: bool) -> str:
    """Take a file out of the results or back in; what happened, in words."""
    batch = _file_numbered(season, number)
    if batch.retracted is retracted:
        code = "cli.import-out-already" if retracted else "cli.import-in-already"
        raise Refused(code, number=number, name=batch.name)
    count = sum(read.batch_id == batch.id for read in season.data.reads.values())
    retract_batch(season, batch.id, retracted=retracted)
    if retracted:
        words = plural(
            "“{{name}}” was taken out of the results: {count} read. It is kept: --bring-back"
            " {{number}}.",
            "“{{name}}” was taken out of the results: {count} reads. They are kept: --bring-back"
            " {{number}}.",
            count,
        )
    else:
        words = plural(
            "“{{name}}” counts again: {count} read.",
            "“{{name}}” counts again: {count} reads.",
            count,
        )
    return words.format(name=batch.name, number=number)


def _file_numbered(season: Season, number: int) -> ReadBatch:
    """The import of that number; a time that was keyed is none."""
    batches = season.data.batches.values()
    files = {int(batch.id): batch for batch in batches if batch.kind is BatchKind.FILE}
    if number not in files:
        known = ", ".join(str(each) for each in sorted(files)) or "\N{EN DASH}"
        raise Refused("cli.no-such-import", number=number, known=known)
    return files[number]


def _import_json(event: Event, line: SourceLine) -> output.Json:
    is_file = line.kind is BatchKind.FILE
    keyed = {BatchKind.LINE: _("keyed at the line"), BatchKind.PAPER: _("keyed from paper")}
    return {
        "number": line.batch_ids[0] if is_file else None,
        "event": event.code,
        "name": line.name or keyed.get(line.kind, ""),
        "kind": line.kind.value,
        "format": line.format or None,
        "point": line.point,
        "race": line.race_label or None,
        "reads": line.reads,
        "used": line.used,
        "repeated": line.repeated,
        "unsolved": line.unsolved,
        "ignored": line.ignored,
        "fills_gaps": line.fills_gaps,
        "offset_ms": line.offset_ms,
        "retracted": line.retracted,
        "taken": format_local(line.made_ms, event.zone),
    }


# Rulings

RULINGS = {kind.value.lower().replace("_", "-"): kind for kind in RulingKind}
"""What ``--status`` may say: dnf, dns, dsq, not-competing, reinstate."""


def rule_on_runner(options: Namespace) -> None:
    """``rule``: a decision on a runner, with its reason; what it changed."""
    if not options.reason.strip():
        raise Refused("cli.reason-missing")
    with opened(options.file) as season:
        event_id, race_id = scope(season, options)
        entry_id = find_bib(season, event_id, options.bib, race_id)
        before = _row_of(season, entry_id)
        ruling = results.rule_on(
            season, entry_id, RULINGS[options.status], options.reason, actor()
        )
        after = _row_of(season, entry_id)
    if options.json:
        output.print_json(
            {
                "bib": after.bib,
                "race": after.race_code,
                "ruling": options.status,
                "reason": ruling.reason,
                "before": _result_json(before),
                "after": _result_json(after),
            }
        )
        return
    words = _("Bib {bib} {name}: {before} → {after}.")
    output.print_lines(
        [
            words.format(
                bib=after.bib,
                name=f"{after.given_name} {after.family_name}".strip(),
                before=_result_words(before),
                after=_result_words(after),
            )
        ]
    )


def _row_of(season: Season, entry_id: EntryId) -> ResultRow:
    race_id = season.data.entries[entry_id].race_id
    rows = results.result_rows(season, race_id)
    return next(row for row in rows if row.entry_id == entry_id)


def _result_json(row: ResultRow) -> output.Json:
    result = row.result
    return {"status": result.status.value, "time_ms": result.time_ms, "rank": result.rank}


def _result_words(row: ResultRow) -> str:
    result = row.result
    pieces = [result.status.value]
    if result.time_ms is not None:
        pieces.append(format_elapsed(result.time_ms))
    if result.rank is not None:
        pieces.append(_("place {rank}").format(rank=result.rank))
    return " ".join(pieces)
