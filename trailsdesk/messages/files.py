"""The season's file, its copies and history, sheets, and the command line."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "backup.disk-full": (
        "There is no room for a copy in “{folder}”. The season itself is as it was; free some"
        " space there."
    ),
    "backup.failed": (
        "No copy could be made in “{folder}” ({detail}). The season itself is as it was."
    ),
    "backup.unsound": (
        "The copy made in “{folder}” was not like the season and was thrown away. Check the"
        " season (Help) and try again."
    ),
    "cli.bad-country": "“{text}” is not a country of three letters, such as NZL.",
    "cli.bad-date": "{option}: “{text}” is not a date. Write it like 2026-05-24.",
    "cli.bad-map": '--map “{text}”: write it as "Header=field".',
    "cli.bad-number": "{option}: “{text}” is not a number that fits here.",
    "cli.bad-offset": (
        "“{text}” is no clock correction. Write seconds or h:mm:ss, with - in front when the clock"
        " was ahead. Nothing was done."
    ),
    "cli.bad-picture": (
        "{name} has no ending that says what to write; it can be {known}. Nothing was written."
    ),
    "cli.bad-place": (
        "“{text}” does not say which point a place is. Write NAME=POINT, as in MAT1=finish."
        " Nothing was done."
    ),
    "cli.bad-point": "There is no timing point “{point}”. The points are: {known}.",
    "cli.base-missing": (
        "What this year’s entries bring in is not known: none says what was paid. Give the sum"
        " with --base."
    ),
    "cli.blank": "{option}: it cannot be empty. Nothing was changed.",
    "cli.cannot-print": (
        "The answer could not be written out ({detail}). What the command does to the season was"
        " done before; see its history."
    ),
    "cli.event-missing": "Say which event it is about, with --event.",
    "cli.import-in-already": "Import {number}, “{name}”, counts already. Nothing was changed.",
    "cli.import-out-already": (
        "Import {number}, “{name}”, is out of the results already. Nothing was changed."
    ),
    "cli.merge-of-race": "Merging is of one race: say which with --race. Nothing was changed.",
    "cli.more-without-parts": (
        "--more goes with --stages or --relay: say what the files are. Nothing was written."
    ),
    "cli.no-free-bib": (
        "No bib is free for {race}, or nobody can tell which: write its ranges with --ranges."
        " Nothing was changed."
    ),
    "cli.no-such-import": (
        "There is no import {number}. The imports are: {known}. Nothing was changed."
    ),
    "cli.not-with-parts": (
        "{option} is of one course and does not go with --stages or --relay: each stage or leg is"
        " evaluated as it was measured. Nothing was written."
    ),
    "cli.preset-missing": "Say which preset to {act}: its id, or a file ending in .toml.",
    "cli.ranges-of-race": "Ranges are those of one race: say which with --race.",
    "cli.reason-missing": "Give the reason; it stands beside the decision. Nothing was changed.",
    "cli.results-need-more": (
        "--results goes with --backyard and with --into, the folder for the files. Nothing was"
        " written."
    ),
    "cli.results-without-climb": (
        "How many loops give which points is not known without the climb: type it with --ascent-m."
        " Nothing was written."
    ),
    "cli.runner-missing": "Say which runner: with --name, or with --event and --bib.",
    "cli.runner-not-one": (
        "“{name}” is the name of {count#runner|runners} here, and one is needed. Say which with"
        " --race or --bib. Nothing was changed."
    ),
    "cli.say-runner": "Say who gets the bib, with --runner or --bib.",
    "cli.several-events": (
        "--date and --zone are for presets of one event; “{preset}” has {count}, each with its own"
        " day. Nothing was made."
    ),
    "cli.swap-with-itself": "Bib {bib} cannot be exchanged with itself. Nothing was changed.",
    "cli.wave-of-race": (
        "--wave names a wave of one race: say which with --race. Nothing was changed."
    ),
    "copy.same-file": "“{name}” is the season itself. Choose another name for the copy.",
    "file.busy": (
        "“{name}” is in use by another window or program. Close it there, then try again."
    ),
    "file.cannot-create": (
        "“{name}” cannot be made in “{folder}”: nothing may be written there. Choose another"
        " folder."
    ),
    "file.cannot-create-full": (
        "There is no room for “{name}” on that disk. Free some space or choose another place."
    ),
    "file.cannot-write": (
        "“{name}” could not be written: the disk is full, was taken out or does not answer. The"
        " last change was not kept, everything before it is. Make sure the disk is there and do"
        " it again."
    ),
    "file.check.content": (
        "The kept source of reads {batch} can no longer be unpacked. The reads themselves are"
        " there."
    ),
    "file.check.form": (
        "The file is not built as this program builds it ({detail}). Open the newest good copy."
    ),
    "file.check.integrity": "The file is damaged ({detail}). Open the newest good copy.",
    "file.check.reads": (
        "The reads of “{batch}” are not as they were written. Import their source again, or open"
        " the newest good copy."
    ),
    "file.check.reference": (
        "{kind} {id} refers to a {parent} that is not there. Open the newest good copy."
    ),
    "file.check.row": "{kind} {id} is not as it was last saved. Open the newest good copy.",
    "file.check.unreadable": (
        "A part of the file cannot be read ({detail}). Open the newest good copy."
    ),
    "file.cut-short": (
        "“{name}” is cut short: a part of it is missing. Nothing was changed. If copies were"
        " made, they lie in “{backups}”."
    ),
    "file.damaged": (
        "“{name}” is not a trailsdesk season, or it is damaged: {detail}. Nothing was changed."
        " Open the newest good copy from “{backups}”."
    ),
    "file.damaged-no-copy": (
        "“{name}” is damaged: {detail}. Nothing was changed, and there is no good copy beside it."
    ),
    "file.disk-full": (
        "The disk is full: the last change was not kept, everything before it is. Free some space"
        " and do it again."
    ),
    "file.empty": "“{name}” is empty. If copies were made, they lie in “{backups}”.",
    "file.exists": "“{name}” exists already. Choose another name; nothing was overwritten.",
    "file.foreign": "“{name}” is not a trailsdesk season. Nothing was changed.",
    "file.missing": "There is no file “{name}”.",
    "file.no-folder": "There is no folder “{folder}”.",
    "file.read-only": "“{name}” is open for reading only ({detail}). Nothing was changed.",
    "file.read-only-asked": "“{name}” was opened for reading only. Nothing was changed.",
    "file.read-only-full": (
        "“{name}” is open for reading only: the disk is full. Free some space and open it again."
    ),
    "file.read-only-held": (
        "“{name}” is open for reading only: another window or the computer “{host}” has it. Close"
        " it there, then open it again."
    ),
    "file.read-only-place": (
        "“{name}” is open for reading only: nothing may be written where it lies. To work on it,"
        " copy it to this computer."
    ),
    "file.rebuilt": (
        "“{name}” was rebuilt by another program ({detail}) and is not safe to use. Nothing was"
        " changed; open a copy."
    ),
    "file.too-new": (
        "“{name}” was made by a newer version of trailsdesk (file version {found}, this program"
        " reads up to {known}). Nothing was changed; install the newer version."
    ),
    "file.unfinished": (
        "“{name}” was not closed properly and nothing may be written where it lies. Copy it"
        " together with the “-journal” file beside it to this computer and open it there."
    ),
    "file.unreadable": "“{name}” cannot be read ({detail}).",
    "history.nothing-to-redo": "There is nothing to do again.",
    "history.nothing-to-undo": "There is nothing to undo.",
    "operation.bibs.give": "{count#free bib|free bibs} given out",
    "operation.bibs.ranges": "Bib ranges of {race}: {bibs}",
    "operation.bibs.swap": "Two runners exchanged the bibs {first} and {second}",
    "operation.category.clear": "Category of bib {bib} computed again",
    "operation.category.merge": "{race}: category {category} ranked within {within}",
    "operation.category.override": "Category of bib {bib} set to {category} by decision",
    "operation.category.unmerge": "{race}: category {category} ranked on its own again",
    "operation.chips.give": "Chip {chip} given to bib {bib}",
    "operation.chips.import": "{count#chip|chips} imported from {name} into {event}",
    "operation.chips.remove": "{count#chip|chips} removed: {chips}",
    "operation.entries.import": (
        "Entries imported from {name} into {event}: {added} new, {updated} changed"
    ),
    "operation.entry.add": "Entry added: bib {bib}",
    "operation.entry.bulk": "{count#entry|entries} changed",
    "operation.entry.edit": "Entry changed: bib {bib}",
    "operation.entry.reinstate": "{count#withdrawn entry stands|withdrawn entries stand} again",
    "operation.entry.waiver": "{count#waiver|waivers} signed[[: bib {bib}]]",
    "operation.entry.withdraw": "{count#entry|entries} withdrawn",
    "operation.event.cancel": "Event {event} called off: {reason}",
    "operation.event.edit": "Event {event} changed",
    "operation.event.restore": "Event {event} held after all",
    "operation.finish.blank": "Finish keyed, bib to follow",
    "operation.finish.key": "Finish keyed: bib {bib}",
    "operation.finish.lists": "Two lists from paper: {count#line|lines}",
    "operation.finish.paper": "Time from paper: bib {bib}",
    "operation.finish.second-keying": (
        "Sheet of {lines#line|lines} keyed a second time: {count} corrected"
    ),
    "operation.points.from-reads": "{race}: timing points made of what was read: {points}",
    "operation.points.optional": "{race}: nobody has to be seen at {point}",
    "operation.privacy.purge": "Protected data removed for good",
    "operation.race.edit": "Race {race} of {event} changed",
    "operation.race.start": "Gun set: {races}",
    "operation.race.unstart": "Gun taken back: {races}",
    "operation.read.assign": "Time given to bib {bib}",
    "operation.read.govern": "Which time of bib {bib} counts was decided",
    "operation.read.ignore": "Time of bib {bib} struck out",
    "operation.read.swap": "Bibs {first} and {second} changed places",
    "operation.read.withdraw-ruling": "Decision on a time of bib {bib} taken back",
    "operation.rehearsal.begin": "Rehearsal of {event} begun on a copy",
    "operation.result.adjust": "Time of bib {bib} changed by {seconds} s",
    "operation.result.adjust-withdraw": "Change of the time of bib {bib} taken back",
    "operation.result.rule": "Ruling: bib {bib} {kind}",
    "operation.result.rule-many": "Ruling on {count#runner|runners}: {kind}",
    "operation.rules.change": "Rule {path} changed",
    "operation.rules.option": "Rules: “{option}” answered with “{choice}”",
    "operation.runner.ask-again": "Answer about two records taken back",
    "operation.runner.edit": "Runner’s details changed",
    "operation.runner.same": "Two records said to be one runner",
    "operation.runner.two": "Records said to be two runners",
    "operation.season.new": "Season made from the preset {preset} with {events#event|events}",
    "operation.season.rename": "Season renamed",
    "operation.start.check-in": "Checked in: bib {bib}",
    "operation.start.check-in-many": "Checked in afterwards: {count}",
    "operation.start.check-out": "Check-in taken back: {count}",
    "operation.start.dns": "No-shows marked DNS: {count} ({races})",
    "operation.start.late": "Bib {bib} started late, at {time}",
    "operation.start.own": "Bib {bib} has a start of its own: {time}",
    "operation.start.own-back": "Bib {bib} starts with its wave again",
    "operation.times.import": "{count#time|times} imported from {name} into {event}",
    "operation.times.offset": "Clock of {name} corrected by {seconds} s",
    "operation.times.restore": "Times of {name} back in the results",
    "operation.times.retract": "Times of {name} taken out of the results",
    "operation.times.role": (
        "[[Times of {leads} lead now]][[Times of {fills} only fill gaps now]]"
    ),
    "operation.wave.add": "{race}: wave {wave} added",
    "operation.wave.move": "{count#runner|runners} put into {wave}",
    "operation.wave.remove": "{race}: wave {wave} removed",
    "operation.wave.rename": "{race}: wave {before} is now called {wave}",
    "privacy.nothing-chosen": "Nothing was chosen to be removed. Nothing was changed.",
    "privacy.nothing-there": "There is nothing of that kind in the file. Nothing was changed.",
    "privacy.unknown-class": "“{word}” is no class of protected data. There are: {known}.",
    "sheet.bad-suffix": "“{name}”: a sheet is written as .pdf or .xlsx.",
    "sheet.gone": (
        "Sheet {number} was printed for an event or race that is no longer in the season."
    ),
    "sheet.missing-glyph": (
        "“{text}” has characters that no font of this program can print ({characters}). They"
        " stand on the sheet as {shown}, everything else is complete: write them in by hand, or"
        " spell the name in other letters."
    ),
    "sheet.needs-event": "The sheet “{kind}” is printed for one event: name it with --event.",
    "sheet.needs-runner": (
        "The sheet is printed for one runner: choose the runner under Points, or use the command"
        " runner."
    ),
    "sheet.no-folder": "There is no folder “{folder}”. Make it first. Nothing was printed.",
    "sheet.not-printed": (
        "The printer {name} took nothing, or stopped on the way. Look at it and print again, or"
        " save the sheet as PDF."
    ),
    "sheet.not-written": "“{name}” could not be written: {detail}.",
    "sheet.outdated": (
        "Sheet {number} ({title}), printed {moment}, hangs and would say something else now. Print"
        " it again, or say that it was taken down."
    ),
    "sheet.unknown-kind": "There is no sheet “{kind}”. The sheets are: {known}.",
}
