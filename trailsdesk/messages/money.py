"""The ledger: charges, payments, refunds, changes and credits; the price list's finer rules."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "entry.charge-differs": (
        "Charged other than the rules now ask in the {race}: {count} ({who}). The charges stand"
        " until the difference is booked."
    ),
    "entry.paid-above": (
        "Paid more than is charged in the {race}: {count} ({who}), {amount} {currency} in all."
        " Paid twice, or for something the rules name no price for, a medal perhaps? What is"
        " theirs is paid back or used as credit."
    ),
    "fee.day-entry": "Entered after the closing of {event}, at the price of the day ({tier}).",
    "fee.explain-medal-kept": (
        "{amount} {currency}: a medal is not given back, {days#day|days} before the event[[;"
        " {kept} was paid for it]]."
    ),
    "fee.explain-medal-refund": (
        "{amount} {currency}: {percent} % of {paid} paid for the medal, given up {days#day|days}"
        " before the event[[; {kept} besides is not covered]]."
    ),
    "fee.explain-refund-none": (
        "{amount} {currency}: these rules give nothing back[[; {kept} was paid]]."
    ),
    "fee.explain-refund-own": (
        "{amount} {currency}: {percent} % of {paid} paid for the entry, decided by the organiser,"
        " {days#day|days} before the event[[; {kept} paid for other things is not covered]]."
    ),
    "fee.explain-transfer-cheaper": (
        "{total} {currency}: {fee} for the change to {race}; it costs {new} today, {paid} was"
        " paid, and a cheaper entry gives nothing back."
    ),
    "fee.line-discount": "{label}[[, {percent} % off]][[, {amount} off]]",
    "fee.line-extra": "{label}",
    "fee.line-medal": "Finisher medal",
    "fee.line-postage": "Postage for the medal",
    "fee.medal-closed": (
        "Medal orders for {event} closed {last#day|days} before it; this one is of"
        " {days#day|days} before."
    ),
    "fee.medal-no-price": "The rules name no price for the medal; it is not in the sum.",
    "fee.no-extra": "These rules sell nothing called “{code}”[[; known: {known}]].",
    "fee.rule-discount": "{label}[[: {percent} % off]][[: {amount} off]], by the rules.",
    "fee.rule-extra": "{label}, ordered with the entry.",
    "fee.rule-medal": "A finisher medal; orders close {days#day|days} before the event.",
    "fee.rule-postage": "The medal is posted; orders close {days#day|days} before the event.",
    "ledger.account": (
        "{balance} {currency} still to pay: {charged} charged[[, {credited} credited]], {paid}"
        " paid[[, {refunded} given back]]."
    ),
    "ledger.account-credit": (
        "{credit} {currency} to the runner’s credit: {charged} charged[[, {credited} credited]],"
        " {paid} paid[[, {refunded} given back]]."
    ),
    "ledger.account-expected": (
        "{balance} {currency} still to pay: nothing was charged yet, the rules ask {charged};"
        " {paid} paid[[, {refunded} given back]]."
    ),
    "ledger.account-settled": (
        "Settled: {charged} {currency} charged[[, {credited} credited]], {paid} paid[[, {refunded}"
        " given back]]."
    ),
    "ledger.account-unknown": "{paid} {currency} paid; what it costs is not known.",
    "ledger.account-withdrawn": (
        "Withdrawn: {charged} {currency} charged[[, {credited} credited]], {paid} paid[[,"
        " {refunded} given back]]."
    ),
    "ledger.amount": "An amount must be above zero.",
    "ledger.bad-amount": "“{text}” is no amount of {currency}; write it as 12.34.",
    "ledger.bad-percent": "“{text}” is no share; write a number from 0 to 100.",
    "ledger.called-off": (
        "{event} was called off: its entries get a credit, no refund. Where the law asks for"
        " money, take the credit’s line back, if there is one, and give a share of your own."
    ),
    "ledger.charge-as-paid": "What was paid to the entry service stands as the price.",
    "ledger.counter": "Takes back: {what}[[ ({reason})]].",
    "ledger.countered": "This line was taken back already.",
    "ledger.credit-no-money": (
        "This credit is for an event called off: it is used for another entry, not paid out."
        " Where the law asks for money, take the credit’s line back and give a share of your own."
    ),
    "ledger.credit-too-much": "There are {credit} {currency} of credit; {asked} is more.",
    "ledger.credit-used": "Credit of another entry, used here.",
    "ledger.credit-used-up": "Credit used for another entry.",
    "ledger.difference": (
        "The rules ask {expected} {currency}, {charged} was charged: the difference."
    ),
    "ledger.dropped": "Withdrawn: {amount} {currency} not yet paid is asked for no longer.",
    "ledger.dropped-cancelled": (
        "The event was called off: {amount} {currency} not yet paid is asked for no longer."
    ),
    "ledger.no-currency": "This season has no price list, so no money can be booked.",
    "ledger.no-line": "This line is no longer there.",
    "ledger.not-cancelled": "{event} is held: a credit is for an event that was called off.",
    "ledger.nothing-owed": "Nothing is owed.",
    "ledger.nothing-to-pay-back": "There is nothing to pay back.",
    "ledger.paid": "Money that came in.",
    "ledger.paid-back": "Money that went back.",
    "ledger.pay-too-much": "{owed} {currency} is owed; {asked} is more.",
    "ledger.refunded": "The entry was given up and its share worked out already.",
    "ledger.reinstated": "Stands again: what was credited with the withdrawal is owed again.",
    "ledger.restored": "The event is held after all: its credit is taken back.",
    "ledger.stale": (
        "Something was changed since this was worked out. Look at the new calculation, then book"
        " it."
    ),
    "ledger.till-closed": "The till “{name}” is closed and takes nothing more.",
    "ledger.transfer-charge": "{race} at the price of the day.",
    "ledger.transfer-credit": "The former entry, {race}, taken off.",
    "ledger.transfer-lost": "The new entry is cheaper; the rest is not given back.",
    "ledger.transfer-other-event": "{race} is a race of another event.",
    "ledger.transfer-same": "The entry is for {race} already.",
    "ledger.undo-counter": "This line takes another one back; book it anew instead.",
    "ledger.why-missing": "Say why.",
    "ledger.withdrawn": "The entry was withdrawn.",
    "operation.ledger.cancellation": (
        "{count#entry|entries} of {event} credited for the event called off: {amount} {currency}"
    ),
    "operation.ledger.change": "Fee for a change: {amount} {currency}[[, bib {bib}]]",
    "operation.ledger.charge": "{count#entry|entries} charged what the rules ask",
    "operation.ledger.counter": "Line of {amount} {currency} taken back[[, bib {bib}]]",
    "operation.ledger.difference": "Difference to the rules booked for {count#entry|entries}",
    "operation.ledger.pay": "Payment of {amount} {currency}[[, bib {bib}]]",
    "operation.ledger.pay-back": "{amount} {currency} paid back[[, bib {bib}]]",
    "operation.ledger.refund": "Withdrawn, {amount} {currency} back[[, bib {bib}]]",
    "operation.ledger.transfer": ("Moved to {race}, {amount} {currency} to pay[[, bib {bib}]]"),
    "operation.ledger.use-credit": "Credit of {amount} {currency} used[[, bib {bib}]]",
    "preset.discount": "{path}: a discount has either a percent or an amount.",
    "preset.discount-ages": "{path}: no age is from {low} and below {high}.",
    "preset.no-day-price": (
        "{path}: {event} has no price after the closing; give it a “day_price”."
    ),
}
