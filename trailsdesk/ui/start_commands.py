"""The waves that wait for their gun, as things the find box offers: "start wave 2"."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from trailsdesk.i18n import _
from trailsdesk.services.raceday import races_to_run
from trailsdesk.services.waves import wave_name
from trailsdesk.ui.finder import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.event import EventId, WaveId
    from trailsdesk.domain.season import SeasonData


def wave_commands(
    data: SeasonData, event_id: EventId, ready: Callable[[WaveId], object]
) -> list[Command]:
    """One for each wave of the event that was not started; ``ready`` makes it ready for the key.

    Nothing starts by being found: the key has to be held.
    """
    return [
        Command(
            title=_("Start {wave}").format(wave=wave_name(data, wave)),
            subtitle=_("The gun: made ready, then hold F8"),
            icon="gun",
            run=partial(ready, wave.id),
        )
        for race in races_to_run(data, event_id)
        for wave in data.start_groups_of(race.id)
        if wave.gun_ms is None
    ]
