"""The garbage collector, set once for a program that holds many small unchanging objects."""

from __future__ import annotations

import gc

_NEW_OBJECTS = 1_000
"""No thread comes in between while these are walked; ten thousand are felt at the keys."""
_ROUNDS = 100_000


def suit_bulk_work() -> None:
    """Walk only what is new, a little at a time: a season is objects by the hundred thousand.

    They are frozen and hold no cycles, so walking them finds nothing; walking all of them would
    stop every thread for a second, and walking many new ones at once for a tenth of it: too long
    for a key pressed at the finish. What is loaded already is taken out of the walk altogether.
    Cycles that outlive a walk wait for a quiet moment (``ui.tidying``) or for the end.
    """
    gc.set_threshold(_NEW_OBJECTS, _ROUNDS, _ROUNDS)
    gc.freeze()
