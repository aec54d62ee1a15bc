"""Age ranges of a rules document: that they follow each other, and cover everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.formats.preset_table import Faults, fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.rules import RuleSet

AGE_MAX = 120
Ages = tuple[int, int | None]
"""The lowest and the highest age of a range; None has no upper end."""


def check_ages(
    ages: Sequence[Ages],
    path: str,
    faults: Faults,
    *,
    gaps: bool = True,
    at: Sequence[int] | None = None,
) -> bool:
    """Ages must rise from item to item, without overlap and (with ``gaps``) without a hole.

    Args:
        at: the places of the items in the list at ``path``, where they are only some of it.
    """
    found = len(faults)
    for index, (low, high) in enumerate(ages):
        here = f"{path}[{index if at is None else at[index]}]"
        if high is not None and high < low:
            fault(faults, "preset.ages-backwards", here, low=low, high=high)
        if index == 0:
            continue
        before = ages[index - 1][1]
        if before is None or low <= before:
            last = "" if before is None else str(before)
            fault(faults, "preset.ages-overlap", here, low=low, before=last)
        elif gaps and low > before + 1:
            fault(faults, "preset.ages-gap", here, low=before + 1, high=low - 1)
    return len(faults) == found


def check_cover(ages: Sequence[Ages], rules: RuleSet, path: str, faults: Faults) -> None:
    """Every age that may enter needs its place."""
    low, highs = min(first for first, _last in ages), [last for _first, last in ages]
    high = None if None in highs else max(last for last in highs if last is not None)
    for first, last in dict.fromkeys(
        (min((one.from_age, *one.from_at.values())), one.to_age) for one in rules.age_limits
    ):
        if first < low:
            fault(faults, "preset.ages-missing", path, low=first, high=low - 1)
        if high is not None and last is None:
            fault(faults, "preset.ages-open", path, high=high)
        elif high is not None and last is not None and last > high:
            fault(faults, "preset.ages-missing", path, low=high + 1, high=last)
