"""Awards: why a place is whose it is, what may still change it, and what changed afterwards."""

from __future__ import annotations

_AMONG = "Place {place} of {finishers#finisher|finishers} in [[{group}, ]]{race}"
_SHARED = ": equal times share the place, and all of them are listed."
_TEAM = "Place {place} of {teams#team|teams}"
_TEAM_SUM = (
    "bibs {bibs}: {sum} = {total}[[, shared by {clubs}: equal sums share the place, and all of"
    " them are listed]]."
)

SENTENCES: dict[str, str] = {
    "award.changed-after-announcement": (
        "{award}[[, {race}]]: {said} was announced, and by the results as they are now it is"
        " {now}. Tell the table, then announce it again or take the announcement back."
    ),
    "award.events-to-come": (
        "{count#event|events} of the series not run, or with runners still out."
    ),
    "award.explain": _AMONG + ", in {time}.",
    "award.explain-gun": (_AMONG + " by gun time, in {time}."),
    "award.explain-gun-shared": (
        _AMONG + " by gun time, in {time}, shared by bibs {bibs}" + _SHARED
    ),
    "award.explain-net": (_AMONG + " by net time, in {time}."),
    "award.explain-net-shared": (
        _AMONG + " by net time, in {time}, shared by bibs {bibs}" + _SHARED
    ),
    "award.explain-series": "Place {place} of the series.",
    "award.explain-shared": _AMONG + ", in {time}, shared by bibs {bibs}" + _SHARED,
    "award.explain-split": (_AMONG + " from {start} to {end}, in {time}."),
    "award.explain-split-shared": (
        _AMONG + " from {start} to {end}, in {time}, shared by bibs {bibs}" + _SHARED
    ),
    "award.explain-team": "Place {place} of {teams} teams with {points} points: {sum}.",
    "award.explain-team-places": _TEAM + " by places: " + _TEAM_SUM,
    "award.explain-team-time": _TEAM + " by time: " + _TEAM_SUM,
    "award.explain-team-time-gun": _TEAM + " by gun time: " + _TEAM_SUM,
    "award.explain-team-time-net": _TEAM + " by net time: " + _TEAM_SUM,
    "award.few": "Only {count} finished: there are {places} places to give.",
    "award.few-eligible": "{count#runner is|runners are} eligible for {places} places.",
    "award.few-left": (
        "Only {count} of {finishers#finisher|finishers} have no better prize: there are {places}"
        " places to give."
    ),
    "award.few-teams": (
        "Only {count#club has|clubs have} a team: there are {places} places to give."
    ),
    "award.handed-already": "Bib {bib} was handed this prize already. Nothing was changed.",
    "award.handed-for-another": (
        "Bib {bib} {name} has the prize of place {handed} of {award}[[, {race}]] in hand and has"
        " place {place} now. Put the right prize into the right hands."
    ),
    "award.handed-nobody": "Say whose prize of “{award}” it is, by the bib: {known}.",
    "award.handed-other": (
        "Bib {bib} {name} has the prize of {award}[[, {race}]] in hand and is not in the places"
        " now."
    ),
    "award.handed-out": (
        "Prizes of “{award}” are handed out. Take those back first, bib by bib. Nothing was"
        " changed."
    ),
    "award.lost": "The results and the rules have no such award any more.",
    "award.moved-up": "Bib {bib} {name} is ahead and has place {place} of {award}.",
    "award.no-team": "No club has the {size#finisher|finishers} of a team.",
    "award.no-winners": (
        "Nobody has a place in “{award}” yet, so there is nothing to announce. Nothing was"
        " changed."
    ),
    "award.nobody": "Nobody finished.",
    "award.none-eligible": "Nobody is eligible.",
    "award.none-left": "Everybody who finished has a better prize.",
    "award.not-announced": "“{award}” was not announced. Nothing was changed.",
    "award.not-by-gun": (
        "Gun and net time do not agree: by net time place {place} is bib {bibs}, by gun time it"
        " would be bib {others}. Say at the table which time counts."
    ),
    "award.not-by-net": (
        "Gun and net time do not agree: by gun time place {place} is bib {bibs}, by net time it"
        " would be bib {others}. Say at the table which time counts."
    ),
    "award.not-eligible": "{name} has {total} points and is not eligible:",
    "award.not-handed": "Bib {bib} was not handed a prize of “{award}”. Nothing was changed.",
    "award.open-problems": (
        "{count#open problem|open problems} could change it: look at Problems first."
    ),
    "award.passed-over": (
        "Bib {bib} {name} would have place {here} here and has place {place} of {award}."
    ),
    "award.place-left": (
        "Place {here} stays empty: bib {bib} {name} has place {place} of {award}, and nobody moves"
        " up."
    ),
    "award.prize-passed": "The prize of place {place} passes on.",
    "award.settled": "Nobody still out can change it.",
    "award.settled-by-clock": (
        "Nobody can change it any more: {count#runner is|runners are} still out, and the clock has"
        " passed {time}."
    ),
    "award.starters-open": (
        "The number of starters decides how many places there are, and {count#runner has|runners"
        " have} no result yet."
    ),
    "award.still-out": (
        "{count#runner|runners} still out could change it[[; at the latest until the clock has"
        " passed {time}]]."
    ),
    "award.team-short": (
        "{count#club has|clubs have} fewer finishers than the {size} of a team: {clubs}[[ and"
        " {more} more]]."
    ),
    "award.tie-skips": "Place {place} is nobody's: {count} share place {tied}.",
    "award.title-only": "The name only: the prize is that of place {place} of {award}.",
    "award.too-few-starters": (
        "No prizes: {starters#starter|starters}, and at least {least} are asked for."
    ),
    "award.unknown": "There is no award “{award}”. There are: {known}.",
    "award.unknown-bib": "Bib {bib} has no prize in “{award}”. Those who have: {known}.",
    "award.waits": "“{award}” comes first in the chain and is not settled yet.",
    "operation.award.announce": "Announced: {award}",
    "operation.award.hand-out": "Prize of {award} handed to bib {bib}",
    "operation.award.take-back": "Announcement taken back: {award}",
    "operation.award.take-prize-back": "Hand-out of {award} to bib {bib} taken back",
    "preset.award-bands": (
        "{path}: each line must begin at more starters than the one before and give no fewer"
        " places."
    ),
    "preset.award-most": (
        "{path}: more than one prize a person only means something with a rule in one_prize."
    ),
    "preset.award-no-team": "{path}: only an award for clubs says what ranks the clubs.",
    "preset.award-nowhere": "{path}: nations, cities or clubs must say who is meant.",
    "preset.award-team-size": (
        "{path}: how many of a club count is asked only where times or places are added."
    ),
    "preset.award-teams": "{path}: the rules rank no teams, so there is no team to honour.",
}
