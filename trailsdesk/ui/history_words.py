"""The words of the history: what each kind of stored thing, and each field of it, is called."""

from __future__ import annotations

from typing import Final

from trailsdesk.domain.event import Pick
from trailsdesk.domain.timing import BatchKind, ReadRulingKind
from trailsdesk.i18n import _
from trailsdesk.ui.entry_words import field_words

KINDS: Final[dict[str, tuple[str, str]]] = {
    "series": (_("Season"), ""),
    "event": (_("Event"), "event_id"),
    "race": (_("Race"), "race_id"),
    "wave": (_("Wave"), "wave_id"),
    "timing_point": (_("Checkpoint"), "point_id"),
    "runner": (_("Runner"), "runner_id"),
    "contact": (_("Contact"), "runner_id"),
    "entry": (_("Entry"), "entry_id"),
    "check_in": (_("Check-in"), "entry_id"),
    "category_override": (_("Entry"), "entry_id"),
    "race_course": (_("Course"), "race_id"),
    "bib_range": (_("Bib range"), ""),
    "chip": (_("Chip"), ""),
    "read_batch": (_("Times"), ""),
    "read_ruling": (_("Decision on a read"), ""),
    "ruling": (_("Ruling"), ""),
    "time_adjustment": (_("Change of a time"), ""),
    "category_merge": (_("Categories ranked together"), ""),
    "runner_verdict": (_("Two records of a runner"), ""),
    "outside_score": (_("Score from elsewhere"), ""),
    "slot_answer": (_("Answer to a place earned"), ""),
    "medal_given": (_("Medal"), "entry_id"),
    "waiver": (_("Waiver"), "entry_id"),
    "ledger_line": (_("Money"), ""),
    "till": (_("Till"), ""),
    "till_move": (_("Cash in the till"), ""),
    "question": (_("Question"), ""),
    "question_answer": (_("Answer"), ""),
    "award_mark": (_("Award"), ""),
    "spot_draw": (_("Draw"), ""),
    "spot_prize": (_("Spot prize"), ""),
    "sheet_art": (_("Picture for sheets"), ""),
    "publication": (_("Published results"), ""),
    "printed_sheet": (_("Printed sheet"), ""),
    "kept_file": (_("File kept"), ""),
}
"""A word for each kind, and the field by whose name one of the kind is told, if by any."""

RUNNERS: Final = frozenset({"first_id", "second_id"})
ELAPSED: Final = frozenset({"time_limit_ms", "offset_ms", "delta_ms", "cutoff_ms", "min_gap_ms"})
MOMENTS: Final = frozenset(
    {
        "gun_ms", "made_ms", "back_ms", "at_ms", "medal_ms", "opened_ms", "closed_ms", "drawn_ms",
        "handed_ms",
    }
)  # fmt: skip
YES_OR_NO: Final = frozenset(
    {
        "retracted",
        "optional",
        "gear_checked",
        "cancelled",
        "fills_gaps",
        "drawn",
        "same",
        "posted",
        "protected",
    }
)
DECISIONS: Final = frozenset({"kind", "pick"})

