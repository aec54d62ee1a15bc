"""Ways to a final, and what a federation asks of a race: places, scores, indexes, the draw."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "checklist.fixed-course": "Everybody runs the same distance and climb.",
    "checklist.fixed-course-not": (
        "The distance or the climb is not the same for everybody: the race is not taken."
    ),
    "checklist.fixed-course-unknown": (
        "Say whether everybody runs the same distance and climb; it must be so."
    ),
    "checklist.individual-times": "Every runner gets a time of their own.",
    "checklist.individual-times-not": (
        "There are no times of single runners: the race is not taken."
    ),
    "checklist.individual-times-unknown": (
        "Say whether every runner gets a time of their own; it must be so."
    ),
    "checklist.kind": "{kind}: taken.[[ {says}]]",
    "checklist.kind-limited": "{kind}: taken, but it does not get everything.[[ {says}]]",
    "checklist.kind-refused": "{kind}: not taken.[[ {says}]]",
    "checklist.kind-unknown": "Say what kind of race it is: {known}.",
    "checklist.length": "{effort} km-effort; at least {least} are asked for.",
    "checklist.length-short": (
        "{effort} km-effort is less than the {least} a race of its own must have: not taken."
    ),
    "checklist.length-unknown": (
        "Distance or climb is not known; at least {least} km-effort are asked for."
    ),
    "checklist.length-within": (
        "{effort} km-effort is less than {least}: taken as one race of several, without"
        " points and without a score."
    ),
    "checklist.natural": "{share} % on natural ground; at least {least} % are asked for.",
    "checklist.natural-short": (
        "{share} % on natural ground is less than the {least} % asked for: not taken."
    ),
    "checklist.natural-unknown": (
        "Say how much of the course is on natural ground; at least {least} % are asked for."
    ),
    "checklist.none": "The rules “{name}” have no list of what a race must be.",
    "checklist.paved": "{share} % paved; at most {most} % are allowed.",
    "checklist.paved-long": "{share} % paved is more than the {most} % allowed: not taken.",
    "checklist.paved-unknown": (
        "Say how much of the course is paved; at most {most} % are allowed."
    ),
    "checklist.people": "All {entries} entries have gender, birth date and nation.",
    "checklist.people-none": (
        "There are no entries yet; every result will need gender, birth date and nation."
    ),
    "checklist.people-short": (
        "{count} of {entries} entries lack gender, birth date or nation; a list with gaps may"
        " be sent back."
    ),
    "checklist.same-day": "Everybody starts within a set time of one day.",
    "checklist.same-day-not": (
        "Runners start on different days or whenever they like: the race is not taken."
    ),
    "checklist.same-day-unknown": (
        "Say whether everybody starts within a set time of one day; it must be so."
    ),
    "checklist.unknown-kind": "There is no kind of race “{kind}”. There are: {known}.",
    "finals.class": "{km} km + {ascent} m / 100 = {effort} km-effort: {label}.",
    "finals.class-estimated": (
        "{km} km + {ascent} m / 100 = {effort} km-effort: {label}. A border of this"
        " class is not published; the one taken is an estimate."
    ),
    "finals.deferral": (
        "Hurt after registering for {year}: the priority may be moved to {later} by asking."
        " The registration is cancelled and made anew."
    ),
    "finals.deferral-unregistered": (
        "Only who has registered for the finals of {year} and is hurt afterwards may move the"
        " priority to {later}."
    ),
    "finals.draw": "An index in {held} opens the draw of {final}.",
    "finals.draw-closed": "The draw of {final} asks for an index in one of: {wanted}.",
    "finals.draw-unknown": "Which index the draw of {final} asks for is not published.",
    "finals.extended-year": (
        "For an injured runner who was given more time a result here counts for {year} instead."
    ),
    "finals.extension": (
        "Injury rule: {score} in {label} on {day} reaches the {least} asked for: may ask, by"
        " {last}, to qualify until {until}. It counts for {year} only."
    ),
    "finals.extension-late": (
        "Injury rule: asking for more time to qualify for {year} was possible until {last}."
    ),
    "finals.extension-no-effect": (
        "No rule gives more time at {event}: results there count for the same finals all the same."
        " Nothing was changed."
    ),
    "finals.extension-noted": (
        "That {name} was given more time for {year} is noted already. Nothing was changed."
    ),
    "finals.extension-score": (
        "Injury rule: no score of the {years} years before asking reaches what is asked for in"
        " its class."
    ),
    "finals.first-overall": "Place {place} of the gender: the first {first} are always in.",
    "finals.group-full": (
        "{position} in {group}: of {places} places the group's {runners} runners have {share}"
        " (by share {exact})[[, {in_first} of them used by runners among the first {first}]]."
    ),
    "finals.group-place": (
        "{position} in {group}: of {places} places the group's {runners} runners have {share}"
        " (by share {exact})[[, {in_first} of them used by runners among the first {first}]]."
    ),
    "finals.group-winner": (
        "First of {group}: always in; the group's {runners} runners have {share} of {places}"
        " places (by share {exact})."
    ),
    "finals.index": (
        "{value}: the best {count} of {of} scores ({scores}), weighted {weights}[[, times"
        " {few} because they are few]]."
    ),
    "finals.index-estimated": (
        "About {value}, an estimate: the best {count} of {of} scores ({scores}), weighted"
        " {weights}[[, times {few} because they are few]]. The owner's weights are not"
        " published."
    ),
    "finals.index-given": "{value}, as its owner gives it[[ on {day}]].",
    "finals.level": (
        "{right}: may ask. Index {index}[[ in {label}]] reaches the {least} asked for."
    ),
    "finals.level-estimated": (
        "{right}: may perhaps ask. Index {index}[[ in {label}]] reaches the {least} asked"
        " for, but it is an estimate: look up the owner's figure."
    ),
    "finals.level-late": "{right}: asking was possible until {last}.",
    "finals.level-missed": "{right}: no index reaches what is asked for ({wanted}).",
    "finals.level-place": "{right}: may ask, as {place} in a final (the first {places} may).",
    "finals.may-change": (
        "From {from} to {to} is {steps} class up or down: may ask for {final}; the series decides."
    ),
    "finals.never-changes": "A result in {from} never leads to another class.",
    "finals.no-change-rule": "No rule leads from {from} to {to}.",
    "finals.no-class": (
        "The class cannot be told: distance and climb of the race are not both known. Fill them in"
        " on the Season panel."
    ),
    "finals.no-deferral": "No rule moves a priority to later finals.",
    "finals.no-final": "{label} leads to no final.",
    "finals.no-gender-places": "The rule gives places to women and men.",
    "finals.no-group": "In no age group: no place by share.",
    "finals.no-tickets": "{name}: none that count.",
    "finals.no-tier-places": "The rule gives no places at an event of the tier “{tier}”.",
    "finals.none": "The rules “{name}” lead to no finals.",
    "finals.other-race": (
        "Two races of the event are {label} ({races}); the places go to the other one."
    ),
    "finals.podium": (
        "Place {place} of the gender: the first {places} go to {final} {year} ({tier}).[[ More"
        " time was granted: the result counts for {extended} only.]]"
    ),
    "finals.podium-missed": "Place {place} of the gender: only the first {places} go on ({tier}).",
    "finals.same-class": "{to} is the class of the place itself: {final}.",
    "finals.score": (
        "Score {score} reaches {least} for {label}: goes to {final} {year}.[[ More time was"
        " granted: the result counts for {extended} only.]]"
    ),
    "finals.score-missed": "Score {score} is below {least} for {label}.",
    "finals.score-unknown": "The score of this race is not there yet: {least} is asked for.",
    "finals.score-unpublished": (
        "Which score {label} asks for is not published[[; this one is {score}]]. Fill in the"
        " table when you know it."
    ),
    "finals.tickets": "{name}: [[{sum} = ]]{count}, the newest from {newest}.",
    "finals.tickets-old": (
        "{name}: {count}, but none can be used: the newest is from {newest}, older than"
        " {months} months."
    ),
    "finals.too-many-steps": "From {from} to {to} is more than {steps} class up or down.",
    "finals.which-race": (
        "Several races of the event are {label} ({races}), and only one of them gives places."
        " Say which in the rules."
    ),
    "league.no-country": (
        "{count#score stands|scores stand} without a country or a day; no league counts them."
        " Fill them in."
    ),
    "league.none": "The rules “{name}” know no league.",
    "league.row": "{total}: {sum}.[[ Not counted: {dropped}.]]",
    "league.too-few": "{races} of {needed} races: {sum} = {total} so far.",
    "membership.fee": (
        "{name}: {currency} {fee} for {currency} {base} from entries[[ (up to {up_to})]]."
    ),
    "membership.none": "The rules “{name}” know no fee for members.",
    "membership.other-currency": (
        "The entries are paid in {paid}, and the fee goes by {fee}. Give the sum in {fee}."
    ),
    "operation.finals.extension-grant": "Bib {bib}: more time to qualify for {year} noted",
    "operation.finals.extension-strike": "Bib {bib}: more time to qualify struck",
    "operation.score.add": "A score ({system}) added",
    "operation.score.import": "{count#score|scores} imported from {name}",
    "operation.score.remove": "A score ({system}) removed[[, bib {bib}]]",
    "operation.score.set": "Bib {bib}: score ({system}) noted",
    "score.bad-day": "“{text}” is no day; the score was kept without one.",
    "score.bad-value": "“{text}” is no score. The row was left out.",
    "score.country-read": (
        "“{column}” was read as the country where the races were held, not as the runners' own."
    ),
    "score.no-column": "No column of {file} holds scores. Name one “Score”.",
    "score.no-day": (
        "{name}: the score has no day, so it counts in no league and no index. Add a column"
        " “Date”."
    ),
    "score.no-system": "Say whose score it is, for instance itra or utmb.",
    "score.not-a-number": "“{text}” is no score. Nothing was changed.",
    "score.not-entered": (
        "{name} has {count#entry|entries} here, not one. The row was left out; name the race"
        " or give the bib."
    ),
    "score.not-here": (
        "{name} has {count#entry|entries} at this event, not one. Nothing was changed; type the"
        " bib."
    ),
    "score.twice": "{name} has {first} already in this list. The row was left out.",
    "score.two-people": (
        "Several runners are called {name}. The row was left out; add the birth date."
    ),
    "score.unknown-bib": "Nobody wears bib {bib} here. The row was left out.",
    "score.unknown-person": "{name} is no runner of this season. The row was left out.",
}
