"""The results site: a folder of pages made from the season as it stands, replaced as a whole."""

from __future__ import annotations

import contextlib
import errno
import json
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.documents.lists import standings as standings_sheet
from trailsdesk.documents.site import IndexPart, Link, index_page, sheet_page
from trailsdesk.documents.site_lists import race_groups, race_results, race_splits
from trailsdesk.domain.people import fold_name
from trailsdesk.domain.problems import DiskFull, KnownError, Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _, day_words, plural
from trailsdesk.services.export_races import race_for_export
from trailsdesk.services.results import fingerprint, result_rows, rows_of
from trailsdesk.services.sheet_request import (
    SheetRequest,
    context_for,
    race_name,
    results_stand,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.documents.context import SheetContext
    from trailsdesk.documents.sheet import Identity, Sheet
    from trailsdesk.domain.event import Event, EventId, RaceId
    from trailsdesk.domain.points import StandingGroup
    from trailsdesk.domain.results import ResultRow
    from trailsdesk.services.season import Season

FOLDER = "results-site"
"""The name of the folder where none is given."""

_INDEX = "index.html"
_MARKER = "site.json"
_MADE_BY = "trailsdesk results site"


def write_site(season: Season, folder: Path, event_id: EventId | None = None) -> int:
    """Write the pages of an event, or of the whole season, into a folder of their own.

    An earlier site there is replaced at once when everything is written; whoever reads it
    meanwhile sees the old one.

    Returns:
        How many pages there are.

    Raises:
        Refused: ``export.not-folder`` or ``export.not-ours``: something else is there.
        KnownError: ``export.site-not-written``; ``DiskFull``.
    """
    folder = folder.resolve()
    _check_folder(folder)
    pages = site_pages(season, event_id)
    try:
        _replace_folder(folder, pages)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        detail = error.strerror or type(error).__name__
        raise KnownError("export.site-not-written", name=folder.name, detail=detail) from error
    return len(pages)


def site_folder(chosen: Path) -> Path:
    """Where the site goes when a person names a folder: there, or below it when it holds things.

    An empty folder and one with an earlier site are taken as they are.
    """
    try:
        _check_folder(chosen)
    except Refused:
        return chosen / FOLDER
    return chosen


def site_pages(season: Season, event_id: EventId | None = None) -> dict[str, str]:
    """Every page by its file name, the index first."""
    return _Site(season, event_id).pages()


class _Site:
    """Puts the pages together and gives each a name."""

    def __init__(self, season: Season, event_id: EventId | None) -> None:
        self.season = season
        events = season.data.events_in_order()
        self.events = [event for event in events if event_id in (None, event.id)]
        self.alone = self.events[0] if event_id is not None else None
        self.home = Link(text=_("All results"), href=_INDEX)
        self.found: dict[str, str] = {_INDEX: ""}

    def pages(self) -> dict[str, str]:
        """The index, the pages of each race, and the standings of a series."""
        parts = [self._event_part(event) for event in self.events]
        if self.alone is None and self.season.standings():
            parts.append(self._standings_part())
        series = self.season.data.series.name
        title = series if self.alone is None else self.alone.name
        about = "" if self.alone is None else series
        self.found[_INDEX] = index_page(title, about, tuple(parts), self._identity())
        return self.found

    def _identity(self) -> Identity:
        rows = [row for event in self.events for row in rows_of(self.season, event.id)]
        return self._context(self.alone, None, tuple(rows)).identity

    def _context(
        self, event: Event | None, race_id: RaceId | None, rows: tuple[ResultRow, ...]
    ) -> SheetContext:
        """What the sheets have in common, without what is only for the organiser's eyes.

        Open problems name people and are looked for at length: neither belongs on the web.
        """
        season = self.season
        context = context_for(
            season, SheetRequest(event=event, race_id=race_id), rows, with_results=False
        )
        if race_id is not None:
            races = [race_id]
        else:
            races = [race.id for each in self.events for race in season.data.races_of(each.id)]
        status, version = results_stand(season, races)
        identity = replace(
            context.identity, status=status, version=version, result_hash=fingerprint(rows)
        )
        return replace(context, front=(), identity=identity)

    def _name(self, *pieces: str) -> str:
        """A file name of small letters, digits and hyphens that no other page has."""
        folded = fold_name(" ".join(pieces))
        base = re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or "list"
        name, number = f"{base}.html", 1
        while name in self.found:
            number += 1
            name = f"{base}-{number}.html"
        self.found[name] = ""
        return name

    # The races

    def _event_part(self, event: Event) -> IndexPart:
        links = [
            self._race_pages(event, race.id)
            for race in self.season.data.races_of(event.id)
            if result_rows(self.season, race.id)
        ]
        about = [day_words(event.date, long=True), event.venue]
        if event.cancelled:
            about.append(_("cancelled"))
        elif not links:
            about.append(_("nobody is entered yet"))
        return IndexPart(
            title=event.name, about=" · ".join(filter(None, about)), links=tuple(links)
        )

    def _race_pages(self, event: Event, race_id: RaceId) -> Link:
        """The pages of a race; the link to the first of them."""
        season = self.season
        race = race_for_export(season, race_id)
        rows = result_rows(season, race_id)
        context = self._context(event, race_id, rows)
        order = [code for code, _label in season.category_order()]
        sheets = [
            (_("Overall"), "", race_results(context, race)),
            (_("By gender and category"), "groups", race_groups(context, race, order)),
        ]
        if any(time_ms is not None for line in race.lines for time_ms in line.splits):
            sheets.append((_("Splits"), "splits", race_splits(context, race)))
        names = [self._name(event.code, race.race.code, part) for _title, part, _s in sheets]
        titles = [title for title, _part, _sheet in sheets]
        for name, (_title, _part, sheet) in zip(names, sheets, strict=True):
            tabs = tuple(
                Link(text=title, href=None if other == name else other)
                for title, other in zip(titles, names, strict=True)
            )
            self.found[name] = sheet_page(sheet, (self.home,), tabs)
        return Link(text=race_name(season, race_id), href=names[0], about=_stands(rows))

    # The series

    def _standings_part(self) -> IndexPart:
        """A page for each ranking and distance."""
        rows = [row for event in self.events for row in rows_of(self.season, event.id)]
        context = self._context(None, None, tuple(rows))
        labels = {event.code: event.name for event in self.events}
        links = []
        for groups in self._rankings():
            first = groups[0]
            title = " · ".join(filter(None, (first.ranking_label, first.race_label)))
            sheet = standings_sheet(context, groups, labels)
            title = title or sheet.title
            name = self._name("standings", first.ranking, first.race_code)
            self.found[name] = sheet_page(_titled(sheet, title), (self.home,))
            links.append(Link(text=title, href=name))
        return IndexPart(title=_("Series standings"), about="", links=tuple(links))

    def _rankings(self) -> Iterable[tuple[StandingGroup, ...]]:
        found: dict[tuple[str, str], list[StandingGroup]] = {}
        for group in self.season.standings():
            found.setdefault((group.ranking, group.race_code), []).append(group)
        return (tuple(groups) for groups in found.values())


def _titled(sheet: Sheet, title: str) -> Sheet:
    return sheet if title == sheet.title else replace(sheet, title=f"{sheet.title} · {title}")


def _stands(rows: Iterable[ResultRow]) -> str:
    """How many are in, and how many are still without a result."""
    statuses = [row.result.status for row in rows]
    finished, out = statuses.count(ResultStatus.OK), statuses.count(ResultStatus.PENDING)
    parts = [plural("{count} finisher", "{count} finishers", finished)]
    if out:
        parts.append(plural("{count} without a result yet", "{count} without a result yet", out))
    return " · ".join(parts)


# The folder


def _check_folder(folder: Path) -> None:
    """Refuse whatever is there and was not made here."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Refused("export.not-folder", name=folder.name)
    ours = {_MARKER, *_listed(folder / _MARKER)}
    others = sorted(path.name for path in folder.iterdir() if path.name not in ours)
    there = {path.name for path in folder.iterdir()}
    if others or (there and _MARKER not in there):
        other = others[0] if others else min(there)
        raise Refused("export.not-ours", name=folder.name, other=other)


def _listed(marker: Path) -> frozenset[str]:
    """The pages an earlier site names as its own; none where the file is somebody else's."""
    try:
        held = json.loads(marker.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    if not isinstance(held, dict) or held.get("made_by") != _MADE_BY:
        return frozenset()
    return frozenset(name for name in held.get("pages", ()) if isinstance(name, str))


def _replace_folder(folder: Path, pages: dict[str, str]) -> None:
    """Write beside the folder, then change places; on a failure the old one stays."""
    draft = Path(tempfile.mkdtemp(prefix=".", suffix=".part", dir=folder.parent))
    old: Path | None = None
    try:
        for name, page in pages.items():
            (draft / name).write_bytes(page.encode("utf-8", "replace"))
        marker = json.dumps({"made_by": _MADE_BY, "pages": sorted(pages)}, indent=1)
        (draft / _MARKER).write_text(marker + "\n", encoding="utf-8")
        draft.chmod(0o755)
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=".", suffix=".old", dir=folder.parent)) / "site"
            folder.rename(old)
        draft.rename(folder)
    except OSError:
        if old is not None and old.exists() and not folder.exists():
            old.rename(folder)
        raise
    finally:
        with contextlib.suppress(OSError):
            if draft.exists():
                shutil.rmtree(draft)
            if old is not None:
                shutil.rmtree(old.parent)
