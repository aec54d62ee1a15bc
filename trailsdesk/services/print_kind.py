"""What a printable thing is: its names, how it is put together, what has to be known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from trailsdesk.documents.sheet import Sheet
from trailsdesk.domain.people import RunnerId
from trailsdesk.services.season import Season
from trailsdesk.services.sheet_request import SheetRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintKind:
    """One card of the sheets panel; ``words`` are other names the command line takes.

    ``over_results`` sheets say which open problems could still change them. A sheet that ``hangs``
    is asked for again when it would say something else; forms and lists of the moment are not.
    ``contacts_of`` names the runners whose contacts a protected sheet prints: they are fetched
    only when it goes to paper or to a file. One ``of_tracks`` draws the kept GPX files, which are
    fetched first in any case. One ``of_splits`` changes with what is seen at the checkpoints.
    """

    id: str
    title: str
    about: str
    words: tuple[str, ...]
    build: Callable[[Season, SheetRequest], Sheet]
    needs_event: bool = True
    over_results: bool = True
    hangs: bool = True
    contacts_of: Callable[[Season, SheetRequest], Iterable[RunnerId]] | None = None
    of_tracks: bool = False
    of_splits: bool = False

    @property
    def protected(self) -> bool:
        """Whether it prints contacts."""
        return self.contacts_of is not None
