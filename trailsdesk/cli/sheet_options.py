"""Which options of the command ``sheet`` a kind of sheet takes; the others ask for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import Namespace

_LABELS = ("stock", "first_label", "skipped")
_AWARDS = ("depth", "award_order", "only_settled")
_TAKEN: dict[str, tuple[str, ...]] = {
    "prize-list": ("depth",),
    "running-order": _AWARDS,
    "award-reasons": _AWARDS,
    "award-pickup": _AWARDS,
    "series-awards": _AWARDS,
    "results": ("by_category",),
    "start-list": ("by_name",),
    "check-in": ("by_name",),
    "certificate": ("bib", "winners", "by_category"),
    "spot-prizes": ("appendix",),
    "bib-labels": (*_LABELS, "by_name"),
    "address-labels": _LABELS,
    "envelopes": ("stock",),
    "emergency-list": ("medical",),
    "cash-up": ("till", "with_lines"),
    "receipt": ("bib",),
}


def kind_options(options: Namespace, kind: str) -> dict[str, Any]:
    """The fields of a ``SheetRequest`` that were asked for and that this kind has."""
    asked = {
        "bib": options.bib.strip(),
        "winners": options.winners,
        "by_category": options.by_category,
        "by_name": options.by_name,
        "appendix": options.tickets,
        "stock": options.stock.strip(),
        "first_label": max(1, options.first_label),
        "skipped": tuple(sorted(set(options.skip_label))),
        "medical": options.medical,
        "till": options.till.strip(),
        "with_lines": options.lines,
        "depth": options.depth,
        "award_order": options.award_order,
        "only_settled": options.only_settled,
    }
    return {name: asked[name] for name in _TAKEN.get(kind, ())}
