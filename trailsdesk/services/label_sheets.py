"""Labels for bibs, labels and envelopes for what is posted: whose, and on which paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.labels import (
    AddressWords,
    BibWords,
    LabelChoice,
    address_labels,
    bib_labels,
    envelopes,
)
from trailsdesk.documents.sheet import Paper
from trailsdesk.domain.entry import EntryStatus, MedalOrder, bib_sort_key
from trailsdesk.domain.people import fold_name, full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.formats.label_papers import envelope_papers, label_papers
from trailsdesk.i18n import _
from trailsdesk.services.medals import due_medals
from trailsdesk.services.print_kind import PrintKind
from trailsdesk.services.sheet_request import SheetRequest, context_for, races_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.label_paper import EnvelopePaper, LabelPaper
    from trailsdesk.domain.medals import MedalRow
    from trailsdesk.domain.people import Contact, RunnerId
    from trailsdesk.services.season import Season

_USUAL_ENVELOPE = {Paper.A4: "dl", Paper.LETTER: "number-10"}


def stock_choices(kind: str) -> tuple[tuple[str, str], ...]:
    """Id and title of what the labels or envelopes of a kind can be printed on."""
    if kind == "envelopes":
        return tuple((each.id, each.title) for each in envelope_papers())
    return tuple((each.id, each.title) for each in label_papers())


def label_choice(request: SheetRequest) -> LabelChoice:
    """The label paper asked for, else the first one of the size in the printer.

    Raises:
        Refused: ``label.unknown-stock``.
    """
    return LabelChoice(
        paper=_label_paper(request), first=request.first_label, skipped=tuple(request.skipped)
    )


def _label_paper(request: SheetRequest) -> LabelPaper:
    papers = label_papers()
    if not request.stock:
        return next(each for each in papers if each.paper == request.paper.value)
    for each in papers:
        if each.id == request.stock.casefold():
            return each
    raise Refused("label.unknown-stock", name=request.stock, known=_ids(papers))


def _envelope(request: SheetRequest) -> EnvelopePaper:
    papers = envelope_papers()
    wanted = request.stock.casefold() or _USUAL_ENVELOPE[request.paper]
    for each in papers:
        if each.id == wanted:
            return each
    raise Refused("label.unknown-stock", name=request.stock, known=_ids(papers))


def _ids(papers: Iterable[LabelPaper | EnvelopePaper]) -> str:
    return ", ".join(each.id for each in papers)


def _bib_labels(season: Season, request: SheetRequest) -> Sheet:
    data, categories = season.data, season.categories()
    races = set(races_for(season, request))
    entries = [
        entry
        for entry in data.entries.values()
        if entry.race_id in races and entry.status is EntryStatus.ENTERED and entry.bib
    ]
    entries.sort(key=lambda entry: (bib_sort_key(entry.bib), entry.id))
    if request.by_name:
        entries.sort(key=lambda entry: fold_name(data.runners[entry.runner_id].family_name))
    labels = [
        BibWords(
            bib=entry.bib,
            name=full_name(data.runners[entry.runner_id]),
            race=data.races[entry.race_id].label,
            category=categories[entry.id].label,
        )
        for entry in entries
    ]
    context = context_for(season, request, (), with_results=False)
    return bib_labels(context, labels, label_choice(request))


def _to_post(season: Season, request: SheetRequest) -> list[MedalRow]:
    """Medals to be posted that have not left the box."""
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    due = due_medals(season, request.event.id, request.race_id)
    return [row for row in due if row.order is MedalOrder.POST and row.given is None]


def _whose(season: Season, request: SheetRequest) -> Iterable[RunnerId]:
    return [row.runner_id for row in _to_post(season, request)]


def _addresses(season: Season, request: SheetRequest) -> list[AddressWords]:
    """Name and address of everybody; addresses only where the sheet goes to paper."""
    found = []
    for row in _to_post(season, request):
        lines: Sequence[str] = (_("the address stands on paper only"),)
        if request.contacts is not None:
            lines = address_lines(request.contacts.get(row.runner_id))
        remark = _("medal {race}, bib {bib}").format(race=row.race_label, bib=row.bib or "–")
        found.append(AddressWords(name=full_name(row), lines=tuple(lines), remark=remark))
    return found


def address_lines(contact: Contact | None) -> list[str]:
    """An address line by line; one that was written in one line is taken apart at its commas."""
    text = "" if contact is None else contact.address
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        lines = [part.strip() for part in lines[0].split(",") if part.strip()]
    return lines


def _address_labels(season: Season, request: SheetRequest) -> Sheet:
    context = context_for(season, request, (), with_results=False)
    return address_labels(context, _addresses(season, request), label_choice(request))


def _envelopes(season: Season, request: SheetRequest) -> Sheet:
    context = context_for(season, request, (), with_results=False)
    sender = season.data.series.name
    return envelopes(context, _addresses(season, request), _envelope(request), sender)


LABEL_SHEETS: tuple[PrintKind, ...] = (
    PrintKind(
        id="bib-labels",
        title=_("Bib labels"),
        about=_("bib, name, race and category on label paper"),
        words=("labels", "bib-label"),
        build=_bib_labels,
        over_results=False,
        hangs=False,
    ),
    PrintKind(
        id="address-labels",
        title=_("Address labels"),
        about=_("for medals to be posted: protected"),
        words=("address-label", "addresses"),
        build=_address_labels,
        over_results=False,
        hangs=False,
        contacts_of=_whose,
    ),
    PrintKind(
        id="envelopes",
        title=_("Envelopes"),
        about=_("for medals to be posted: protected"),
        words=("envelope",),
        build=_envelopes,
        over_results=False,
        hangs=False,
        contacts_of=_whose,
    ),
)
