"""Pages beside the sheets: certificates, spot prizes, files; made when first turned to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trailsdesk.domain.problems import Place
from trailsdesk.i18n import _
from trailsdesk.ui.page_stack import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.ui.context import PanelContext

SHEETS: Final = "sheets"


class SidePage(Page):
    """A page of the sheets panel that loads as panels do: off the user-interface thread."""

    sheet_kind = ""
    """The kind of sheet that prints what the page shows; empty where there is none."""

    def loader(self) -> Callable[[], Any]:
        """A plain function that fetches what the page shows; it must touch no widget."""
        return lambda: None

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each page knows its own kind
        """Put what ``loader``'s function fetched on the screen."""

    def unsaved(self) -> str:
        """What stands here and is not in the file, in words; empty when there is nothing."""
        return ""

    @property
    def first_control(self) -> QWidget | None:
        """What gets the focus when the page is turned to."""
        return self


def page_titles() -> tuple[tuple[str, str], ...]:
    """Key and words of every page, the sheets first."""
    return (
        (SHEETS, _("Sheets")),
        ("certificates", _("Certificates")),
        ("draw", _("Spot prizes")),
        ("files", _("Files")),
        ("itra", _("ITRA file")),
    )


def make_page(key: str, context: PanelContext) -> QWidget:
    """The page of a key, which is none of ``SHEETS``."""
    makers: dict[str, Callable[[PanelContext], QWidget]] = {
        "certificates": _certificates,
        "draw": _draw,
        "files": _files,
        "itra": _itra,
    }
    return makers[key](context)


def _certificates(context: PanelContext) -> QWidget:
    from trailsdesk.ui.certificate_page import CertificatePage

    return CertificatePage(context)


def _draw(context: PanelContext) -> QWidget:
    from trailsdesk.ui.draw_page import DrawPage

    return DrawPage(context)


def _files(context: PanelContext) -> QWidget:
    from trailsdesk.ui.export_page import ExportPage

    page = ExportPage(context)
    page.setFocusProxy(page.cards)
    return page


def _itra(context: PanelContext) -> QWidget:
    from trailsdesk.ui.itra_check import ItraCheck

    page = ItraCheck(context)

    def go_to(entry_id: EntryId) -> None:
        entry = context.season.data.entries.get(entry_id)
        if entry is not None:
            event_id = context.season.data.races[entry.race_id].event_id
            place = Place(event_id=event_id, race_id=entry.race_id, entry_id=entry_id)
            context.go_to(place)

    page.entry_asked.connect(go_to)
    return page
