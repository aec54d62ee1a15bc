"""The garbage collector, set once for a program that holds many small unchanging objects."""

from __future__ import annotations

import gc

_NEW_OBJECTS = 200_000
_YOUNG_ROUNDS = 20
_MIDDLE_ROUNDS = 100


def suit_bulk_work() -> None:
    """Look for garbage rarely: a season is a hundred thousand frozen objects without cycles.

    With the usual thresholds an import of 100,000 reads spends a third of its time walking
    objects that are never garbage. What is loaded already is taken out of the walk altogether.
    """
    gc.set_threshold(_NEW_OBJECTS, _YOUNG_ROUNDS, _MIDDLE_ROUNDS)
    gc.freeze()
