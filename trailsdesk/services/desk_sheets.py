"""Lists for the desk on the day: bibs to hand out, emergency contacts, late entries."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from trailsdesk.documents.desk_lists import (
    DeskRow,
    EmergencyRow,
    LateRow,
    bib_handout,
    emergency_list,
    late_entries,
)
from trailsdesk.domain.chrono import format_clock, local_date
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _, day_words
from trailsdesk.services.entries import EntryRow, entry_rows
from trailsdesk.services.print_kind import PrintKind
from trailsdesk.services.sheet_request import SheetRequest, context_for, races_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.services.season import Season


def _expected(season: Season, request: SheetRequest) -> list[EntryRow]:
    """Everybody entered who was not ruled out or noted as absent."""
    found = []
    for race_id in races_for(season, request):
        for row in entry_rows(season, race_id=race_id):
            result = season.result_of(row.entry.id)
            gone = result is not None and result.status is ResultStatus.DNS
            if row.entry.status is EntryStatus.ENTERED and not gone:
                found.append(row)
    return found


def _owes(season: Season, row: EntryRow) -> str:
    owes = row.owes_minor or 0
    fees = season.rules.fees
    if owes <= 0 or fees is None:
        return ""
    return f"{format_minor(owes, fees.currency)} {fees.currency}"


def _bib_handout(season: Season, request: SheetRequest) -> Sheet:
    rows = [
        DeskRow(
            bib=row.entry.bib,
            family_name=row.runner.family_name,
            given_name=row.runner.given_name,
            race_label=row.race_label,
            owes=_owes(season, row),
            remark=row.entry.note if row.entry.bib else _("no bib yet"),
        )
        for row in _expected(season, request)
    ]
    return bib_handout(context_for(season, request, (), with_results=False), rows)


def _people(season: Season, request: SheetRequest) -> Iterable[RunnerId]:
    return [row.runner.id for row in _expected(season, request)]


def _emergency_list(season: Season, request: SheetRequest) -> Sheet:
    rows = []
    for row in _expected(season, request):
        contact = None if request.contacts is None else request.contacts.get(row.runner.id)
        rows.append(
            EmergencyRow(
                bib=row.entry.bib,
                family_name=row.runner.family_name,
                given_name=row.runner.given_name,
                race_label=row.race_label,
                contact="" if contact is None else contact.emergency_name,
                contact_phone="" if contact is None else contact.emergency_phone,
                phone="" if contact is None else contact.phone,
                medical=contact.medical if contact is not None and request.medical else "",
            )
        )
    context = context_for(season, request, (), with_results=False)
    hidden = request.contacts is None
    return emergency_list(context, rows, hidden=hidden, medical=request.medical)


def late_since(season: Season, event: Event) -> date:
    """From which day on an entry is late: the last day of the price list, else the day before."""
    fees = season.rules.fees
    days = [] if fees is None else [tier.until for tier in fees.tiers if tier.event == event.code]
    return max(days, default=event.date - timedelta(days=1))


def _late_entries(season: Season, request: SheetRequest) -> Sheet:
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    zone, since = request.event.zone, late_since(season, request.event)
    late = [
        row
        for row in _expected(season, request)
        if row.entry.entered_ms is not None and local_date(row.entry.entered_ms, zone) >= since
    ]
    late.sort(key=lambda row: (-(row.entry.entered_ms or 0), row.entry.id))
    rows = [
        LateRow(
            bib=row.entry.bib,
            family_name=row.runner.family_name,
            given_name=row.runner.given_name,
            race_label=row.race_label,
            category_label=row.category.label,
            entered=_moment(row, zone),
            owes=_owes(season, row),
        )
        for row in late
    ]
    context = context_for(season, request, (), with_results=False)
    return late_entries(context, rows, day_words(since))


def _moment(row: EntryRow, zone: str) -> str:
    at = row.entry.entered_ms
    if at is None:
        return ""
    return f"{day_words(local_date(at, zone))} {format_clock(at, zone, seconds=False)}"


DESK_SHEETS: tuple[PrintKind, ...] = (
    PrintKind(
        id="bib-handout",
        title=_("Bib hand-out"),
        about=_("by surname: the bib, the race, what is owed"),
        words=("bib-hand-out", "handout", "bibs"),
        build=_bib_handout,
        over_results=False,
        hangs=False,
    ),
    PrintKind(
        id="late-entries",
        title=_("Late entries"),
        about=_("who entered on the last day or later, for lists printed before"),
        words=("late", "late-entry"),
        build=_late_entries,
        over_results=False,
        hangs=False,
    ),
    PrintKind(
        id="emergency-list",
        title=_("Emergency list"),
        about=_("whom to call about whom: protected"),
        words=("emergency", "emergency-contacts"),
        build=_emergency_list,
        over_results=False,
        hangs=False,
        contacts_of=_people,
    ),
)