_FIELDS: Final[dict[str, str]] = {
    "gun_ms": _("start"),
    "name": _("name"),
    "label": _("label"),
    "code": _("short name"),
    "date": _("day"),
    "venue": _("place"),
    "zone": _("time zone"),
    "country": _("country"),
    "cancelled": _("called off"),
    "distance_m": _("distance"),
    "ascent_m": _("climb"),
    "time_limit_ms": _("time limit"),
    "capacity": _("places"),
    "runner_id": _("runner"),
    "race_id": _("race"),
    "wave_id": _("wave"),
    "event_id": _("event"),
    "entry_id": _("entry"),
    "read_id": _("read"),
    "retracted": _("out of the results"),
    "fills_gaps": _("only fills gaps"),
    "format": _("kind of file"),
    "offset_ms": _("clock correction"),
    "delta_ms": _("time changed by"),
    "kind": _("kind"),
    "reason": _("reason"),
    "category": _("category"),
    "within": _("ranked within"),
    "division": _("division"),
    "actor": _("by"),
    "made_ms": _("made"),
    "point": _("timing point"),
    "cutoff_ms": _("cut-off"),
    "min_gap_ms": _("least time between reads"),
    "pick": _("which read counts"),
    "aid": _("aid station"),
    "optional": _("may be missed"),
    "way": _("comes back"),
    "back_ms": _("seen back"),
    "at_ms": _("here since"),
    "gear_checked": _("gear seen"),
    "adult": _("supervising adult"),
    "prefix": _("letters before the number"),
    "first": _("from bib"),
    "last": _("to bib"),
    "options": _("answers to the rules"),
    "changes": _("rules changed"),
    "season": _("season"),
    "ordinal": _("order"),
    "aliases": _("other names"),
    "preset_id": _("preset"),
    "preset_version": _("version of the preset"),
    "track": _("line of the file"),
    "loops": _("loops"),
    "drawn": _("drawn, not recorded"),
    "loop_penalty": _("loop penalty, km-effort"),
    "stage_adjustment": _("stage adjustment, km-effort"),
    "first_id": _("one record"),
    "second_id": _("the other record"),
    "same": _("the same runner"),
    "system": _("whose score"),
    "value": _("score"),
    "day": _("day"),
    "race_class": _("class of the race"),
    "rule": _("rule"),
    "reply": _("answer"),
    "email": _("e-mail"),
    "phone": _("phone"),
    "emergency_name": _("emergency contact"),
    "emergency_phone": _("emergency phone"),
    "medical": _("medical note"),
    "address": _("address"),
    "spoken": _("pronunciation"),
    "latin_family": _("family name in Latin letters"),
    "latin_given": _("given name in Latin letters"),
    "medal_ms": _("medal ordered"),
    "posted": _("by post"),
    "signed_by": _("signed by"),
    "item": _("for what"),
    "item_code": _("which extra"),
    "amount_minor": _("amount"),
    "why": _("why"),
    "method": _("paid how"),
    "till_id": _("till"),
    "counters": _("takes back line"),
    "other_entry_id": _("other entry"),
    "float_minor": _("float"),
    "opened_ms": _("opened"),
    "opened_by": _("opened by"),
    "closed_ms": _("closed"),
    "closed_by": _("closed by"),
    "counted": _("counted"),
    "choices": _("choices"),
    "protected": _("protected"),
    "question_id": _("question"),
    "award": _("award"),
    "step": _("what was done"),
    "winners": _("winners"),
    "title": _("title"),
    "pool": _("drawn among"),
    "seed": _("seed"),
    "names": _("names"),
    "excluded": _("left out"),
    "prize": _("prize"),
    "sponsor": _("sponsor"),
    "turn": _("turn"),
    "among": _("in the pot"),
    "passed": _("passed over"),
    "drawn_ms": _("drawn at"),
    "handed_ms": _("handed out"),
    "draw_id": _("draw"),
    "role": _("picture for"),
    "layout": _("design"),
}


def field_name(kind: str, field: str) -> str:
    """What a field of a kind of thing is called."""
    if field == "kind" and "ruling" in kind:
        return _("decision")
    if field == "at_ms" and kind == "ledger_line":
        return _("when")
    if field == "value" and kind == "question_answer":
        return _("answer")
    return _FIELDS.get(field) or field_words(field)


def decision_words(text: str) -> str:
    """A choice out of a few, as a person says it."""
    known = {
        ReadRulingKind.ASSIGN.value: _("given to"),
        ReadRulingKind.IGNORE.value: _("struck out"),
        ReadRulingKind.GOVERN.value: _("this one counts"),
        BatchKind.FILE.value: _("from a file"),
        BatchKind.LINE.value: _("at the line"),
        BatchKind.PAPER.value: _("from paper"),
        Pick.FIRST.value: _("the first"),
        Pick.LAST.value: _("the last"),
    }
    return known.get(text, text)
