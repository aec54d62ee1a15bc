"""Scores given elsewhere: what a federation or another series says of a runner, typed or imported.

How such a score is made is not public; it is taken as it stands and never computed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NewType

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import RunnerId

ScoreId = NewType("ScoreId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideScore:
    """One score of a runner.

    ``system`` says whose it is (``itra``, ``utmb``, or any word the rules use). ``value`` is a
    plain decimal number as text. With ``entry_id`` it is the score of that entry's race; without,
    of a race elsewhere: ``race`` names it, ``day`` is its date, ``race_class`` its class in that
    system (``50K``), ``country`` where it was held (ISO alpha-3).
    """

    id: ScoreId = ScoreId(0)
    runner_id: RunnerId
    entry_id: EntryId | None = None
    system: str
    value: str
    day: date | None = None
    race: str = ""
    race_class: str = ""
    country: str = ""
