"""The results file of a federation: what it would refuse, and what mends it."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "itra.bad-option": "{option}: “{text}” cannot be read. See --help for how it is written.",
    "itra.bib-twice": "Bib {bib} stands in row {row} already.",
    "itra.bib-twice-fix": "Correct one of the two bibs, or delete the row that is too many.",
    "itra.birth-fix": "Write the full date as year-month-day, as in 1988-02-03 for 3 Feb 1988.",
    "itra.birth-form": "“{text}” is not written as year-month-day.",
    "itra.birth-future": "The birth date lies in the future: {day}.",
    "itra.birth-missing": "The birth date is missing.",
    "itra.birth-no-day": "{text} is no day of the calendar.",
    "itra.birth-odd": "Born on {day}, the runner would be {age} years old.",
    "itra.birth-shown": (
        "The cell is a date shown as {format}: what the federation reads depends on the computer."
    ),
    "itra.delete-column": "Delete the column.",
    "itra.delete-row": "Delete the row.",
    "itra.delete-rows": "Delete the rows.",
    "itra.dsq-fix": (
        "Delete the row. Write {word} only where the organiser decides that it counts as that."
    ),
    "itra.empty": "The workbook is empty.",
    "itra.empty-cell": "Empty the cell.",
    "itra.formula": "The cell is calculated. The federation needs the value itself.",
    "itra.formula-fix": "Copy the cell and paste it as a value.",
    "itra.gender-ask": (
        "{to} takes only {women} or {men}. Ask the runner which of the two it shall be, for this"
        " file only."
    ),
    "itra.gender-fix": "Write {women} for a woman or {men} for a man.",
    "itra.gender-form": "“{text}” is neither {women} nor {men}.",
    "itra.gender-missing": "The gender is missing.",
    "itra.gender-other": "The gender is {text}, which {to} does not know.",
    "itra.heading-form": "The heading “{text}” is not spelt as it must be.",
    "itra.heading-missing": "The column “{heading}” is missing.",
    "itra.heading-missing-fix": "Add a column with the heading “{heading}” and fill it in.",
    "itra.heading-twice": "“{text}” is a second column for the same.",
    "itra.heading-unknown": "The federation knows no column “{text}”.",
    "itra.headings-fix": "Write these headings into row 1, from cell A1 on: {headings}.",
    "itra.latin-proposed": "Written as “{latin}” for “{was}”. Compare with the passport.",
    "itra.loop-missing": (
        "Bib {bib} {name} has no usable time for loop {missing}, but one for a later loop. Counted"
        " are {loops} loops."
    ),
    "itra.loop-missing-fix": "Give the missing time, or take the later one out.",
    "itra.name-blanks": "There are blanks too many in the name.",
    "itra.name-letters": "Not in Latin letters: “{text}”[[ ({letters})]].",
    "itra.name-missing": "The name is missing.",
    "itra.name-missing-fix": "Write the name as in the passport, in Latin letters.",
    "itra.name-type": "Type the spelling in Latin letters, as in the passport.",
    "itra.nation-choose": "Write the IOC's code of the right one.",
    "itra.nation-doubt": "{code} may be {choices}. Nothing else in the column tells which.",
    "itra.nation-doubt-fix": "Write the country's name as the nation of the entry.",
    "itra.nation-fallback": (
        "{nation} has no code of its own with the IOC: {code} is written for {name}. Correct the"
        " nation where the passport is another one."
    ),
    "itra.nation-fix": "Write the IOC's three letters of the nationality, not of the residence.",
    "itra.nation-missing": "The nationality is missing.",
    "itra.nation-other": "“{text}” is not the IOC's code of {country}.",
    "itra.nation-unknown": "“{text}” is no country this program knows.",
    "itra.no-headings": "No row of headings was found.",
    "itra.no-loops": (
        "Nobody in this race has a time at the end of a loop. Set up a timing point for each loop,"
        " or read the bibs at the finish each time they come round."
    ),
    "itra.no-output": "Name the file to write (-o OUT.xlsx), or look for faults with --check.",
    "itra.no-rows": "There is no runner below the headings.",
    "itra.no-rows-fix": "Write a row for everybody who finished.",
    "itra.no-rule": "The rules say nothing about the results file of a federation.",
    "itra.no-start": "Bib {bib} {name} was not seen taking over: the own time is not known.",
    "itra.no-start-fix": "Give the time at the start of the leg.",
    "itra.not-first-column": "Column A has no heading: the headings must begin in cell A1.",
    "itra.not-first-column-fix": "Delete the empty columns on the left.",
    "itra.not-first-row": "The headings stand in row {row}, not in row 1.",
    "itra.not-first-row-fix": "Delete the rows above the headings.",
    "itra.not-latin": "Type both names in Latin letters[[, without {letters}]].",
    "itra.not-xlsx": "“{name}” is not an Excel workbook (.xlsx).",
    "itra.not-xlsx-fix": "Save it as an Excel workbook (.xlsx).",
    "itra.out-suffix": "“{name}”: the federation takes files ending in .xlsx only.",
    "itra.pending": "Bib {bib} {name} has neither a time nor a decision.",
    "itra.pending-fix": "Find the finish time, or decide on DNF or DNS.",
    "itra.person-twice": "The same person stands in row {row} already.",
    "itra.person-twice-fix": "Delete the row that is too many.",
    "itra.rank-after": "A place follows after a row with {word}.",
    "itra.rank-after-fix": "Move the row up, in the order of the places.",
    "itra.rank-form": "“{text}” is not a place: only a whole number is.",
    "itra.rank-gap": "Place {place} follows where {wanted} is due.",
    "itra.rank-gap-fix": "Find the missing row, or number the places anew.",
    "itra.rank-missing": "The place is missing.",
    "itra.rank-missing-fix": "Write the place as a whole number, or {word}.",
    "itra.rank-order": "Place {place} follows after place {before}.",
    "itra.rank-order-fix": "Sort the rows by place.",
    "itra.rank-twice": "Place {place} stands in row {row} already, with another time.",
    "itra.rank-twice-fix": "Only equal times share a place: correct the place or the time.",
    "itra.rank-word": "“{text}” is not how the federation says it.",
    "itra.row-blank": "The row is blank.",
    "itra.row-not-started": "“{text}”: only who started has a row.",
    "itra.row-team": "“{name}” is a team. The federation takes each runner's own time only.",
    "itra.row-team-fix": "Delete the row. Make a file for each leg with the runners' own times.",
    "itra.rows-blank": "The rows {first} to {last} are blank.",
    "itra.sheets": "The workbook has {count} sheets: {names}.",
    "itra.sheets-fix": "Keep one sheet, and make a file of its own for each race.",
    "itra.time-fix": "Write hours, minutes and seconds, as in 00:45:15.",
    "itra.time-form": "“{text}” is not a time as hours:minutes:seconds with two digits each.",
    "itra.time-fraction": "“{text}” has fractions of a second.",
    "itra.time-missing": "The time is missing.",
    "itra.time-missing-fix": "Write the time, as in 00:45:15, or {word} instead of the place.",
    "itra.time-order": "The time is shorter than that in row {row} above.",
    "itra.time-order-fix": "Correct the time, or sort the rows by time and number them anew.",
    "itra.time-unfinished": "“{text}”: who has no place must not have a time.",
    "itra.time-wraps": "Excel shows this time as {shown}: beyond 24 hours it begins anew.",
    "itra.time-zero": "“{text}” is no time that can be run.",
    "itra.too-many-loops": "{to} takes 1 to {limit} races in loops, each of one loop or more.",
    "itra.two-forms": "Loops, stages and a leg exclude one another. Name one of them.",
    "itra.unclean": (
        "{count#fault keeps|faults keep} the federation from taking the file, the first: {first}"
        " Nothing was written. See them all with --check, or write it anyway."
    ),
    "itra.unknown-bib": "Nobody in this race has bib {bib}.",
    "itra.which-race": "One file holds one race. Name the season's file, --event and --race.",
    "itra.write": "Write “{text}”.",
    "itra.write-day": "Write “{year}-{month}-{day}” as text.",
    "operation.runner.latin": "Latin spelling of a name kept: bib {bib}",
}
