"""Lists brought in: what could not be read, and what was made of it."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "chips.code-missing": "Type the chip first. Nothing was changed.",
    "chips.half": (
        "This line has a chip (“{chip}”) or a bib (“{bib}”), but not both. It was left out."
    ),
    "chips.none": (
        "“{name}” does not say which bib wears which chip: it needs a column of bibs and one of"
        " chips. Nothing was taken."
    ),
    "chips.two-bibs": (
        "Chip {chip} was given to bib {first} in line {line} and is given to bib {bib} here. The"
        " first stays; this line was left out. Find out who wears the chip."
    ),
    "chips.unknown-bib": (
        "Nobody wears bib {bib}, which has chip {chip}. The line is taken: its reads count once"
        " somebody has the bib."
    ),
    "chips.unknown-bibs": (
        "Nobody wears {count} of these bibs. The lines are taken: their reads count once the"
        " entries are there."
    ),
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
        "“{name}” is an IOF XML file, but no entry list. Its results and start lists come in as"
        " times."
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
    "input.xml-damaged": (
        "“{name}” begins like XML but breaks off or is not correct. Nothing was taken. Export it"
        " again."
    ),
    "input.xml-unsafe": (
        "“{name}” is XML that no list needs: it declares entities, or nests or runs on without"
        " end. It was not read; export the list as .csv."
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
        "This row has {count#more cell|more cells} than the header has columns, so its cells may"
        " have shifted. It was kept; check it against the source."
    ),
    "row.twice": "That {field} is taken already. Nothing was changed.",
    "table.header-again": (
        "The header stands {count#more time|more times} between the rows; it was left out there."
    ),
    "table.no-header": (
        "The first row is already data: the file has no header. The columns are numbered."
    ),
    "table.same-name-twice": (
        "“{header}” is the name of more than one column; this one is called “{header} ({number})”"
        " here."
    ),
    "text.encoding-assumed": (
        "The file does not say how its letters are written; {encoding} was assumed ({lines#line"
        " has|lines have} special letters). Look at some names with accents; choose another"
        " encoding if they are wrong."
    ),
    "text.mojibake": (
        "{count#place looks|places look} like letters spoilt by an earlier program, such as Ã©"
        " for é. They were kept as they are; export the list again if you can."
    ),
    "text.web-page-tail": (
        "From here on there is a web page instead of rows; its {count#line was|lines were} left"
        " out. The rows before it were kept."
    ),
    "text.zero-bytes": (
        "The file holds {count#zero byte|zero bytes}, as after a broken copy. They were left out;"
        " compare the rows with the source."
    ),
    "times.bib-damaged": (
        "“{value}” is a bib that a spreadsheet has shortened; its digits are lost. The time was"
        " kept without a bib."
    ),
    "times.column-left": (
        "The times in “{name}” do not lie before the finish, so they are no checkpoint on the way."
        " They were left out."
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
        "{count#time of day has|times of day have} no date, and the day is not known. They were"
        " not taken; give the day when importing."
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
    "times.offset-stands": (
        "The times of “{name}” are in already with another correction of the clock, and that one"
        " stands. Change it for the source on the Timing panel, or undo the earlier import first."
    ),
    "times.on-course": (
        "{count#runner was|runners were} still on the course when the file was made; nothing was"
        " taken for them."
    ),
    "times.other-day": (
        "The times in this file are of {day}, but {event} is on {start}. Look whether it is the"
        " right file and event; if only the clock was wrong, give its error when importing."
    ),
    "times.repeated-bib": (
        "Bib {bib} has more than one time in this file. All are kept; the first one counts unless"
        " you choose another under Timing."
    ),
    "times.repeated-bibs": (
        "{count#bib has|bibs have} more than one time in this file. All are kept; the first of"
        " each counts unless you choose another under Timing."
    ),
    "times.repeated-first": (
        "Times in the hour that the clocks showed twice, and nothing tells which of the two they"
        " mean: {count}. They were taken as the first time round. Choose the other reading when"
        " importing if that is wrong (by command: --repeated-hour second)."
    ),
    "times.repeated-second": (
        "Times in the hour that the clocks showed twice, and nothing in the file tells which of"
        " the two they mean: {count}. They were taken as the second time round, as the season has"
        " them already. Retract the earlier import to read them otherwise (by command:"
        " --repeated-hour first)."
    ),
    "times.repeated-stands": (
        "Times of “{name}” in the hour that the clocks showed twice are in already with the other"
        " reading, and that one stands: {count}. Retract the earlier import first to read them"
        " otherwise."
    ),
    "times.repeated-told": (
        "Times in the hour that the clocks showed twice: {count}. Taken as the first time round:"
        " {first}, as the second: {second}, by the order of the lines or as you said. Choose"
        " otherwise when importing if that is wrong (by command: --repeated-hour)."
    ),
    "times.skipped-hour": (
        "The clocks never showed this time: it lies in the hour they skipped when they were put"
        " forward. It was taken as if they had not been; check the date and the event's time"
        " zone."
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
    "times.unknown-bib": (
        "Nobody wears bib {bib}. The time is kept: give it its right bib under Timing, or the bib"
        " to its runner."
    ),
    "times.unknown-bibs": (
        "Nobody wears {count} of these bibs. Their times are kept: bring in the entries, or give"
        " the times their right bibs under Timing."
    ),
    "times.unknown-chips": (
        "No bib is known for {count} of the {all#chip|chips}. Their times are kept: bring in the"
        " list of chips and bibs under Timing, and they count."
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
        "The sheet “{sheet}” has {count#hidden row|hidden rows}, as after filtering. They were"
        " read as well."
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
