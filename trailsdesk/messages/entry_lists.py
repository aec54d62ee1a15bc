"""Entry lists of every make: what could not be read of them, and what is to be decided."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "entry.answer-no-day": (
        "“{value}” is not a day in the calendar. The entry was kept without this answer; write it"
        " like 1986-08-09, or keep the column as text."
    ),
    "entry.answer-no-number": (
        "“{value}” is not a number. The entry was kept without this answer; write digits only, or"
        " keep the column as text."
    ),
    "entry.answer-no-yes-no": (
        "“{value}” is neither yes nor no. The entry was kept without this answer; write yes or no,"
        " or keep the column as text."
    ),
    "entry.doubtful": (
        "{name} may be {other} ({born}, {where}), who is on file. {why} The row is not taken until"
        " somebody says whether it is the same person."
    ),
    "entry.doubtful-apart": (
        "{name} may be {other} ({born}, {where}), who is on file. {why} Until somebody says so,"
        " the row is taken as a runner of its own."
    ),
    "entry.doubtful-left-out": (
        "{name} may be {other} ({born}, {where}), who is on file, and was left out as decided."
    ),
    "entry.doubtful-no-row": (
        "Row {row} is not in doubt, so there is nothing to decide. Nothing was done."
    ),
    "entry.payment-pending": (
        "{amount} is asked for here, but the payment has not come yet. The entry was kept as not"
        " paid."
    ),
    "iof.no-people": "“{name}” lists teams, but nobody who runs in them. Nothing was taken.",
    "iof.team-unnamed": (
        "The team “{team}” names nobody who runs in it and was left out. Export the list again"
        " once its members are known."
    ),
    "layout.gone": "There is no layout “{name}” any more. Nothing was changed.",
    "layout.no-name": "A layout needs a name. Nothing was kept.",
    "layout.not-kept": "The layout could not be kept in “{folder}” ({detail}).",
    "layout.taken": "There is a layout “{name}” already. Choose another name, or forget that one.",
    "lines.not-understood": (
        "“{text}” was not understood. Write one runner a line, as in: 214 Aroha Example F"
        " 1986-03-02 21 km."
    ),
    "operation.question.add": "Question added: {question}",
    "operation.question.answer": "Answer changed: {question}",
    "operation.question.delete": "Question dropped with {count#answer|answers}: {question}",
    "operation.question.edit": "Question changed: {question}",
    "operation.question.merge": "Question {question} put together with {into}",
    "operation.question.move": "Order of questions changed: {question}",
    "question.answer-unreadable": (
        "This is no answer to “{question}”: write a number, yes or no, or a day like 1986-08-09,"
        " as it asks for. Nothing was changed."
    ),
    "question.gone": "This question is no longer in the season. Nothing was changed.",
    "question.no-label": "A question needs words. Nothing was changed.",
    "question.other-kind": (
        "{count#answer to|answers to} “{question}” would not fit. Mend them first, or keep the"
        " question as text. Nothing was changed."
    ),
    "question.taken": "“{question}” is asked already. Nothing was changed.",
}
