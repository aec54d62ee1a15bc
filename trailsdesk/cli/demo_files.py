"""Files of the made-up season as an organiser hands them out: site, federation, books, prizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.services import itra_export, printing
from trailsdesk.services.account_files import save_accounts
from trailsdesk.services.accounts import accounts_of
from trailsdesk.services.site import write_site

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.event import Event, Race
    from trailsdesk.services.season import Season

CERTIFICATES_OF = "long"


def write_files(season: Season, folder: Path) -> tuple[Path, ...]:
    """Write one of each into a folder of its own; which files and folders were made.

    The federation's file is that of the first race in which nothing has to be mended.
    """
    folder.mkdir(parents=True, exist_ok=True)
    event = season.data.events_in_order()[0]
    site, books = folder / "site", folder / "accounts.xlsx"
    write_site(season, site)
    save_accounts(accounts_of(season, None), books)
    made = [site, books, *_write_itra(season, folder)]
    for word in ("prize-list", "certificate", "address-labels"):
        race = season.race(event, CERTIFICATES_OF) if word == "certificate" else None
        made.append(_write_sheet(season, word, event, race, folder))
    return tuple(made)


def _write_itra(season: Season, folder: Path) -> tuple[Path, ...]:
    for event in season.data.events_in_order():
        for race in season.data.races_of(event.id):
            found = itra_export.itra_files(season, event.id, race.id)
            if not any(each.faults for each in found):
                place = folder / f"itra-{event.code}-{race.code}.xlsx"
                return itra_export.write_files(found, place)
    return ()


def _write_sheet(season: Season, word: str, event: Event, race: Race | None, folder: Path) -> Path:
    kind = printing.kind_named(word)
    race_id = None if race is None else race.id
    request = printing.sheet_request(season, kind, event.id, race_id)
    request = printing.with_tracks(season, kind, printing.with_contacts(season, kind, request))
    place = folder / f"{word}-{event.code}{'' if race is None else f'-{race.code}'}.pdf"
    printing.save_sheet(kind.build(season, request), place)
    return place
