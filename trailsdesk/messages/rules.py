"""Presets: what is wrong in one, and where."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "calendar.held-already": "This season holds the event “{code}” already. Nothing was changed.",
    "calendar.no-event": (
        "There is no event “{code}” in these rules or their calendar. There are: {known}. Nothing"
        " was changed."
    ),
    "operation.event.add": "Event {event} added",
    "operation.event.add-several": "{count#event|events} added",
    "preset.ages-backwards": "{path}: the ages run from {low} to {high}. Put the lower age first.",
    "preset.ages-gap": "{path}: nothing covers the ages {low} to {high}.",
    "preset.ages-missing": "{path}: nothing covers the ages {low} to {high}, and they may enter.",
    "preset.ages-no-band": (
        "{path}: the age groups go by different days, and somebody of {age} on {day} and {other}"
        " on {other_day} is in none. Let the next group begin a year earlier."
    ),
    "preset.ages-open": (
        "{path}: nothing covers the ages above {high}, and they may enter. Leave out the last"
        " “to”."
    ),
    "preset.ages-overlap": (
        "{path}: starts at age {low}, but the one before runs to {before}. Ages must follow each"
        " other."
    ),
    "preset.ages-two-bands": (
        "{path}: {first} and {second} go by different days, and somebody of {age} on {day} is in"
        " both. Ages of such groups must not meet."
    ),
    "preset.amount": "{path}: “{found}” has more decimals than {currency}.",
    "preset.bands-open": ("{path}: amounts above have no fee. Leave out the last “up_to”."),
    "preset.bands-order": "{path}: each lower bound must be higher than the one before it.",
    "preset.below": "{path}: {found} is below {low}. Put the lower figure first.",
    "preset.change-path": (
        "{path}: the rules have no such place, so the value written for it cannot be used. Take"
        " the change back."
    ),
    "preset.change-value": (
        "{path}: “{found}” is not a value that can be written there. Numbers with decimals stand"
        " in quotes."
    ),
    "preset.choice": "{path}: “{found}” is not offered. It must be one of: {choices}.",
    "preset.class-end": (
        "{path}: every class but the last needs “below” or “up_to”, and the last one neither."
    ),
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
        "These rules cannot be used: {count#fault|faults}, the first at “{path}”. Nothing was"
        " changed."
    ),
    "preset.missing": "{path}: is missing.",
    "preset.no-price": "{path}: the price for race {race}, fare {fare} is missing.",
    "preset.no-tiers": "{path}: the event {event} has no prices.",
    "preset.not-toml": "The rules file is not TOML: {detail}.",
    "preset.not-utf8": "{name} is not text in UTF-8, so it cannot be a preset.",
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
    "preset.step-direction": (
        "{path}: the step leads the wrong way: better places must earn the better points."
    ),
    "preset.step-open": (
        "{path}: a row without “to” cannot have a step; its points would never end."
    ),
    "preset.steps-order": (
        "{path}: each step must come after the one before, and only the last may be open."
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
    "preset.two-ends": "{path}: give “below” or “up_to”, not both.",
    "preset.two-formulas": (
        "{path}: “{first}” stands here already, and points have one formula only."
    ),
    "preset.type": "{path}: a {wanted} is needed here, not “{found}”.",
    "preset.unknown": "There is no preset “{id}”.",
    "preset.unknown-event": "{path}: there is no event “{found}”.",
    "preset.unknown-fare": "{path}: there is no fare “{found}”.",
    "preset.unknown-key": "{path}: this key is not known. Check the spelling.",
    "preset.unknown-option": "{path}: these rules do not ask that (answer “{found}”).",
    "preset.unknown-race": "{path}: there is no race “{found}”.",
    "preset.unknown-ranking": "{path}: there is no ranking “{found}” before this one.",
    "preset.zero-at": (
        "{path}: {found} must be more than 1: the reference itself earns the full points."
    ),
    "preset.zone": "{path}: “{found}” is not a time zone. Use a name such as Pacific/Auckland.",
    "rules.change-refused": "Nothing was changed. {why}",
    "rules.no-such-field": "The rules have no value “{path}”.",
    "rules.no-such-option": (
        "The rules have no question “{option}” with the answer “{choice}”. Nothing was changed."
    ),
    "rules.of-the-event": (
        "{path}: an event takes this over once, when it is set up. Change it at the event itself"
        " (Season panel). Nothing was changed."
    ),
}
