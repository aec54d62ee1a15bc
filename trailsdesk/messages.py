"""The sentences of all message codes, in English; ``trailsdesk.i18n`` translates and fills them in.

Sorted by code. A sentence says what happened, what was kept, and what to do next.
"""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "award.explain": "Place {place} of {finishers} finishers in the {race}, in {time}.",
    "award.explain-shared": (
        "Place {place} of {finishers} finishers in the {race}, in {time}, shared by bibs {bibs}:"
        " equal times share the place, and all of them are listed."
    ),
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
    "category.age-outside": (
        "{name} is {age} on {day}: no category takes that age. The entry was kept without a"
        " category; check the birth date."
    ),
    "category.explain": "{age} on {day}: {category} ({ages}).",
    "category.explain-all-ages": "{category}: all ages run together.",
    "category.explain-override": "{category} by decision, instead of {computed}: {reason}",
    "category.no-birth-date": (
        "{name} has no birth date and so no category. The entry was kept; fill in the birth date."
    ),
    "category.no-gender": (
        "{name} has no gender and so no category. The entry was kept; fill in the gender."
    ),
    "category.reason-missing": "A category set by decision needs its reason. Nothing was changed.",
    "category.unknown": "There is no category “{code}” in this season. Nothing was changed.",
    "cli.bad-date": "{option}: “{text}” is not a date. Write it like 2026-05-24.",
    "cli.bad-map": "--map “{text}”: write it as \"Header=field\".",
    "cli.bad-point": "There is no timing point “{point}”. The points are: {known}.",
    "copy.same-file": "“{name}” is the season itself. Choose another name for the copy.",
    "desk.bib-taken": (
        "Bib {bib} is worn by {holder}. It is saved as it stands; give one of them another."
    ),
    "desk.entered-already": (
        "{name} is entered already: {race}, bib {bib}. Change that entry instead, or withdraw it."
    ),
    "desk.entry-gone": "This entry is no longer in the season. Nothing was changed.",
    "entry.age-no-race": "Nobody of {age} years may enter; the ages are {ages}.",
    "entry.age-only": (
        "The list has an age or a year, but no birth dates. Both are shown and neither is kept:"
        " categories need the birth date. Add a column with it, or fill it in later."
    ),
    "entry.age-other-race": (
        "At {age} years {race} is not open; the ages {ages} may enter: {races}."
    ),
    "entry.bib-damaged": (
        "“{value}” is a bib that a spreadsheet has shortened; its digits are lost. The entry was"
        " kept without a bib; look it up in the source."
    ),
    "entry.bib-taken": (
        "Bib {bib} belongs to {holder} already; {name} was kept without a bib. Give out another"
        " one."
    ),
    "entry.bib-twice": (
        "Bib {bib} is worn by more than one runner: {names}. Give one of them another bib."
    ),
    "entry.bib-twice-in-list": (
        "Bib {bib} stands in row {first} already; {name} was kept without a bib. Give out another"
        " one."
    ),
    "entry.birth-date-future": (
        "The birth date “{value}” lies in the future. The entry was kept without it; fill it in."
    ),
    "entry.birth-date-too-old": (
        "The birth date “{value}” is more than 120 years ago. The entry was kept without it; fill"
        " it in."
    ),
    "entry.birth-date-unreadable": (
        "“{value}” is not a day in the calendar. The entry was kept without a birth date; write"
        " it like 1986-08-09."
    ),
    "entry.birth-year-only": (
        "“{value}” is a year, not a birth date. The entry was kept without it; fill in the day."
    ),
    "entry.dates-torn": (
        "Some days in this column can only be read day first, others only month first. The"
        " commoner way was taken for all; what does not fit it was left out. Mend the column in"
        " the source, or choose the order when importing."
    ),
    "entry.dates-unsure": (
        "Nothing in this column shows whether the day or the month comes first; 3/6 was read as"
        " the 3rd of June. Choose the other order when importing if that is wrong."
    ),
    "entry.entered-future": (
        "The day of entry “{value}” lies in the future. The entry was kept without it."
    ),
    "entry.entered-unreadable": (
        "“{value}” is not a day of entry that can be read. The entry was kept without it; write"
        " it like 2026-04-26 18:30."
    ),
    "entry.gender-letters": (
        "This column has H and M but no F: H was read as man and M as woman, as in Spanish."
        " Change the words in the source if that is wrong."
    ),
    "entry.gender-unknown": (
        "“{value}” is no gender that is known here. The entry was kept without one; use M, F or"
        " X."
    ),
    "entry.medal-unreadable": (
        "“{value}” does not say whether a medal is ordered. The entry was kept and that left"
        " open; use none, collect or post."
    ),
    "entry.name-cut": (
        "A name has more than {limit} characters. The entry was kept with the first {limit}."
    ),
    "entry.name-missing": "An entry needs a name. Nothing was changed.",
    "entry.needs-adult": "{age} years on the day: a supervising adult is needed (ages {ages}).",
    "entry.no-columns": (
        "No column with a name or a bib was recognised, so nothing was taken. Say in the mapping"
        " which column holds the names."
    ),
    "entry.no-name": "Bib {bib} has no name. The entry was kept; fill in who it is.",
    "entry.no-race": (
        "No race is given for {name} ({known}); the row was not taken. Add a column Distance, or"
        " choose the race when importing."
    ),
    "entry.nobody": "This row has neither a name nor a bib and was not taken.",
    "entry.one-name": "Only one name is given; it was kept as the family name.",
    "entry.paid-no-amounts": (
        "This column says how or whether it was paid, but holds no amounts. Nothing was taken"
        " from it."
    ),
    "entry.paid-unreadable": (
        "“{value}” is not an amount that can be read with certainty. The entry was kept without"
        " it; write it like 85.00."
    ),
    "entry.race-by-choice": (
        "“{race}” is none of this event’s races; its rows were put into {into}, as chosen for"
        " the import."
    ),
    "entry.row-twice": "{name} stands in row {first} already; this row was left out.",
    "entry.runner-twice": (
        "{names}: the same person stands twice in this event. Withdraw one of the entries if that"
        " is not meant."
    ),
    "entry.status-not-read": (
        "{count} rows have a status that says nothing about a withdrawal. They were taken as"
        " entered."
    ),
    "entry.unknown-race": (
        "“{race}” is none of this event’s races ({known}); {name} was not taken. Mend the cell,"
        " or choose the race when importing."
    ),
    "entry.yes-no-unreadable": (
        "“{value}” is neither yes nor no. The entry was kept and that left open."
    ),
    "event.unknown-zone": (
        "“{zone}” is not a time zone. Use a name like Pacific/Auckland; nothing was changed."
    ),
    "fee.change-too-late": (
        "{days} days before {event} is too late; the last day is {last} days before."
    ),
    "fee.closed": "Entries for {event} closed on {closed}; this one is of {entered}.",
    "fee.explain": (
        "{total} {currency}: {event}, {race}, {tier} (until {until}), {fare} ({age} years on"
        " {day}), entered {entered}."
    ),
    "fee.explain-change": (
        "{fee} {currency} for a change {days} days before the event; the last day is {last} days"
        " before."
    ),
    "fee.explain-credit": (
        "{amount} {currency}: {percent} % of {paid} paid, called off {days} days before the"
        " event."
    ),
    "fee.explain-no-age": (
        "{total} {currency}: {event}, {race}, {tier} (until {until}), {fare} because no birth"
        " date is known, entered {entered}."
    ),
    "fee.explain-no-age-series": (
        "{total} {currency}: {event}, {race}, {tier} (until {until}), {fare} because no birth"
        " date is known, entered {entered}: {price} less {percent} % for the series."
    ),
    "fee.explain-no-price-list": "{event} has no price list.",
    "fee.explain-refund": (
        "{amount} {currency}: {percent} % of {paid} paid, cancelled {days} days before the event."
    ),
    "fee.explain-series": (
        "{total} {currency}: {event}, {race}, {tier} (until {until}), {fare} ({age} years on"
        " {day}), entered {entered}: {price} less {percent} % for the series."
    ),
    "fee.explain-series-sum": "{total} {currency} for {count} events: {sum}.",
    "fee.explain-transfer": (
        "{total} {currency}: {fee} for the change to {race}, and {difference} because it costs"
        " {new} today and {paid} was paid."
    ),
    "fee.late-entry": "Entered after the closing of {event}, taken at its last price ({tier}).",
    "fee.line-change": "Change of the entry",
    "fee.line-difference": "Difference to {race}",
    "fee.line-price": "{tier}, {fare}",
    "fee.line-series": "Series entry, {percent} % off",
    "fee.line-transfer": "Change of distance",
    "fee.no-birth-date": (
        "No birth date: the adult price was taken and the age limits of {event} were not checked."
        " Fill in the birth date."
    ),
    "fee.no-price": "The price list has no price for {race} of {event} on {day}.",
    "fee.no-series-entry": "These rules know no entry for the whole series.",
    "fee.no-transfer": "These rules know no such change of an entry.",
    "fee.rule-price": "{tier}: until {until}, ages {ages}.",
    "fee.rule-series": "All events entered at once: {percent} % off the price of the day.",
    "fee.series-closed": (
        "Entries for the whole series closed on {closed}; this one is of {entered}."
    ),
    "fees.no-schedule": "“{name}” has no price list.",
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
    "input.binary": (
        "“{name}” is not a text or spreadsheet file. Nothing was taken. Export the list as .xlsx"
        " or .csv."
    ),
    "input.empty": "“{name}” is empty. Nothing was taken.",
    "input.encoding": (
        "“{name}” is not written in the encoding {encoding}. Choose another one, or leave it to"
        " the program."
    ),
    "input.folder": "“{name}” is a folder, not a file.",
    "input.gpx": "“{name}” is a course (GPX), not a list. Bring it in where the course is set.",
    "input.header-only": (
        "“{name}” has a header and no rows. Nothing was taken. Check that the export was not"
        " filtered to nothing."
    ),
    "input.html": (
        "“{name}” is a web page, often an error page saved in place of the list. Download the"
        " list again, as .csv or .xlsx."
    ),
    "input.iof": (
        "“{name}” is an IOF XML file, which cannot be read here yet. Export the list as .csv or"
        " .xlsx."
    ),
    "input.json-damaged": (
        "“{name}” begins like JSON but breaks off or is not correct. Nothing was taken. Download"
        " it again."
    ),
    "input.json-unknown": (
        "“{name}” is JSON in a form that is not known here. Nothing was taken. Export the list as"
        " .csv or .xlsx."
    ),
    "input.missing": "There is no file “{name}”.",
    "input.no-such-column": (
        "The mapping cannot be used: {detail}. The fields are: {known}; “-” leaves a column out."
        " Nothing was taken."
    ),
    "input.no-such-table": "There is no table “{name}” in this file. It has: {known}.",
    "input.ods": (
        "“{name}” is an OpenDocument spreadsheet. Open it, save it as .xlsx or .csv, and choose"
        " that file."
    ),
    "input.old-xls": (
        "“{name}” is an old Excel file (.xls) or protected by a password. Open it, save it as"
        " .xlsx or .csv without a password, and choose that file."
    ),
    "input.one-column": (
        "“{name}” has a single column, “{header}”, that says nothing about people or times. If it"
        " has more columns, they are parted by a mark that was not recognised: save it as .csv"
        " again."
    ),
    "input.os-error": "“{name}” could not be read: {detail}. Nothing was taken.",
    "input.pdf": (
        "“{name}” is a PDF. Lists cannot be read from it reliably; ask for the list as .xlsx or"
        " .csv."
    ),
    "input.picture": "“{name}” is a picture. Ask for the list as .xlsx or .csv.",
    "input.rtf": (
        "“{name}” is a word processor’s document. Save it as plain text or .csv and choose that"
        " file."
    ),
    "input.sqlite": (
        "“{name}” is a database, perhaps a season of this program. Open seasons with Open; lists"
        " come as .csv or .xlsx."
    ),
    "input.too-large": "“{name}” has {mb} MB; lists of up to 25 MB are read. Nothing was taken.",
    "input.too-many-columns": (
        "“{name}” has more than {limit} columns. Nothing was taken. Delete the columns that are"
        " not needed."
    ),
    "input.too-many-rows": (
        "“{name}” has more than {limit} rows. Nothing was taken. Split it into several files."
    ),
    "input.too-many-tables": (
        "“{name}” holds more than {limit} tables. Nothing was taken. Split it into several files."
    ),
    "input.unreadable": "“{name}” could not be read. Nothing was taken.",
    "input.xml": (
        "“{name}” is an XML file in a form that is not known here. Export the list as .csv or"
        " .xlsx."
    ),
    "input.zip": "“{name}” is a packed archive. Unpack it and choose the file inside.",
    "layout.unreadable": (
        "The layout “{name}” cannot be used ({detail}). It was left out; correct or delete it."
    ),
    "mapping.by-content": (
        "The file has no header. What the columns hold was told from their content: {columns}."
        " Check that before importing."
    ),
    "mapping.maybe-race": (
        "The column “{header}” could say the race. It was left out; choose it as race if it does."
    ),
    "mapping.second-column": (
        "“{other}” could hold the same as “{used}”, which was taken. Choose the other one if that"
        " is wrong."
    ),
    "operation.category.clear": "Category of bib {bib} computed again",
    "operation.category.override": "Category of bib {bib} set to {category} by decision",
    "operation.entries.import": (
        "Entries imported from {name} into {event}: {added} new, {updated} changed"
    ),
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
    "operation.read.swap": "Bibs {first} and {second} changed places",
    "operation.read.withdraw-ruling": "Decision on a time of bib {bib} taken back",
    "operation.result.adjust": "Time of bib {bib} changed by {seconds} s",
    "operation.result.adjust-withdraw": "Change of the time of bib {bib} taken back",
    "operation.result.rule": "Ruling: bib {bib} {kind}",
    "operation.rules.option": "Rules: “{option}” answered with “{choice}”",
    "operation.runner.edit": "Runner’s details changed",
    "operation.season.new": "Season made from the preset {preset} with {events} events",
    "operation.season.rename": "Season renamed",
    "operation.times.import": "{count} times imported from {name} into {event}",
    "operation.times.offset": "Clock of {name} corrected by {seconds} s",
    "operation.times.restore": "Times of {name} back in the results",
    "operation.times.retract": "Times of {name} taken out of the results",
    "person.date-slip": (
        "Same name as {name}, and the birth date {born} on file differs by one slip only. Check"
        " whether it is one person."
    ),
    "person.no-name": "Without a name nobody can be recognised.",
    "person.other": "Neither name nor birth date agree with {name}, born {born}.",
    "person.other-date": "Same name as {name}, but born on another day ({born}): another person.",
    "person.possible": (
        "Born on the same day as {name} ({born}), and the names are much alike. Check whether it"
        " is one person."
    ),
    "person.probable": (
        "Same name as {name}, but a birth date is missing (on file: {born}). Check whether it is"
        " one person."
    ),
    "person.same": "Same name and birth date as {name}, born {born}.",
    "preset.ages-backwards": "{path}: the ages run from {low} to {high}. Put the lower age first.",
    "preset.ages-gap": "{path}: nothing covers the ages {low} to {high}.",
    "preset.ages-missing": "{path}: nothing covers the ages {low} to {high}, and they may enter.",
    "preset.ages-open": (
        "{path}: nothing covers the ages above {high}, and they may enter. Leave out the last"
        " “to”."
    ),
    "preset.ages-overlap": (
        "{path}: starts at age {low}, but the one before runs to {before}. Ages must follow each"
        " other."
    ),
    "preset.amount": "{path}: “{found}” has more decimals than {currency}.",
    "preset.choice": "{path}: “{found}” is not offered. It must be one of: {choices}.",
    "preset.closes-after": "{path}: entries close on {closes}, after the event on {day}.",
    "preset.code": (
        "{path}: “{found}” is not a short name. Use up to 40 letters, digits, hyphens and"
        " underscores."
    ),
    "preset.currency": (
        "{path}: “{found}” is not a currency. Use three capital letters such as NZD."
    ),
    "preset.days-order": (
        "{path}: {days} days must come before {before} days. Start with the most days."
    ),
    "preset.empty": "{path}: at least one is needed.",
    "preset.example-failed": "{path}: {rule}: expected {expected}, but the rules give {found}.",
    "preset.faulty": (
        "These rules cannot be used: {count} faults, the first at “{path}”. Nothing was changed."
    ),
    "preset.missing": "{path}: is missing.",
    "preset.no-price": "{path}: the price for race {race}, fare {fare} is missing.",
    "preset.no-tiers": "{path}: the event {event} has no prices.",
    "preset.not-toml": "The rules file is not TOML: {detail}.",
    "preset.option-default": (
        "{path}: the default answer sets “{found}” to something else than the document says. Make"
        " them the same."
    ),
    "preset.option-path": "{path}: the rules have no “{found}” to set.",
    "preset.points-rise": "{path}: {points} points are more than the {before} of better places.",
    "preset.range": "{path}: {found} is outside {low} to {high}.",
    "preset.ranks": "{path}: place {found} stands where {wanted} must follow.",
    "preset.ranks-end": "{path}: only the last row may be without “to”.",
    "preset.ranks-open": "{path}: places after {last} have no points. Leave out the last “to”.",
    "preset.same-word": "{path}: “{found}” names both {first} and {second}.",
    "preset.schema": (
        "{path}: this rules file is made for a newer version of the program (it reads up to"
        " {known})."
    ),
    "preset.text": (
        "{path}: the text is longer than {limit} characters or holds control characters."
    ),
    "preset.tier-ends": (
        "{path}: the prices end on {until}; the days {first} to {last} have none, and entries are"
        " open."
    ),
    "preset.tier-order": "{path}: {until} must come after {before}.",
    "preset.too-large": "The rules file is larger than {limit} kB.",
    "preset.too-many": "{path}: {found} is more than {limit}.",
    "preset.twice": "{path}: “{found}” stands there twice.",
    "preset.type": "{path}: a {wanted} is needed here, not “{found}”.",
    "preset.unknown": "There is no preset “{id}”.",
    "preset.unknown-event": "{path}: there is no event “{found}”.",
    "preset.unknown-fare": "{path}: there is no fare “{found}”.",
    "preset.unknown-key": "{path}: this key is not known. Check the spelling.",
    "preset.unknown-option": "{path}: these rules do not ask that (answer “{found}”).",
    "preset.unknown-race": "{path}: there is no race “{found}”.",
    "preset.zone": "{path}: “{found}” is not a time zone. Use a name such as Pacific/Auckland.",
    "race.start-missing-hour": (
        "{text} does not exist in {zone}: the clocks go forward over it. Nothing was changed."
    ),
    "race.start-unreadable": (
        "“{text}” is not a start time. Write it like 2026-05-24 10:00:00; nothing was changed."
    ),
    "read.ambiguous-bib": (
        "Bib {bib} at {time} is worn by more than one runner ({races}). The reads ({count}) are"
        " kept and count for nobody: say whose they are under Timing, or change one of the bibs."
    ),
    "read.before-gun": (
        "Bib {bib} crossed the finish at {other}, before its start, and again at {time}. The"
        " later one counts; reads left out: {count}. If the start is wrong, correct it."
    ),
    "read.bib-missing": "Type the bib first; the time is kept.",
    "read.name-in-order": (
        "More than one runner in this race is called {name}. Their times were given out in the"
        " order of the list: check them."
    ),
    "read.name-shared": (
        "More than one runner in this race is called {name}. The time is kept: give it a bib"
        " under Timing."
    ),
    "read.name-unknown": (
        "Nobody in this race is called {name}. The time is kept: give it a bib under Timing."
    ),
    "read.no-bib": (
        "Somebody crossed at {time} and no bib was read (reads: {count}). The time is kept: give"
        " it a bib under Timing."
    ),
    "read.repeated": (
        "Bib {bib} was read at the finish again at {other} (further reads: {count}). The time"
        " that counts is {time}; if another is right, choose it under Timing."
    ),
    "read.unknown-bib": (
        "Nobody wears bib {bib}, read at {time} (reads: {count}). The time is kept and counts for"
        " nobody. Bibs that look like it: {suggestions}. Give the read its right bib under"
        " Timing, or the bib to its runner."
    ),
    "read.wrong-race": (
        "Bib {bib}, read at {time} among the times of {race}, runs in {races} (reads: {count})."
        " The time is kept and counts for nobody: strike it out, or give it to the runner under"
        " Timing."
    ),
    "result.before-gun": (
        "Bib {bib} in the {race} has a finish at {finish}, before the start at {gun}. The runner"
        " is not ranked. Correct the start, or strike the read out."
    ),
    "result.explain": (
        "Finish {finish} less gun {gun} is {raw}; official time {time} (rounding: {rounding})."
    ),
    "result.explain-adjusted": (
        "Finish {finish} less gun {gun} is {raw}, changed by {adjustment}; official time {time}"
        " (rounding: {rounding})."
    ),
    "result.explain-before-gun": (
        "The finish at {finish} is before the gun at {gun}, so there is no time yet."
    ),
    "result.explain-elapsed": (
        "The time read is {raw} since the gun; official time {time} (rounding: {rounding})."
    ),
    "result.explain-elapsed-adjusted": (
        "The time read is {raw} since the gun, changed by {adjustment}; official time {time}"
        " (rounding: {rounding})."
    ),
    "result.explain-net": (
        "Finish {finish} less the runner's own start {start} is {raw}; official time {time}"
        " (rounding: {rounding})."
    ),
    "result.explain-net-adjusted": (
        "Finish {finish} less the runner's own start {start} is {raw}, changed by {adjustment};"
        " official time {time} (rounding: {rounding})."
    ),
    "result.explain-no-gun": (
        "Finished at {finish}, but the start of {wave} is not recorded, so there is no time yet."
    ),
    "result.explain-over-time": "The time {time} is over the limit of {limit}.",
    "result.explain-pending": "Not seen at the finish, and nobody has said what happened.",
    "result.explain-ruling": "{status} by a decision of {actor}: {reason}.",
    "result.explain-status": "{source} says {status} (line {line}).",
    "result.no-gun": (
        "The start of the {race} ({waves}) is not recorded, so {count} finishers have no time"
        " yet. Their finishes are kept: enter the start under Start."
    ),
    "result.no-start-read": (
        "Finishers of the {race} without a read at the start line: {count}. Their time is counted"
        " from the gun."
    ),
    "result.status-and-time": (
        "Bib {bib} in the {race} has a finish time and is also marked {status}. {status} counts;"
        " if the time is right, strike the mark out under Timing."
    ),
    "result.too-fast": (
        "Bib {bib} ran the {race} in {time}, {pace} a kilometre: faster than anybody can. The"
        " result stands; check the bib, the start and the distance."
    ),
    "result.two-statuses": (
        "Bib {bib} in the {race} is marked {words}. The latest, {status}, counts; strike out what"
        " is wrong under Timing."
    ),
    "result.withdrawn-but-seen": (
        "Bib {bib} in the {race} is withdrawn but was seen in the race. The runner is listed;"
        " take the withdrawal back, or strike the reads out."
    ),
    "road.bibs-all": "All {count} entries have a bib.",
    "road.bibs-later": "Bibs come with the entry list, or are given out in Entries.",
    "road.bibs-some": "{given} of {count} entries have a bib.",
    "road.closing-open": "Entries close on {until}, in {days} days.",
    "road.closing-past": "Entries closed on {until}.",
    "road.entries-in": "{count} runners are entered.",
    "road.entries-none": "No entries yet: import a list (CSV or XLSX), or type the first one.",
    "road.guns-all": "All {count} races were started.",
    "road.guns-none": "No race has been started. The gun is set in Finish or with the times.",
    "road.guns-some": "{fired} of {count} races were started.",
    "road.medals-closed": "{count} medals are ordered; orders closed on {day}.",
    "road.medals-open": (
        "{count} medals are ordered so far; orders close on {day}, in {days} days."
    ),
    "road.points": "Points after {held} of {count} events.",
    "road.points-later": "Points follow by themselves from the first results.",
    "road.prizes-later": "The prize list fills itself once runners are in.",
    "road.prizes-ready": "Everybody is in or out: prize list, medals and results can be printed.",
    "road.prizes-soon": "Can be printed; {out} runners are still out and may change it.",
    "road.problems-later": "What is not clean in the lists is gathered here.",
    "road.problems-none": "Nothing to mend.",
    "road.problems-open": "{count} things to mend, each with its place.",
    "road.times-all": "{finished} of {started} starters are in, {dnf} did not finish.",
    "road.times-none": "No times yet: key them at the line, from paper, or import a file.",
    "road.times-some": "{finished} of {started} starters are in, {out} are still out.",
    "row.cell-too-long": (
        "A cell has more than {limit} characters. The row was kept with the first {limit}."
    ),
    "row.gone": (
        "What was to be changed is no longer there; somebody removed it or undid its making."
        " Nothing was changed."
    ),
    "row.in-use": "It cannot be removed: other things refer to it. Nothing was changed.",
    "row.stray-quote": (
        "A quotation mark in this line is never closed or stands in the middle of a cell. The"
        " line was read without it; the lines after it were read as usual. Check this row."
    ),
    "row.too-many-cells": (
        "This row has {count} more cells than the header has columns, so its cells may have"
        " shifted. It was kept; check it against the source."
    ),
    "row.twice": "That {field} is taken already. Nothing was changed.",
    "rules.no-such-option": (
        "The rules have no question “{option}” with the answer “{choice}”. Nothing was changed."
    ),
    "season.no-event": "There is no event “{code}” in this season. Its events are: {known}.",
    "season.no-race": "There is no race “{code}”. The races are: {known}.",
    "sheet.bad-suffix": "“{name}”: a sheet is written as .pdf or .xlsx.",
    "sheet.missing-glyph": (
        "“{text}” has characters that no font of this program can print ({characters}). They"
        " stand on the sheet as {shown}, everything else is complete: write them in by hand, or"
        " spell the name in other letters."
    ),
    "sheet.needs-event": "The sheet “{kind}” is printed for one event: name it with --event.",
    "sheet.not-printed": (
        "The printer {name} took nothing, or stopped on the way. Look at it and print again, or"
        " save the sheet as PDF."
    ),
    "sheet.not-written": "“{name}” could not be written: {detail}.",
    "sheet.unknown-kind": "There is no sheet “{kind}”. The sheets are: {known}.",
    "standing.explain": "{total} points: {sum}. Not counted: {dropped}.",
    "standing.explain-best-position": (
        "{total} points: {sum}. Not counted: {dropped}. Level with {others}; the best single"
        " place decides: {mine} against {theirs} of {rival}."
    ),
    "standing.explain-countback": (
        "{total} points: {sum}. Not counted: {dropped}. Level with {others}; the places one after"
        " another decide: {mine} against {theirs} of {rival}."
    ),
    "standing.explain-shared": (
        "{total} points: {sum}. Not counted: {dropped}. Level with {others} after every"
        " tie-break: the place is shared."
    ),
    "standing.not-eligible": (
        "{finished} of {required} events finished in this distance; not finished: {events}."
    ),
    "standing.to-come": (
        "{finished} of {required} events finished in this distance; still to come: {events}."
    ),
    "standings.no-points": "“{name}” has no series points.",
    "table.header-again": (
        "The header stands {count} more times between the rows; it was left out there."
    ),
    "table.no-header": (
        "The first row is already data: the file has no header. The columns are numbered."
    ),
    "table.same-name-twice": (
        "“{header}” is the name of more than one column; this one is called “{header} ({number})”"
        " here."
    ),
    "text.encoding-assumed": (
        "The file does not say how its letters are written; {encoding} was assumed ({lines} lines"
        " have special letters). Look at some names with accents; choose another encoding if they"
        " are wrong."
    ),
    "text.mojibake": (
        "{count} places look like letters spoilt by an earlier program, such as Ã© for é. They"
        " were kept as they are; export the list again if you can."
    ),
    "text.web-page-tail": (
        "From here on there is a web page instead of rows; its {count} lines were left out. The"
        " rows before it were kept."
    ),
    "text.zero-bytes": (
        "The file holds {count} zero bytes, as after a broken copy. They were left out; compare"
        " the rows with the source."
    ),
    "times.bib-damaged": (
        "“{value}” is a bib that a spreadsheet has shortened; its digits are lost. The time was"
        " kept without a bib."
    ),
    "times.clock-change": (
        "{count} times lie in the hour when the clocks are changed. The first of two possible"
        " instants was taken; check them."
    ),
    "times.dates-unsure": (
        "Nothing in this column shows whether the day or the month comes first; 3/6 was read as"
        " the 3rd of June. Choose the other order when importing if that is wrong."
    ),
    "times.day-unsure": (
        "The times of day span more than half a day and are not in the order they happened, so"
        " midnight cannot be told. All were put on one day; give the start, or sort the file."
    ),
    "times.guessed-clock": (
        "These look like times of day, but nothing proves it. Check the first rows; choose"
        " elapsed time if that is what they are."
    ),
    "times.guessed-elapsed": (
        "These look like elapsed times, but nothing proves it. Check the first rows; choose time"
        " of day if that is what they are."
    ),
    "times.kind-clock": "Read as times of day.",
    "times.kind-elapsed": "Read as elapsed times.",
    "times.mixed-numbers": (
        "Some times are text and some are bare numbers, as when a spreadsheet has changed part of"
        " a column. Both were read; check the numbers."
    ),
    "times.no-column": (
        "No column with times or statuses was recognised, so nothing was taken. Say in the"
        " mapping which column holds the times."
    ),
    "times.no-day": (
        "{count} times of day have no date, and the day is not known. They were not taken; give"
        " the day when importing."
    ),
    "times.nothing": "This row has neither a time nor a status and was not taken.",
    "times.np-with-time": (
        "“NP” stands beside a time. It can mean “not placed” or “did not start”, so only the time"
        " was taken; decide about this runner."
    ),
    "times.numbers-day-fraction": (
        "Bare numbers in this column are fractions of a day, as spreadsheets keep times; 0.5 was"
        " read as 12:00:00."
    ),
    "times.numbers-run-together": (
        "Bare numbers in this column look like times without colons; 14217 was read as 1:42:17."
        " If they are seconds, add “seconds” to the header."
    ),
    "times.numbers-seconds": "Bare numbers in this column were read as seconds.",
    "times.on-course": (
        "{count} runners were still on the course when the file was made; nothing was taken for"
        " them."
    ),
    "times.status-digits": (
        "The status column holds bare digits ({digits}), which mean different things in different"
        " programs. They were left out and the times taken; replace the digits by words such as"
        " DNF, or choose the layout."
    ),
    "times.status-unknown": (
        "“{value}” is no status that is known here. The time was taken, if there is one; use DNF,"
        " DNS or DSQ."
    ),
    "times.two-parts-hours": (
        "Short times such as {value} were read as hours and minutes. Choose minutes and seconds"
        " if that is wrong."
    ),
    "times.two-parts-minutes": (
        "Short times such as {value} were read as minutes and seconds. Choose hours and minutes"
        " if that is wrong."
    ),
    "times.unreadable": (
        "“{value}” is neither a time nor a status. The row was not taken; write it like 1:42:17."
    ),
    "workbook.damaged": (
        "“{name}” is damaged or not a complete workbook. Nothing was taken. Open it in a"
        " spreadsheet, save it again as .xlsx or .csv, and choose that file."
    ),
    "workbook.encrypted": (
        "“{name}” is protected by a password. Save a copy without one and choose that."
    ),
    "workbook.hidden-rows": (
        "The sheet “{sheet}” has {count} hidden rows, as after filtering. They were read as well."
    ),
    "workbook.hidden-sheet": (
        "The sheet “{sheet}” is hidden in the workbook and was left out. Show it there if it is"
        " needed."
    ),
    "workbook.links": (
        "“{name}” takes values from other workbooks. Nothing was taken. Save a copy with values"
        " only, or as .csv."
    ),
    "workbook.macros": (
        "“{name}” holds macros. Nothing was taken. Save it as a plain .xlsx or as .csv."
    ),
    "workbook.reader-failed": (
        "“{name}” needed more time or memory than a list should and was given up. The program and"
        " the season are as they were. Save it as .csv and choose that."
    ),
    "workbook.too-large": (
        "“{name}” unpacks to far more data than a list should. Nothing was taken. Save the sheet"
        " that is needed as .csv."
    ),
    "workbook.too-many-cells": (
        "“{name}” has cells beyond row {rows} or column {columns}. Nothing was taken. Delete"
        " empty rows and columns behind the list, or save it as .csv."
    ),
    "workbook.unsafe": (
        "“{name}” is not packed as spreadsheets are ({detail}) and was not opened. If you trust"
        " it, open it in a spreadsheet and save it as .csv."
    ),
}
