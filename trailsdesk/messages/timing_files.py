"""Files of timing systems: what lines lack or repeat, and what a file looks like instead."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "looks.checkpoints": (
        "“{name}” looks like a list of {rows#checkpoint|checkpoints} ({columns}), not like times"
        " of runners. Nothing was taken."
    ),
    "looks.chips": (
        "“{name}” says which chip goes with which bib and holds no times. Bring it in as a list of"
        " chips."
    ),
    "looks.entries": (
        "“{name}” looks like an entry list: {rows} people ({columns}) without times. Bring it in"
        " under Entries."
    ),
    "looks.iof-entries": (
        "“{name}” is an IOF XML entry list: people and classes without times. Bring it in under"
        " Entries."
    ),
    "looks.iof-old": (
        "“{name}” is IOF XML older than version 3. Nothing was taken. Export the list as IOF XML"
        " 3.0, or as .csv."
    ),
    "looks.iof-other": (
        "“{name}” is an IOF XML {root}, neither a result list nor a start list. Nothing was taken."
    ),
    "looks.people": (
        "“{name}” says which bib has which name and holds no times. Bring it in under Entries."
    ),
    "looks.races": (
        "“{name}” looks like a list of {rows#race|races} ({columns}), not like times of runners."
        " Nothing was taken."
    ),
    "looks.table": (
        "“{name}” is a table of {rows#row|rows} ({columns}) in which no times of runners were"
        " found. If it has some, say which column holds them when importing."
    ),
    "raw.bad-date": "“{value}” is not a day of the calendar.",
    "raw.bad-time": "“{value}” is not a time that a clock shows.",
    "raw.cells": "The line has {count#field|fields} instead of {wanted}.",
    "raw.checksum": (
        "The checksum is {told} and should be {computed}: the line was damaged on its way."
    ),
    "raw.chip-twice": (
        "Chip {chip} has bib {other} in line {line} and bib {bib} here. Find out which is right"
        " before its reads are given to anybody."
    ),
    "raw.clock-not-set": (
        "{count#read is|reads are} from a clock that was never set; the first says {day}. All are"
        " kept: give the day and the clock’s error when importing."
    ),
    "raw.first-race-taken": (
        "The list holds results of {count} races. Only those of race {number} were taken."
    ),
    "raw.fixed-width": "A stored passing has a chip of seven characters and a time; this has not.",
    "raw.foreign": "The line does not look like the others in this kind of file.",
    "raw.half-days": (
        "{count#card is|cards are} of the kind that only knows twelve hours: 1:00 may be 13:00."
        " Their times were taken as they stand; check them against the start."
    ),
    "raw.ipico-digits": "The line has the right length, but letters where digits belong.",
    "raw.ipico-length": (
        "A read has 36, 38, 40, 42 or 44 characters; this one has {count}. It was cut short or"
        " run together with another."
    ),
    "raw.ipico-mark": "A read ends in FS or LS, or in a mark of its own; “{value}” is none.",
    "raw.left-chatter": "Messages between devices, not passings: {count}.",
    "raw.left-comment": "Comments: {count}.",
    "raw.left-invalid": "Records that the system itself marks as invalid: {count}.",
    "raw.left-last-seen": (
        "Lines that say when a chip was last seen: {count}. Its first time there was taken."
    ),
    "raw.left-marker": "Markers and new places, not runners: {count}.",
    "raw.left-markup": "A word processor’s own lines around the log: {count}.",
    "raw.left-no-chip": "Reads with the number 0, which is no chip: {count}.",
    "raw.left-on-course": "Runners who had not finished when the list was made: {count}.",
    "raw.left-repeat": "Lines that say the same as an earlier one, as after a rewind: {count}.",
    "raw.left-teams": "Relay teams, which are not read: {count}.",
    "raw.no-bib": "There is no bib in this line.",
    "raw.no-chip": "There is no chip in this line.",
    "raw.no-pair": "A line of a chip map holds a bib and a chip; this one does not.",
    "raw.no-person": "A line holds a bib, a family name and a given name; this one does not.",
    "raw.no-time": "There is no time in this line.",
    "raw.other-tags": (
        "{count#read is|reads are} of tags of another make than nearly all others, such as those"
        " sewn into clothes. They are kept and belong to nobody until a chip list says so."
    ),
    "raw.several-events": (
        "The tags are coded for more than one event: most for {event}, {count} for others, which"
        " may be old tags with numbers that are in use again. All are kept; check those chips."
    ),
    "raw.several-races": "The list holds results of {count} races of the same runners.",
    "raw.teams": (
        "The list holds {count#relay team|relay teams}. Relays are not read; the results of"
        " single runners in it were taken."
    ),
}
