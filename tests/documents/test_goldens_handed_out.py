"""What is handed out, as JSON, compared with the files kept beside it; as ``test_goldens``."""

from __future__ import annotations

import pytest

from tests.documents.made_up import a_context
from tests.documents.test_desk_lists import EMERGENCY, HANDOUT, a_split_race
from tests.documents.test_free_pages import ADDRESS, BIBS, ENVELOPES, PAPERS, a_certificate
from tests.documents.test_goldens import FOLDER
from trailsdesk.documents.desk_lists import LateRow, bib_handout, emergency_list, late_entries
from trailsdesk.documents.labels import LabelChoice, address_labels, bib_labels, envelopes
from trailsdesk.documents.sheet import to_json
from trailsdesk.documents.splits import split_list
from trailsdesk.documents.spot_draw import SheetDraw, SheetPrize, SheetTicket, spot_prizes
from trailsdesk.domain.spot_draw import DrawPool

POT = tuple(
    SheetTicket(key=str(at), number=at, bib=str(100 + at), name=f"Made Up{at}", race="Long")
    for at in range(1, 6)
)
DRAW = SheetDraw(
    title="Tombola",
    pool=DrawPool.FINISHERS,
    seed="4-2-6",
    sealed="24 May 2026 10:00:00",
    left_out=("7 Left Out",),
    prizes=(
        SheetPrize(
            ordinal=1, prize="Socks", sponsor="Made-up Sports", drawn=True, winner=POT[2],
            passed=(POT[0],), count=5, pot=POT, turn=3, at="12:30:00", handed=True,
        ),
        SheetPrize(
            ordinal=2, prize="Hat", sponsor="", drawn=True, count=1, pot=POT[:1], passed=POT[:1],
        ),
        SheetPrize(ordinal=3, prize="Cake", sponsor=""),
    ),
)  # fmt: skip
LATE = LateRow(
    bib="9", family_name="Late", given_name="Made", race_label="Long",
    category_label="Open men", entered="23 May 2026 18:00", owes="45.00 NZD",
)  # fmt: skip
LABELS = LabelChoice(paper=PAPERS["a4-2x7"], first=13)

SHEETS = {
    "spot-prizes": lambda: spot_prizes(a_context(), [DRAW], appendix=True),
    "certificate": lambda: a_certificate("Māia Te Rangi-Hīroa"),
    "bib-labels": lambda: bib_labels(a_context(), BIBS[:3], LABELS),
    "address-labels": lambda: address_labels(a_context(), [ADDRESS], LABELS),
    "envelopes": lambda: envelopes(a_context(), [ADDRESS], ENVELOPES["dl"], "Winter Trail Series"),
    "bib-handout": lambda: bib_handout(a_context(), HANDOUT),
    "emergency-list": lambda: emergency_list(a_context(), EMERGENCY, hidden=False, medical=True),
    "late-entries": lambda: late_entries(a_context(), [LATE], "22 May 2026"),
    "splits": lambda: split_list(a_context(), [a_split_race(3, 4)]),
}


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheet_says_what_it_said_before(name: str, update_golden: bool) -> None:
    made = to_json(SHEETS[name]())
    path = FOLDER / f"{name}.json"
    if update_golden:
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")
