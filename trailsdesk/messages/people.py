"""Entries, people, categories and fees."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "bibs.other-race": (
        "Bib {bib} lies in the range of {other}, and this is {race}. It can be given all the same."
    ),
    "bibs.outside": (
        "Bib {bib} is outside the range of {race} ({bibs}). It can be given all the same."
    ),
    "bibs.plan-stale": (
        "Entries or bib ranges were changed since these bibs were laid out. Nothing was given;"
        " look at the bibs again."
    ),
    "bibs.ranges-overlap": "{bibs} also belong to {race}.",
    "bibs.unreadable": (
        "“{text}” is no bib or range. Write it like 1-400, A1-A50; nothing was changed."
    ),
    "bibs.worn-outside": "Worn outside: {count} ({bibs}).",
    "category.age-outside": (
        "{name} is {age} on {day}: no category takes that age. The entry was kept without a"
        " category; check the birth date."
    ),
    "category.division-unknown": (
        "{name} has chosen the division “{division}”, which the rules do not have[[ (they have"
        " {known})]]. The entry was kept without a category; choose another division, or none."
    ),
    "category.explain": (
        "{age} on {day}: {category} ({ages})[[, with the {ranked_with} as the rules say]][[,"
        " ranked within {within}: {merge_reason}]]."
    ),
    "category.explain-all-ages": (
        "{category}: all ages run together[[, ranked within {within}: {merge_reason}]]."
    ),
    "category.explain-division": (
        "{category}: chosen instead of the category by age[[, ranked within {within}:"
        " {merge_reason}]]."
    ),
    "category.explain-override": (
        "{category} by decision, instead of {computed}: {reason}[[, ranked within {within}:"
        " {merge_reason}]]"
    ),
    "category.merge-circle": (
        "{within} is ranked within {category} already. Take that back first. Nothing was changed."
    ),
    "category.merge-itself": "A category cannot be ranked within itself. Nothing was changed.",
    "category.merge-reason": (
        "Ranking one category within another needs its reason. Nothing was changed."
    ),
    "category.no-birth-date": (
        "{name} has no birth date and so no category. The entry was kept; fill in the birth date."
    ),
    "category.no-division": (
        "The rules have no division “{division}”[[; they have {known}]]. Nothing was changed."
    ),
    "category.no-gender": (
        "{name} has no gender and so no category. The entry was kept; fill in the gender."
    ),
    "category.not-merged": (
        "{category} is ranked on its own[[; merged are {known}]]. Nothing was changed."
    ),
    "category.reason-missing": "A category set by decision needs its reason. Nothing was changed.",
    "category.unknown": "There is no category “{code}” in this season. Nothing was changed.",
    "desk.bib-taken": (
        "Bib {bib} is worn by {holder}. It is saved as it stands; give one of them another."
    ),
    "desk.entered-already": (
        "{name} is entered already: {race}, bib {bib}. Change that entry instead, or withdraw it."
    ),
    "desk.entry-gone": "This entry is no longer in the season. Nothing was changed.",
    "entry.age-no-race": "Nobody of {age} years may enter; the ages are {ages}.",
    "entry.age-odd": (
        "{name} (bib {bib}) is {age} on the day. The entry stands; check the birth date."
    ),
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
    "entry.bib-outside": (
        "Bibs that are not of the {race}[[ ({ranges})]]: {count} ({who}). They are worn as they"
        " are; give out others, or change the ranges."
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
    "entry.bulk-elsewhere": "Bib {bib} runs elsewhere and cannot take this.",
    "entry.bulk-other-fee": (
        "The other distance has another fee; this move books nothing. “Move to another distance”"
        " in the entry's own drawer works it out."
    ),
    "entry.bulk-stale": (
        "Entries were changed meanwhile: look at the preview again. Nothing was changed."
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
        "“{value}” is no gender that is known here. The entry was kept without one; use M, F or X."
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
    "entry.no-bib": (
        "Without a bib in the {race}: {count} ({who}). Give them out before the start."
    ),
    "entry.no-birth-date": (
        "This row has no birth date. The entry was kept without a category; fill in the birth"
        " date."
    ),
    "entry.no-birth-dates": (
        "{count#row has|rows have} no birth date. The entries were kept without a category; fill"
        " the birth dates in."
    ),
    "entry.no-columns": (
        "No column with a name or a bib was recognised, so nothing was taken. Say in the mapping"
        " which column holds the names."
    ),
    "entry.no-name": "Bib {bib} has no name. The entry was kept; fill in who it is.",
    "entry.no-race": (
        "No race is given for {name} ({known}); the row was not taken. Add a column Distance, or"
        " choose the race when importing."
    ),
    "entry.no-waiver": (
        "No signed waiver in the {race}: {count} ({who}). Have it signed when the bib is handed"
        " out."
    ),
    "entry.nobody": "This row has neither a name nor a bib and was not taken.",
    "entry.not-born": "The birth date lies after the event. Check it.",
    "entry.one-name": "Only one name is given; it was kept as the family name.",
    "entry.paid-no-amounts": (
        "This column says how or whether it was paid, but holds no amounts. Nothing was taken"
        " from it."
    ),
    "entry.paid-unreadable": (
        "“{value}” is not an amount that can be read with certainty. The entry was kept without"
        " it; write it like 85.00."
    ),
    "entry.person-twice": (
        "{name} stands twice at this event under one name (bibs {bibs}), and the birth dates do"
        " not tell them apart. If it is one person, withdraw one entry; if not, fill the birth"
        " dates in."
    ),
    "entry.plan-stale": (
        "Entries were changed since “{name}” was looked at, so nothing was taken. Look at the list"
        " again, then take it."
    ),
    "entry.race-by-choice": (
        "“{race}” is none of this event’s races; its rows were put into {into}, as chosen for the"
        " import."
    ),
    "entry.row-twice": "{name} stands in row {first} already; this row was left out.",
    "entry.runner-twice": (
        "{names}: the same person stands twice in this event. Withdraw one of the entries if that"
        " is not meant."
    ),
    "entry.status-not-read": (
        "{count#row has|rows have} a status that says nothing about a withdrawal. They were taken"
        " as entered."
    ),
    "entry.unknown-race": (
        "“{race}” is none of this event’s races ({known}); {name} was not taken. Mend the cell,"
        " or choose the race when importing."
    ),
    "entry.unpaid": (
        "Paid less than owed in the {race}: {count} ({who}), {amount} {currency} in all. The"
        " entries stand; take the money with the bib."
    ),
    "entry.yes-no-unreadable": (
        "“{value}” is neither yes nor no. The entry was kept and that left open."
    ),
    "fee.change-too-late": (
        "{days#day|days} before {event} is too late; the last day is {last} days before."
    ),
    "fee.closed": "Entries for {event} closed on {closed}; this one is of {entered}.",
    "fee.explain": (
        "{total} {currency}: {event}, {race}, {tier} (until {until}), {fare} ({age} years on"
        " {day}), entered {entered}[[: {sum}]]."
    ),
    "fee.explain-change": (
        "{fee} {currency} for a change {days#day|days} before the event; the last day is"
        " {last#day|days} before."
    ),
    "fee.explain-credit": (
        "{amount} {currency}: {percent} % of {paid} paid, called off {days#day|days} before the"
        " event[[; {kept} paid for other things is not covered]]."
    ),
    "fee.explain-no-age": (
        "{total} {currency}: {event}, {race}, {tier} (until {until}), {fare} because no birth"
        " date is known, entered {entered}[[: {sum}]]."
    ),
    "fee.explain-no-age-series": (
        "{total} {currency}: {event}, {race}, {tier} (until {until}), {fare} because no birth"
        " date is known, entered {entered}: {price} less {percent} % for the series[[; {sum}]]."
    ),
    "fee.explain-no-price-list": "{event} has no price list.",
    "fee.explain-refund": (
        "{amount} {currency}: {percent} % of {paid} paid, cancelled {days#day|days} before the"
        " event[[; {kept} paid for other things is not covered]]."
    ),
    "fee.explain-series": (
        "{total} {currency}: {event}, {race}, {tier} (until {until}), {fare} ({age} years on"
        " {day}), entered {entered}: {price} less {percent} % for the series[[; {sum}]]."
    ),
    "fee.explain-series-sum": "{total} {currency} for {count#event|events}: {sum}.",
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
    "runner.contradicted": (
        "“One runner” was said of {name} ({at}) and {other} ({other_at}), but by other answers"
        " they are two. They stay two until one of the answers is changed."
    ),
    "runner.doubtful": (
        "{name} ({at}) and {other} ({other_at}) may be one runner. {why} Until it is answered"
        " they have their points apart."
    ),
    "runner.gone": "One of the two records is no longer in the season. Nothing was changed.",
    "runner.itself": "A record cannot be compared with itself. Nothing was changed.",
    "runner.told-one": "Said to be one runner.",
    "runner.told-two": "Said to be two runners.",
}
