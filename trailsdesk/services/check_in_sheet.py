"""The rows of the check-in list: what the desk has to know of everybody who is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.check_in import CheckInRow
from trailsdesk.domain.chrono import format_clock
from trailsdesk.domain.entry import EntryStatus, MedalOrder
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.waves import waves_by_entry
from trailsdesk.i18n import _
from trailsdesk.services.check_in import adult_note
from trailsdesk.services.entries import EntryRow, entry_rows
from trailsdesk.services.waves import wave_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.season import Season


def check_in_rows(season: Season, race_ids: Sequence[RaceId]) -> tuple[CheckInRow, ...]:
    """Everybody expected in these races; those withdrawn or ruled out are not."""
    return tuple(row for race_id in race_ids for row in _of_race(season, race_id))


def _of_race(season: Season, race_id: RaceId) -> list[CheckInRow]:
    data, rules = season.data, season.rules
    expected = [
        row
        for row in entry_rows(season, race_id=race_id)
        if row.entry.status is EntryStatus.ENTERED and not _is_out(season, row)
    ]
    waves = waves_by_entry(data, [row.entry for row in expected])
    several = len(data.start_groups_of(race_id)) > 1
    zone = data.events[data.races[race_id].event_id].zone
    currency = rules.fees.currency if rules.fees is not None else ""
    made = []
    for row in expected:
        entry = row.entry
        seen = data.check_ins.get(entry.id)
        owes = row.owes_minor or 0
        young = adult_note(season, entry) is not None
        made.append(
            CheckInRow(
                bib=entry.bib,
                family_name=row.runner.family_name,
                given_name=row.runner.given_name,
                race_code=row.race_code,
                race_label=row.race_label,
                wave=wave_words(waves[entry.id]) if several else "",
                category_label=row.category.label,
                here="" if seen is None else format_clock(seen.at_ms, zone, seconds=False),
                gear=_("seen") if seen is not None and seen.gear_checked else "",
                owes=f"{format_minor(owes, currency)} {currency}" if owes > 0 else "",
                to_do=_to_do(row),
                adult=(seen.adult if seen is not None else "") if young else None,
            )
        )
    return made


def _is_out(season: Season, row: EntryRow) -> bool:
    result = season.result_of(row.entry.id)
    return result is not None and result.status in (ResultStatus.DNS, ResultStatus.DSQ)


def _to_do(row: EntryRow) -> str:
    """What the desk has to think of: the medal, what is missing, the note of the entry."""
    found = []
    if not row.entry.bib:
        found.append(_("no bib yet"))
    if row.runner.birth_date is None:
        found.append(_("ask the birth date"))
    if row.runner.gender is None:
        found.append(_("ask the gender"))
    if row.entry.medal is MedalOrder.COLLECT:
        found.append(_("medal ordered"))
    if row.entry.note:
        found.append(row.entry.note)
    return "; ".join(found)
