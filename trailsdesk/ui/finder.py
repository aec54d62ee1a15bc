"""What the find box offers: runners, panels and actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from trailsdesk.domain.event import EventId
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Place
from trailsdesk.i18n import _
from trailsdesk.ui.palette_box import Hit, match_score
from trailsdesk.ui.row_model import fold
from trailsdesk.ui.season_words import race_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

    from trailsdesk.domain.season import SeasonData

_LOOKED_AT = 60
"""So many runners are weighed; with more the words typed say too little yet."""

_BIB = 1000
_RUNNER = 400
_COMMAND = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    bib: str
    name: str
    subtitle: str
    searched: str
    event_id: EventId
    place: Place


class RunnerIndex:
    """Every entry of the season by bib, name and club, made anew only when the season changed."""

    def __init__(self, data: Callable[[], SeasonData], event_id: Callable[[], EventId]) -> None:
        self._data = data
        self._event_id = event_id
        self._made_of: tuple[object, ...] = ()
        self._known: list[_Known] = []

    def matches(self, typed: str) -> list[tuple[int, _Known]]:
        """The best entries for what was typed: the event on the screen first, exact bibs first."""
        words = fold(typed).lstrip("#").split()
        if not words:
            return []
        self._refresh()
        here = self._event_id()
        near: list[_Known] = []
        far: list[_Known] = []
        for known in self._known:
            if all(word in known.searched for word in words):
                (near if known.event_id == here else far).append(known)
        exact = [k for k in (*near, *far) if k.bib == words[0]]
        looked_at = dict.fromkeys((*exact, *near[:_LOOKED_AT], *far[:_LOOKED_AT]))
        found = [(self._rank(words, known, here), known) for known in looked_at]
        return sorted(found, key=lambda pair: -pair[0])

    @staticmethod
    def _rank(words: Sequence[str], known: _Known, here: EventId) -> int:
        score = _RUNNER + match_score(" ".join(words), known.name)
        if len(words) == 1 and words[0] == known.bib:
            score = _BIB
        return score + (50 if known.event_id == here else 0)

    def _refresh(self) -> None:
        data = self._data()
        made_of = (data.entries, data.runners, data.races, data.events)
        if len(self._made_of) == len(made_of) and all(
            a is b for a, b in zip(made_of, self._made_of, strict=True)
        ):
            return
        self._made_of = made_of
        self._known = []
        races = {race.id: (race, data.events[race.event_id]) for race in data.races.values()}
        for entry in data.entries.values():
            runner = data.runners[entry.runner_id]
            race, event = races[entry.race_id]
            name = full_name(runner)
            pieces = (race_words(race), event.name, runner.club)
            self._known.append(
                _Known(
                    bib=fold(entry.bib),
                    name=f"#{entry.bib}  {name}" if entry.bib else name,
                    subtitle=" · ".join(filter(None, pieces)),
                    searched=fold(f"{entry.bib} {name} {runner.club}"),
                    event_id=event.id,
                    place=Place(
                        event_id=event.id,
                        race_id=race.id,
                        entry_id=entry.id,
                        runner_id=runner.id,
                    ),
                )
            )


def runner_hits(
    index: RunnerIndex, go_to: Callable[[Place], object]
) -> Callable[[str], Sequence[Hit]]:
    """Runners by bib, name or club; Enter goes to the entry."""

    def provide(typed: str) -> Sequence[Hit]:
        return [
            Hit(
                title=known.name,
                subtitle=known.subtitle,
                icon="person",
                rank=rank,
                run=partial(go_to, known.place),
            )
            for rank, known in index.matches(typed)
        ]

    return provide


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A panel or an act that can be found by its words."""

    title: str
    subtitle: str
    icon: str
    run: Callable[[], object]


def command_hits(commands: Callable[[], Sequence[Command]]) -> Callable[[str], Sequence[Hit]]:
    """Panels and acts by their words; all panels while nothing is typed."""

    def provide(typed: str) -> Sequence[Hit]:
        found = []
        for command in commands():
            score = match_score(typed, command.title)
            if score:
                rank = _COMMAND + score if typed else 0
                found.append(
                    Hit(
                        title=command.title,
                        subtitle=command.subtitle,
                        icon=command.icon,
                        rank=rank,
                        run=command.run,
                    )
                )
        return found

    return provide


def action_command(action: QAction, icon: str) -> Command:
    """A menu's action as a command."""
    title = action.text().replace("&", "").rstrip("…")
    return Command(title=title, subtitle=_("Action"), icon=icon, run=action.trigger)
