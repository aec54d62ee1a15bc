"""Finisher medals: until when they are ordered, how many are made, who has one."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "medal.address-blank": "Type the address first; nothing was changed.",
    "medal.bad-order": "“{text}” is no medal order. There are: collect, post, none.",
    "medal.closed": (
        "Medal orders for {event} closed at the end of {day}: no medal was ordered for bib {bib}."
        " It can be ordered all the same if somebody so decides."
    ),
    "medal.closed-kept": (
        "Medal orders for {event} closed at the end of {day}: the medal of bib {bib} is made and"
        " gives no money back. Nothing was changed."
    ),
    "medal.given-already": (
        "The medal of bib {bib} was handed out already, at {time}[[ on {day}]][[ by {by}]]."
        " Nothing was changed."
    ),
    "medal.left-over": (
        "{make} made, less {handed_out} handed out and {posted} posted: {left} left,"
        " {open} of them ordered and not yet collected or posted."
    ),
    "medal.no-address": (
        "{count#medal is|medals are} to be posted without an address: {bibs}. Type the address,"
        " or have the medal collected."
    ),
    "medal.no-series": "Bib {bib} is no series entry: order the medal of this event alone.",
    "medal.not-by-post": (
        "The medal of bib {bib} was ordered to be collected. Change the order to “by post” first;"
        " nothing was changed."
    ),
    "medal.not-due": (
        "Bib {bib} is withdrawn and no medal is due any more: none was charged, or money was given"
        " back for it. Nothing was changed."
    ),
    "medal.not-given": "The medal of bib {bib} was not handed out; nothing was changed.",
    "medal.not-needed": "No longer ordered, so no longer asked for.",
    "medal.not-ordered": "Bib {bib} has ordered no medal. Nothing was changed.",
    "medal.order-collect": (
        "[[{event}, ]]bib {bib}: medal ordered, collected at the finish"
        "[[, {charged} {currency} charged]][[, {credited} {currency} credited]]."
    ),
    "medal.order-none": (
        "[[{event}, ]]bib {bib}: no medal any more[[, {credited} {currency} credited]]."
    ),
    "medal.order-post": (
        "[[{event}, ]]bib {bib}: medal ordered, by post[[, {charged} {currency} charged]]."
    ),
    "medal.order-same": "Bib {bib}: the medal order was “{order}” already.",
    "medal.orders-closed": (
        "Medal orders for {event} closed at the end of {day}, {before#day|days} before it."
    ),
    "medal.orders-open": (
        "Medals for {event} are ordered until the end of {day}, {before#day|days} before it."
    ),
    "medal.posted-already": (
        "The medal of bib {bib} was posted already, at {time}[[ on {day}]][[ by {by}]]."
        " Nothing was changed."
    ),
    "medal.production": (
        "{ordered} ordered and {percent} % of them spare, {spare} rounded up: {make} to be made."
    ),
    "medal.production-none": (
        "{ordered} ordered and none spare by the rules of this season: {make} to be made."
    ),
    "operation.medal.address": "Address for a medal by post: bib {bib}",
    "operation.medal.give": "Medal handed out: bib {bib}",
    "operation.medal.order": "Medal order changed: {count#entry|entries}[[, bib {bib}]]",
    "operation.medal.post": "Medal posted: bib {bib}",
    "operation.medal.take-back": "Medal taken back into the box: bib {bib}",
}
