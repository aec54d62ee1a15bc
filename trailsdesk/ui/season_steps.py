"""Computing a whole season in steps that can be left off."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trailsdesk.services.season import Season
    from trailsdesk.ui.jobs import Progress


def compute_by_steps(season: Season, progress: Progress) -> None:
    """Compute what is kept, race by race, so that a window being closed need not wait for all."""
    progress.check()
    season.categories()
    for race_id in season.data.races:
        progress.check()
        season.results(race_id)
    progress.check()
