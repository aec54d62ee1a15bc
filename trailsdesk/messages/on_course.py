"""Who is out there, calls over the radio, and the checkpoints of a race."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "checkpoint.beyond-finish": "The race is {km} km long: this is the finish, or behind it.",
    "checkpoint.climb-falls": (
        "Less climb than at {before}, which comes before it: climb adds up from the start."
    ),
    "checkpoint.code-bad": (
        "“{code}” cannot be a code: it needs a letter, at most 20 letters, digits or - . + and no"
        " blanks, so that no call takes it for a bib."
    ),
    "checkpoint.code-in-use": (
        "{count#time was|times were} taken at “{code}”: the code stays. Change the name instead."
    ),
    "checkpoint.code-missing": "Give it a short code, as in cp2: it is what is said on the radio.",
    "checkpoint.code-taken-word": "“{code}” means something else in a call. Choose another code.",
    "checkpoint.code-twice": "{other} has the code “{code}” already.",
    "checkpoint.cutoff-before-start": (
        "The cut-off of {label} lies before the start. The checkpoint is taken without it."
    ),
    "checkpoint.cutoff-falls": "Closes before {before}, which comes before it.",
    "checkpoint.finish-ascent": (
        "The table says {table} m of climb for the whole race, the race says {race} m. The race"
        " stays as it is."
    ),
    "checkpoint.finish-distance": (
        "The table says {table} m for the whole race, the race says {race} m. The race stays as it"
        " is."
    ),
    "checkpoint.finish-limit": (
        "The table closes the finish after {table}, the race after {race}. The race stays as it"
        " is."
    ),
    "checkpoint.joined": "{label} stands twice at one distance: taken as one place.",
    "checkpoint.km-falls": "Not further on than {before}, which comes before it.",
    "checkpoint.km-not-growing": (
        "{label} at {km} km is not further on than the row above. It was taken as it is: correct"
        " it in the list."
    ),
    "checkpoint.km-too-high": (
        "{other} comes after it at {km} km. Type less, or move the checkpoint first."
    ),
    "checkpoint.km-too-low": (
        "{other} comes before it at {km} km. Type more, or move the checkpoint first."
    ),
    "checkpoint.no-cutoff": "“{text}” is no cut-off. The checkpoint is taken without it.",
    "checkpoint.no-figure": "“{text}” is no figure. The row is taken without it.",
    "checkpoint.no-names": (
        "{name} has no column with the names of checkpoints. Call it “Checkpoint”; beside it"
        " “Distance”, “Ascent” and “Cut-off” are read."
    ),
    "checkpoint.no-start": (
        "{count#cut-off is a time|cut-offs are times} of day, and the race has no start to count"
        " them from. They were left out: say when the race starts and take the table again."
    ),
    "checkpoint.none-in-table": "There is no checkpoint between start and finish in {name}.",
    "checkpoint.nothing-to-copy": "No event before this one has checkpoints for this race.",
    "checkpoint.read-clock": (
        "The cut-offs were read as times of day. If they are times since the start, say so."
    ),
    "checkpoint.read-elapsed": (
        "The cut-offs were read as times since the start. If they are times of day, say so."
    ),
    "checkpoint.too-many": "A race takes {count} checkpoints at most. Nothing was changed.",
    "lookout.due-field": (
        "The middle one of {count#runner|runners} took {leg} from {last} to {next}; counted on"
        " from {left}."
    ),
    "lookout.due-field-start": (
        "The middle one of {count#runner|runners} took {leg} to {next}; counted on from the gun at"
        " {left}."
    ),
    "lookout.due-own": (
        "{last} after {elapsed} is {pace} for each of {done} {unit}; {next} is {more} {unit}"
        " further on: {leg} more, counted on from {left}."
    ),
    "lookout.not-out": (
        "Bib {bib} is not out there: nobody waits for this runner. Nothing was changed."
    ),
    "operation.course.back": "Seen back: bib {bib}",
    "operation.course.call": "Call-in: {bib} {what}[[ at {point}]]",
    "operation.course.goes-on": "In the race again: bib {bib}",
    "operation.course.not-back": "Not back after all: bib {bib}",
    "operation.course.stop": "Withdrawn: bib {bib}[[ at {point}]]",
    "operation.points.add": "Checkpoint {point} of the {race} added",
    "operation.points.copy": (
        "{count#checkpoint|checkpoints} of the {race} taken over from {event}"
    ),
    "operation.points.edit": "Checkpoint {point} of the {race} changed",
    "operation.points.import": "{count#checkpoint|checkpoints} of the {race} imported from {name}",
    "operation.points.move": "Checkpoint {point} of the {race} moved",
    "operation.points.remove": "Checkpoint {point} of the {race} removed",
    "radio.again": (
        "Bib {bib} was seen at {place} already, at {time}. The call is kept beside it."
    ),
    "radio.in-already": "Bib {bib} is in already. The call is kept all the same.",
    "radio.no-bib": "Say whose call it is: a bib, as in 214 cp2 1132.",
    "radio.no-place": "Say where, as in 214 cp2 1132. The places are: {known}.",
    "radio.no-such-time": (
        "{time} has not come yet[[, and the last time was before the gun at {gun}]]. Correct it;"
        " what you typed stays."
    ),
    "radio.not-ready": "“{text}” was not understood to the end. Nothing was taken.",
    "radio.not-running": "Bib {bib} is not in the race. The call is kept: somebody saw this bib.",
    "radio.not-started": "The {race} has not started. The call is kept all the same.",
    "radio.other-race": (
        "Bib {bib} runs the {race}, which does not go by {place}. The call is kept all the same."
    ),
    "radio.rest": "“{rest}” was not understood. Correct it; what you typed stays.",
    "radio.said-twice": "Bib {bib} is in the call more than once; it is taken once.",
    "radio.stopped": (
        "Bib {bib} is marked DNF. The call is kept, and the runner shown as seen since."
    ),
    "radio.stopped-somewhere": "No place was said. The runner is marked DNF, the place not known.",
    "radio.unknown-bib": (
        "Nobody wears bib {bib}. Enter keeps the call as it is; it waits under Problems."
    ),
    "radio.unknown-place": (
        "There is no place “{place}”. Correct it; what you typed stays. The places are: {known}."
    ),
    "radio.worn-twice": (
        "Bib {bib} is worn in {races}. Choose the race above, or Enter keeps the call for somebody"
        " to say whose it is."
    ),
}
