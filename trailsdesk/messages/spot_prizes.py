"""Spot prizes: what was drawn, why, and what cannot be done."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "draw.all-drawn": "Every prize on the list is drawn. Add more prizes to go on.",
    "draw.bad-prize": (
        "“{text}” names no prize. Write the prize, and behind a bar its sponsor. Nothing was"
        " drawn."
    ),
    "draw.drawn-already": (
        "A prize that is drawn stays on the list: take the drawing back first (Ctrl+Z)."
    ),
    "draw.empty-pot": "Nobody lies in the pot now, so nothing was drawn.",
    "draw.handed-already": "This prize was handed out. Take that back first.",
    "draw.needs-names": "A draw among volunteers needs their names, one on each line.",
    "draw.needs-seed": (
        "A draw needs a seed before it begins: take the one offered, or roll dice in public and"
        " type what they show."
    ),
    "draw.no-names": "There is no file of names “{name}”.",
    "draw.not-drawn": "This prize is not drawn, or nobody is left to pass over.",
    "draw.same-name": (
        "“{name}” stands twice among the volunteers. Strike one; or, where they are two people,"
        " write them so that they can be told apart, as “{name} 2”. Nothing was drawn."
    ),
    "draw.too-many-prizes": "A draw has between 1 and {count} prizes.",
    "draw.unknown-bib": "Nobody wears bib {bib} at this event. Nothing was changed.",
    "draw.why": (
        "SHA-256 of “{text}” is {digest}; as a whole number, divided by {count} tickets, it leaves"
        " {remainder}: ticket {number} of {count}."
    ),
    "operation.draw.add-prizes": "Added {count} spot prizes",
    "operation.draw.draw": "Drew spot prize {prize} among {count}",
    "operation.draw.draw-all": "Drew {count} spot prizes",
    "operation.draw.hand-out": "Noted whether spot prize {prize} was handed out",
    "operation.draw.new": "Sealed a draw of {count} spot prizes at {event}",
    "operation.draw.pass-over": "Passed over the winner of spot prize {prize}",
    "operation.draw.remove": "Removed a draw nothing was drawn of",
    "operation.draw.remove-prize": "Removed spot prize {prize}",
}
