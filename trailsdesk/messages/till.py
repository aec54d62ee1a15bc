"""The till: what should be in it, what was found, and why something is refused."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "operation.till.close": "Till “{till}” closed",
    "operation.till.move": "Cash moved: till “{till}”",
    "operation.till.open": "Till “{till}” opened",
    "operation.till.reopen": "Till “{till}” opened again",
    "till.accounts": (
        "{lines#line|lines}: {charged} {currency} charged (the rules ask {expected}), {credited}"
        " credited, {paid} paid, {refunded} given back; {balance} still to pay."
    ),
    "till.accounts-ending": (
        "“{name}” ends in neither .xlsx nor .csv, so nothing was written. Choose one of them."
    ),
    "till.already-closed": (
        "The till “{till}” was closed at {time} and takes nothing more. Open it again with a"
        " reason, or use another till; nothing was changed."
    ),
    "till.bad-amount": (
        "{option}: “{text}” is no amount in {currency}. Write it like 12.50; nothing was changed."
    ),
    "till.balances": "Counted {counted} {currency}: it balances.",
    "till.count-cash": "Count the cash of the till first (cash=…); nothing was changed.",
    "till.difference-unexplained": (
        "{difference} {currency} {side} by {method}. Write what you know of it, if only that"
        " nobody knows; the till stays open until then."
    ),
    "till.expected": "{taken} taken, less {back} given back: {expected} {currency}.",
    "till.expected-cash": (
        "Float {float}, plus {taken} taken, less {back} given back, plus {put_in} put in, less"
        " {taken_out} taken out: {expected} {currency}."
    ),
    "till.move-nothing": "Say how much is put in or taken out; nothing was changed.",
    "till.name-taken": (
        "A till called “{till}” is open at this event already. Use that one, or give the new one"
        " another name; nothing was changed."
    ),
    "till.negative": "{amount} is below zero; nothing was changed.",
    "till.none-open": "No till is open at this event. Open one first; nothing was changed.",
    "till.not-closed": "The till “{till}” is open; there is nothing to open again.",
    "till.not-counted": (
        "{method} was used in this till ({expected} {currency}) and not counted. Count it too;"
        " nothing was changed."
    ),
    "till.not-there": "There is no such till at this event. There are: {known}.",
    "till.outside": (
        "{count#cash payment|cash payments} of this event went through no till since the first one"
        " was opened, {amount} {currency} together: no cash-up counts them."
    ),
    "till.paid-by-list": "Paid to the entry service, as its list says.",
    "till.reason-missing": "Say why; nothing was changed.",
    "till.several-open": "Several tills are open: {known}. Say which one; nothing was changed.",
    "till.too-little": (
        "Counted {counted}, {difference} {currency} less than the {expected} that should be there."
    ),
    "till.too-much": (
        "Counted {counted}, {difference} {currency} more than the {expected} that should be there."
    ),
    "till.without-so-much": (
        "{amount} {currency} cannot be taken out: {expected} should lie in the till. Book what was"
        " paid first; nothing was changed."
    ),
}
