"""Places in finals: who has one, why, and whom it goes down to."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "operation.qualify.answer": "Bib {bib}: a place {reply}",
    "operation.qualify.overdue": "{race}: places gone on for want of an answer: {count}",
    "operation.qualify.take-back": "Bib {bib}: the answer to a place struck",
    "qualify.cancelled": "{event} is called off: nobody earns a place there.",
    "qualify.change-behind": (
        "Place {position} overall, behind the first {far_top}: no change to {into}."
    ),
    "qualify.change-far": (
        "Place {position} overall is within the first {far_top}, and the nearest {into} is {km} km"
        " away, more than {far_km} km: the runner may ask to use a place earned here in the"
        " {into}."
    ),
    "qualify.change-near": (
        "Place {position} overall is not within the first {top}, and the nearest {into} is {km} km"
        " away, not more than {far_km} km: no change to {into}."
    ),
    "qualify.change-top": (
        "Place {position} overall is within the first {top}: the runner may ask to use a place"
        " earned here in the {into}."
    ),
    "qualify.change-unknown": (
        "Place {position} overall would do if the nearest {into} is more than {far_km} km away,"
        " but how far it is has not been filled in. Write it under Rules."
    ),
    "qualify.estimate": (
        "{rule}: not all of it is published. What is missing is an estimate; check it with the"
        " series before you announce it."
    ),
    "qualify.invited": "Finished in {group}: invited in this distance.",
    "qualify.no-place": (
        "{name} (bib {bib}) has no place to accept now. Nothing was changed; look at the list of"
        " places."
    ),
    "qualify.no-rules": "“{name}” leads to no final: these rules give no places.",
    "qualify.no-slot-rule": (
        "No rule with places to answer is called “{rule}” here.[[ There are: {known}.]] Nothing"
        " was changed."
    ),
    "qualify.no-such-rule": "There is no rule “{rule}” here. There are: {known}.",
    "qualify.no-total": (
        "{rule}: how many places {event} has is not published. Fill it in under Rules; until then"
        " nobody is told to have one."
    ),
    "qualify.not-finished": "Did not finish ({status}).",
    "qualify.not-in-results": "Bib {bib} has no line in these results. Nothing was changed.",
    "qualify.odd-total": (
        "{event} has {total} places; {least} to {most} are usual. They are shared out as written."
    ),
    "qualify.said-already": (
        "{name} (bib {bib}) has given that answer already. Nothing was changed."
    ),
    "qualify.slot-accepted": (
        "Position {position} of {group}, which has places: {places}. Accepted on {day}.[[ It came"
        " down from bib {before}.]]"
    ),
    "qualify.slot-declined": (
        "Position {position} of {group}, which has places: {places}. Declined on"
        " {day}[[ ({note})]]; it went to bib {after}.[[ It had come down from bib {before}.]]"
    ),
    "qualify.slot-declined-early": (
        "Position {position} of {group}, which has places: {places}. Has said no beforehand, and"
        " none has come down so far."
    ),
    "qualify.slot-declined-unused": (
        "Position {position} of {group}, which has places: {places}. Declined on"
        " {day}[[ ({note})]]; nobody is left to take it.[[ It had come down from bib {before}.]]"
    ),
    "qualify.slot-depth": (
        "Position {position} of {group}: places go down to position {depth} and no further."
    ),
    "qualify.slot-elsewhere": (
        "Position {position} of {group}, which has places: {places}. A place was accepted at"
        " {event} on {day}, and nobody gets two; this one went to bib {after}."
    ),
    "qualify.slot-elsewhere-unused": (
        "Position {position} of {group}, which has places: {places}. A place was accepted at"
        " {event} on {day}, and nobody gets two; nobody is left to take this one."
    ),
    "qualify.slot-full": (
        "Position {position} of {group}, which has places: {places}. All of them are accepted."
    ),
    "qualify.slot-lost": (
        "Position {position} of {group}, which has places: {places}. A place was accepted, but by"
        " the results as they stand now it belongs to others. Tell the runner."
    ),
    "qualify.slot-next": (
        "Position {position} of {group}, which has places: {places}. Number {turn} in line for one"
        " that is declined."
    ),
    "qualify.slot-no-group": "In no age group, so no place can be given. Mend the entry.",
    "qualify.slot-none": "{group} has no place here.",
    "qualify.slot-offered": (
        "Position {position} of {group}, which has places: {places}. One is offered; the answer is"
        " due by {day}.[[ It came down from bib {before}.]][[ Level with bib {level}: who goes"
        " first is not published, so the order of the results was taken.]]"
    ),
    "qualify.slot-outside": "{group} takes no part in sharing out these places.",
    "qualify.slot-overdue": (
        "Position {position} of {group}, which has places: {places}. One is offered; the answer"
        " was due by {day} and none is noted. Note what the runner said, or let the place go"
        " on.[[ It came down from bib {before}.]][[ Level with bib {level}: who goes first is not"
        " published, so the order of the results was taken.]]"
    ),
    "qualify.slot-unknown": (
        "How many places {event} has is not published and has not been filled in."
    ),
    "qualify.title": (
        "Position {position} of {group}, and the first to represent {region} ({nation}): takes the"
        " title.[[ In front without a nation: {unknown}; fill them in first.]]"
    ),
    "qualify.title-behind": (
        "{nation} belongs to {region}, but bib {first} came in before in {group}."
    ),
    "qualify.title-no-group": "In no age group, so no title can be given. Mend the entry.",
    "qualify.title-no-nation": (
        "Position {position} of {group}. No nation is noted, so nobody can say whether it belongs"
        " to {region}. Fill it in."
    ),
    "qualify.title-outside": "{nation} does not belong to {region}.",
    "qualify.title-shared": (
        "Position {position} of {group}, and level with another as the first to represent {region}"
        " ({nation}): they share the title.[[ In front without a nation: {unknown}; fill them in"
        " first.]]"
    ),
    "race.length-outside": (
        "The {race} is {distance} km long; by the rules of the series such a race has {low} to"
        " {high} km. Check the distance, or ask the series."
    ),
    "runner.several": (
        "{count} runners are called {name}. Tell whether they are one under Categories, or ask by"
        " event and bib."
    ),
    "runner.unknown": "Nobody in this season is called “{name}”.",
}
