"""The sentences of all message codes, in English; ``trailsdesk.i18n`` translates and fills them in.

Sorted by code. A sentence says what happened, what was kept, and what to do next.
"""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "category.reason-missing": "A category set by decision needs its reason. Nothing was changed.",
    "category.unknown": "There is no category “{code}” in this season. Nothing was changed.",
    "cli.bad-date": "{option}: “{text}” is not a date. Write it like 2026-05-24.",
    "cli.bad-map": "--map “{text}”: write it as \"Header=field\".",
    "cli.bad-point": "There is no timing point “{point}”. The points are: {known}.",
    "entry.bib-taken": (
        "Bib {bib} belongs to {holder} already; {name} was kept without a bib. Give out"
        " another one."
    ),
    "entry.bib-twice": "Bib {bib} is worn by more than one runner: {names}. Give one of them another bib.",  # noqa: E501
    "entry.bib-twice-in-list": (
        "Bib {bib} stands in row {first} already; {name} was kept without a bib. Give out"
        " another one."
    ),
    "entry.name-missing": "An entry needs a name. Nothing was changed.",
    "entry.no-race": (
        "No race is given for {name} ({known}); the row was not taken. Add a column Distance,"
        " or choose the race when importing."
    ),
    "entry.row-twice": "{name} stands in row {first} already; this row was left out.",
    "entry.runner-twice": (
        "{names}: the same person stands twice in this event. Withdraw one of the entries if"
        " that is not meant."
    ),
    "entry.unknown-race": (
        "“{race}” is none of this event’s races ({known}); {name} was not taken. Mend the"
        " cell, or choose the race when importing."
    ),
    "event.unknown-zone": "“{zone}” is not a time zone. Use a name like Pacific/Auckland; nothing was changed.",  # noqa: E501
    "fees.no-schedule": "“{name}” has no price list.",
    "file.busy": "“{name}” is in use by another window or program. Close it there, then try again.",  # noqa: E501
    "file.damaged": (
        "“{name}” is not a trailsdesk season, or it is damaged: {detail}. Nothing was changed."
        " Open the newest good copy from “{backups}”."
    ),
    "file.disk-full": (
        "The disk is full: the last change was not kept, everything before it is. Free some"
        " space and do it again."
    ),
    "file.exists": "“{name}” exists already. Choose another name; nothing was overwritten.",
    "file.missing": "There is no file “{name}”.",
    "file.read-only": "“{name}” is open for reading only ({detail}). Nothing was changed.",
    "file.too-new": (
        "“{name}” was made by a newer version of trailsdesk (file version {found}, this"
        " program reads up to {known}). Nothing was changed; install the newer version."
    ),
    "history.nothing-to-redo": "There is nothing to do again.",
    "history.nothing-to-undo": "There is nothing to undo.",
    "input.folder": "“{name}” is a folder, not a file.",
    "input.missing": "There is no file “{name}”.",
    "input.no-such-table": "There is no table “{name}” in this file. It has: {known}.",
    "input.os-error": "“{name}” could not be read: {detail}. Nothing was taken.",
    "input.too-large": "“{name}” has {mb} MB; lists of up to 25 MB are read. Nothing was taken.",
    "operation.category.clear": "Category of bib {bib} computed again",
    "operation.category.override": "Category of bib {bib} set to {category} by decision",
    "operation.entries.import": "Entries imported from {name} into {event}: {added} new, {updated} changed",  # noqa: E501
    "operation.entry.add": "Entry added: bib {bib}",
    "operation.entry.bulk": "{count} entries changed",
    "operation.entry.edit": "Entry changed: bib {bib}",
    "operation.entry.reinstate": "{count} withdrawn entries stand again",
    "operation.entry.withdraw": "{count} entries withdrawn",
    "operation.event.edit": "Event {event} changed",
    "operation.finish.blank": "Finish keyed, bib to follow",
    "operation.finish.key": "Finish keyed: bib {bib}",
    "operation.finish.paper": "Time from paper: bib {bib}",
    "operation.race.edit": "Race {race} of {event} changed",
    "operation.race.start": "Gun set: {races}",
    "operation.race.unstart": "Gun taken back: {races}",
    "operation.read.assign": "Time given to bib {bib}",
    "operation.read.govern": "Which time of bib {bib} counts was decided",
    "operation.read.ignore": "Time of bib {bib} struck out",
    "operation.read.withdraw-ruling": "Decision on a time of bib {bib} taken back",
    "operation.result.adjust": "Time of bib {bib} changed by {seconds} s",
    "operation.result.rule": "Ruling: bib {bib} {kind}",
    "operation.rules.option": "Rules: “{option}” answered with “{choice}”",
    "operation.runner.edit": "Runner’s details changed",
    "operation.season.new": "Season made from the preset {preset} with {events} events",
    "operation.season.rename": "Season renamed",
    "operation.times.import": "{count} times imported from {name} into {event}",
    "operation.times.offset": "Clock of {name} corrected by {seconds} s",
    "operation.times.restore": "Times of {name} back in the results",
    "operation.times.retract": "Times of {name} taken out of the results",
    "race.start-missing-hour": "{text} does not exist in {zone}: the clocks go forward over it. Nothing was changed.",  # noqa: E501
    "race.start-unreadable": "“{text}” is not a start time. Write it like 2026-05-24 10:00:00; nothing was changed.",  # noqa: E501
    "read.bib-missing": "Type the bib first; the time is kept.",
    "read.name-shared": (
        "More than one runner in this race is called {name}. The time is kept: give it a bib"
        " under Timing."
    ),
    "read.name-unknown": "Nobody in this race is called {name}. The time is kept: give it a bib under Timing.",  # noqa: E501
    "rules.no-such-option": (
        "The rules have no question “{option}” with the answer “{choice}”. Nothing was"
        " changed."
    ),
    "season.no-event": "There is no event “{code}” in this season. Its events are: {known}.",
    "season.no-race": "There is no race “{code}”. The races are: {known}.",
    "sheet.bad-suffix": "“{name}”: a sheet is written as .pdf or .xlsx.",
    "sheet.needs-event": "The sheet “{kind}” is printed for one event: name it with --event.",
    "sheet.not-written": "“{name}” could not be written: {detail}.",
    "sheet.unknown-kind": "There is no sheet “{kind}”. The sheets are: {known}.",
    "standings.no-points": "“{name}” has no series points.",
}
