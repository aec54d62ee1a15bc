"""When which sheet is wanted: before the race, on the day, at the prizegiving, afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trailsdesk.i18n import _
from trailsdesk.services.printing import KINDS

if TYPE_CHECKING:
    from trailsdesk.services.print_kind import PrintKind

_GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        _("Before the race"),
        (
            "start-list", "bib-labels", "bib-handout", "check-in", "emergency-list", "checkpoint",
            "finish-grid", "key-strip", "course", "medal-production",
        ),
    ),
    (
        _("On the day"),
        ("late-entries", "who-owes", "sweep", "sweep-phones", "cash-up"),
    ),
    (
        _("Prizegiving"),
        (
            "prize-list", "running-order", "award-reasons", "award-pickup", "medal-pickup",
            "spot-prizes", "certificate",
        ),
    ),
    (
        _("Afterwards"),
        (
            "results", "splits", "charts", "standings", "series-awards", "accounts",
            "address-labels", "envelopes",
        ),
    ),
)  # fmt: skip


def kinds_in_groups() -> tuple[tuple[str, tuple[PrintKind, ...]], ...]:
    """The words of each group with its kinds in order; what is in none comes last."""
    by_id = {kind.id: kind for kind in KINDS}
    groups = [
        (title, tuple(by_id.pop(each) for each in ids if each in by_id)) for title, ids in _GROUPS
    ]
    groups.append((_("Other sheets"), tuple(by_id.values())))
    return tuple((title, kinds) for title, kinds in groups if kinds)
