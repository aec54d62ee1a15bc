from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtPrintSupport import QPrinter

from tests.ui.season_fixture import Desk, open_again, open_desk
from tests.ui.series_fixture import hold, man
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.entry import Entry
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.domain.problems import KnownError, Place
from trailsdesk.services import raceday, timing
from trailsdesk.services.entry_desk import save_entry
from trailsdesk.services.printing import KINDS
from trailsdesk.ui import style
from trailsdesk.ui.jobs import Progress
from trailsdesk.ui.panels.sheets import SheetsPanel
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.settings import PAPER
from trailsdesk.ui.sheet_painter import prepare_paper, print_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from trailsdesk.services.sheet_preview import Preview

MANY = [(str(n), man(f"Number{n}"), 40 + n) for n in range(11, 17)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        hold(opened, 0, MANY)
        yield opened


def shown(qtbot: QtBot, desk: Desk) -> SheetsPanel:
    panel = SheetsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 620)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> SheetsPanel:
    return shown(qtbot, desk)


def made(panel: SheetsPanel) -> Preview:
    preview = panel.pages.preview
    assert preview is not None
    return preview


def ink(panel: SheetsPanel) -> int:
    """How many dark points the preview has on the screen."""
    image = panel.pages.viewport().grab().toImage()
    places = [(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)]
    return sum(QColor(image.pixel(x, y)).lightness() < 90 for x, y in places)


def test_every_kind_of_sheet_has_a_card_and_a_page(panel: SheetsPanel) -> None:
    for kind in KINDS:
        panel.show_kind(kind.id)
        assert made(panel).page_count >= 1
        assert ink(panel) > 10, f"{kind.id} shows an empty page"  # an address is small
        assert panel.options.kind_label.text() == kind.title


def test_the_arrow_keys_choose_the_next_sheet(qtbot: QtBot, panel: SheetsPanel) -> None:
    panel.cards.card("prize-list").setFocus()
    qtbot.keyClick(panel.cards.card("prize-list"), Qt.Key.Key_Down)
    assert panel.cards.current == "running-order"
    assert made(panel).sheet.title.startswith("Running order")


def test_the_cards_say_where_each_sheet_stands(panel: SheetsPanel) -> None:
    assert panel.cards.card("start-list").line == "13 entered"
    assert panel.cards.card("results").line == "6 finishers · 7 not in"
    assert panel.cards.card("medal-pickup").line == "2 ordered, 1 by post"
    assert (
        panel.cards.card("standings").accessibleName() == "Series standings: after 1 of 4 events"
    )


def test_more_places_show_more_runners(panel: SheetsPanel) -> None:
    def names() -> int:
        return str(made(panel).sheet).count("Number")

    assert names() == 3
    panel.options.places.setValue(5)
    assert names() == 5
    assert panel.options.rule_label.text() == "The rules say 3."


def test_a_race_chosen_here_is_the_race_chosen_above(desk: Desk, panel: SheetsPanel) -> None:
    assert "Long" in str(made(panel).sheet.blocks)
    at = panel.options.race.findData(desk.race("short"))
    panel.options.race.setCurrentIndex(at)
    assert desk.context.scope.race_id == desk.race("short")
    assert made(panel).sheet.title == "Prize list · Slope Sprint 6 km"
    desk.context.scope.set(desk.context.scope.event_id, None)
    assert panel.options.race.currentData() is None


def test_the_paper_is_remembered_and_shown(desk: Desk, panel: SheetsPanel) -> None:
    panel.options.paper.setCurrentIndex(1)
    assert round(made(panel).width) == 612
    assert desk.context.settings.get(PAPER) == "Letter"


def test_results_by_category_and_start_list_by_name(panel: SheetsPanel) -> None:
    panel.show_kind("results")
    before = str(made(panel).sheet)
    panel.options.by_category.setChecked(True)
    assert str(made(panel).sheet) != before
    assert panel.options.by_category.isVisible()
    panel.show_kind("start-list")
    assert not panel.options.by_category.isVisible()
    panel.options.by_name.setChecked(True)
    assert made(panel).sheet.title.startswith("Start list by name")


def test_a_change_of_the_season_changes_the_preview(desk: Desk, panel: SheetsPanel) -> None:
    panel.show_kind("start-list")
    desk.add("77", "Late", "Comer", "short")
    assert "Late Comer" in str(made(panel).sheet)


def test_it_says_over_how_many_open_problems_it_is_printed(
    qtbot: QtBot, desk: Desk, panel: SheetsPanel
) -> None:
    count = len(made(panel).open_problems)
    assert count > 0
    assert panel.options.problems_chip.text() == f"printed over {count} open problems"
    qtbot.mouseClick(panel.options.problems_chip, Qt.MouseButton.LeftButton)
    assert desk.panels == ["problems"]
    panel.show_kind("start-list")
    assert not panel.options.problems_chip.isVisible()


def test_letters_no_font_has_are_said_before_printing(desk: Desk, panel: SheetsPanel) -> None:
    desk.add("78", "\N{EGYPTIAN HIEROGLYPH A001}", "Glyph", "short")
    panel.show_kind("start-list")
    assert panel.glyph_notice.isVisible()
    assert "U+13000" in panel.glyph_notice.label.text()


# Saving


def test_a_saved_pdf_has_the_pages_that_were_shown_and_can_be_opened(
    qtbot: QtBot, panel: SheetsPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    path = tmp_path / "prizes.pdf"
    panel.save_to(path)
    assert len(PdfReader(path).pages) == made(panel).page_count
    assert panel.done_notice.label.text() == "Saved as “prizes.pdf”. It is sheet 1."
    assert panel.done_notice.button is not None
    qtbot.mouseClick(panel.done_notice.button, Qt.MouseButton.LeftButton)
    assert [url.toLocalFile() for url in opened] == [str(path)]


def test_a_saved_spreadsheet_is_one(panel: SheetsPanel, tmp_path: Path) -> None:
    path = tmp_path / "prizes.xlsx"
    panel.save_to(path)
    assert path.read_bytes().startswith(b"PK")


def test_a_folder_that_takes_nothing_is_said_and_nothing_is_left(
    panel: SheetsPanel, tmp_path: Path
) -> None:
    panel.save_to(tmp_path / "gone" / "prizes.pdf")
    assert panel.failed_notice.isVisible()
    assert "prizes.pdf" in panel.failed_notice.label.text()
    assert not panel.done_notice.isVisible()


def test_the_name_offered_says_what_it_is(desk: Desk, panel: SheetsPanel) -> None:
    assert panel.suggested_name(".pdf") == "willesden-prize-list.pdf"
    desk.context.scope.set(desk.context.scope.event_id, desk.race("mid"))
    assert panel.suggested_name(".xlsx") == "willesden-mid-prize-list.xlsx"
    panel.show_kind("standings")
    assert panel.suggested_name(".pdf") == "mid-standings.pdf"


# Printing


def test_without_a_printer_it_says_so_and_offers_a_pdf(
    qtbot: QtBot, panel: SheetsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(panel, "printer_names", list)
    monkeypatch.setattr(panel, "_ask_path", asked.append)
    panel.pages.setFocus()
    qtbot.keyClick(panel.pages, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "No printer" in panel.failed_notice.label.text()
    assert panel.failed_notice.button is not None
    qtbot.mouseClick(panel.failed_notice.button, Qt.MouseButton.LeftButton)
    assert asked == [".pdf"]


def paper_in(path: Path) -> QPrinter:
    """A printer whose paper is a PDF file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_what_is_printed_has_the_pages_and_the_paper_that_were_shown(
    panel: SheetsPanel, tmp_path: Path
) -> None:
    path = tmp_path / "printed.pdf"
    printer = paper_in(path)
    prepare_paper(printer, made(panel))
    panel.print_to(printer)
    pages = PdfReader(path).pages
    assert len(pages) == made(panel).page_count
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == (595, 842)
    assert "sent to the printer" in panel.done_notice.label.text()


def test_only_the_pages_asked_for_are_printed(panel: SheetsPanel, tmp_path: Path) -> None:
    panel.options.places.setValue(50)
    panel.show_kind("standings")
    preview = made(panel)
    path = tmp_path / "printed.pdf"
    printer = paper_in(path)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 1)
    assert print_pages(preview, printer, Progress()) == 1
    assert len(PdfReader(path).pages) == 1


def test_a_printer_that_takes_nothing_is_told_calmly(panel: SheetsPanel, tmp_path: Path) -> None:
    printer = paper_in(tmp_path / "gone" / "printed.pdf")
    with pytest.raises(KnownError) as caught:
        print_pages(made(panel), printer, Progress())
    assert caught.value.note.code == "sheet.not-printed"
    panel.print_to(printer)
    assert panel.failed_notice.isVisible()


def test_print_the_prize_list_from_the_find_box_ends_on_the_button_that_prints_it(
    panel: SheetsPanel,
) -> None:
    panel.show_kind("results")
    panel.prize_list()
    assert panel.cards.current == "prize-list"
    assert panel.options.print_button.hasFocus()
    panel.standings_sheet()
    assert panel.cards.current == "standings"


# States


def test_a_season_without_points_has_no_standings_to_print(
    desk: Desk, panel: SheetsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    rules = replace(desk.season.rules, points=None, standings=None)
    monkeypatch.setattr(type(desk.season), "rules", property(lambda _season: rules))
    panel.show_kind("standings")
    assert panel.empty.isVisible()
    assert "has no series points" in panel.empty.text_label.text()
    assert not panel.options.print_button.isEnabled()
    assert panel.options.print_button.toolTip()


def test_an_empty_season_still_shows_its_sheets(qtbot: QtBot, tmp_path: Path) -> None:
    with open_desk(tmp_path, people=False) as desk:
        panel = shown(qtbot, desk)
        for kind in KINDS:
            panel.show_kind(kind.id)
            assert panel.pages.isVisible(), kind.id
            assert panel.options.print_button.isEnabled(), kind.id
        panel.hide()


def test_a_file_open_for_reading_only_can_be_printed_and_saved(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_desk(tmp_path) as desk:
        hold(desk, 0, MANY)
    with open_again(tmp_path, read_only=True) as desk:
        panel = shown(qtbot, desk)
        panel.save_to(tmp_path / "list.pdf")
        assert (tmp_path / "list.pdf").is_file()
        panel.hide()


def test_the_pages_turn_by_key(qtbot: QtBot, desk: Desk, panel: SheetsPanel) -> None:
    for n in range(120):
        desk.add(str(1000 + n), "Many", f"Starter{n}", "short")
    panel.show_kind("start-list")
    assert made(panel).page_count > 2
    panel.pages.setFocus()
    qtbot.keyClick(panel.pages, Qt.Key.Key_PageDown)
    assert panel.page_label.text() == f"page 2 of {made(panel).page_count}"
    qtbot.keyClick(panel.pages, Qt.Key.Key_End)
    assert panel.pages.current_page == made(panel).page_count - 1
    assert not panel.on_button.isEnabled()
    qtbot.keyClick(panel.pages, Qt.Key.Key_Home)
    assert panel.pages.current_page == 0


def test_page_width_shows_the_page_larger(panel: SheetsPanel) -> None:
    before = panel.pages.verticalScrollBar().maximum()
    panel.fit_bar.set_current("width")
    assert panel.pages.fit == "width"
    assert panel.pages.verticalScrollBar().maximum() > before


# --------------------------------------------------------------------- numbers and what hangs


def test_what_is_saved_or_printed_has_a_number_and_the_preview_has_none(
    panel: SheetsPanel, desk: Desk, tmp_path: Path
) -> None:
    panel.save_to(tmp_path / "first.pdf")
    panel.save_to(tmp_path / "second.pdf")
    assert panel.done_notice.label.text() == "Saved as “second.pdf”. It is sheet 2."
    text = PdfReader(tmp_path / "second.pdf").pages[0].extract_text()
    assert "Sheet 2 · replaces sheet 1" in text
    assert made(panel).sheet.identity.number is None
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    panel.print_to(printer)
    assert "It is sheet 3." in panel.done_notice.label.text()
    pages = [record.pages for record in desk.season.data.printed.values()]
    assert pages == [made(panel).page_count] * 3


def test_a_spreadsheet_is_no_paper_and_has_no_number(
    panel: SheetsPanel, desk: Desk, tmp_path: Path
) -> None:
    panel.save_to(tmp_path / "list.xlsx")
    assert panel.done_notice.label.text() == "Saved as “list.xlsx”."
    assert desk.season.data.printed == {}


def test_a_sheet_that_hangs_is_shown_as_it_was_chosen(
    panel: SheetsPanel, desk: Desk, tmp_path: Path
) -> None:
    panel.show_kind("results")
    panel.options.by_category.setChecked(True)
    scope = desk.context.scope
    scope.set(scope.event_id, desk.race("short"))
    panel.save_to(tmp_path / "results.pdf")
    panel.options.by_category.setChecked(False)
    panel.show_kind("standings")
    scope.set(desk.season.data.events_in_order()[1].id, None)
    panel.go_to(Place(event_id=scope.event_id, sheet_id=1))
    assert panel.cards.current == "results"
    assert panel.options.by_category.isChecked()
    assert scope.race_id == desk.race("short")
    assert panel.options.print_button.hasFocus()
    panel.save_to(tmp_path / "again.pdf")
    assert "replaces sheet 1" in PdfReader(tmp_path / "again.pdf").pages[0].extract_text()


def test_a_runner_who_cannot_have_run_so_is_named_before_the_prizes(
    panel: SheetsPanel, desk: Desk
) -> None:
    assert not panel.doubt_notice.isVisible()
    event = desk.season.data.events_in_order()[0]
    elapsed = Duration(10 * 60_000)
    save_entry(desk.season, man("Impossible"), Entry(runner_id=RunnerId(0),
               race_id=desk.race("short"), bib="99"))  # fmt: skip
    timing.key_paper(desk.season, event.id, desk.race("short"), "99", elapsed, "tests")
    assert panel.doubt_notice.isVisible()
    words = panel.doubt_notice.label.text()
    assert words.startswith("Before the prizes: #99 Tama Impossible, place 1 in Open men")
    panel.show_kind("start-list")
    assert not panel.doubt_notice.isVisible()


def test_a_protected_sheet_hides_on_the_screen_what_it_prints_on_paper(
    panel: SheetsPanel, desk: Desk, tmp_path: Path
) -> None:
    phones = {"phone": "000 501", "emergency_name": "Invented Friend", "emergency_phone": "000 9"}
    entry_id = desk.add("501", "Out", "There", contact=Contact(runner_id=RunnerId(0), **phones))
    scope = desk.context.scope
    scope.set(scope.event_id, desk.season.data.entries[entry_id].race_id)
    raceday.set_gun(desk.season, [scope.race_id], desk.clock.now_ms())
    panel.show_kind("sweep-phones")
    on_screen = str(made(panel).sheet)
    assert "There" in on_screen
    assert not [words for words in phones.values() if words in on_screen]
    panel.save_to(tmp_path / "sweep.pdf")
    text = PdfReader(tmp_path / "sweep.pdf").pages[0].extract_text()
    assert not [words for words in phones.values() if words not in text]
    assert not [words for words in phones.values() if words in str(desk.season.data.printed)]
    assert not [words for words in phones.values() if words in str(made(panel).sheet)]


PAGES = ("sheets", "certificates", "draw", "files", "itra")


def test_every_page_beside_the_sheets_can_be_turned_to_by_key(
    qtbot: QtBot, panel: SheetsPanel
) -> None:
    digits = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)
    for key, digit in list(zip(PAGES, digits, strict=True))[::-1]:
        qtbot.keyClick(panel, digit, Qt.KeyboardModifier.AltModifier)
        assert panel.switch.current == key
        assert panel.fit_bar.isVisible() == (key == "sheets")
        shown_page = panel.side_page
        assert (shown_page is None) == (key == "sheets")
        assert shown_page is None or shown_page.isVisible()


ROOM_AT_150_PERCENT = (980, 500)
"""What the shell leaves of 1280 x 720, in pixels."""


@pytest.fixture
def _large(qapp: QApplication) -> Iterator[None]:
    before = style.look()
    style.apply(qapp, before.theme, 1.5)
    yield
    style.apply(qapp, before.theme, before.scale)


@pytest.mark.usefixtures("_large")
def test_nothing_is_cut_off_at_150_percent(qtbot: QtBot, desk: Desk) -> None:
    panel = SheetsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(*ROOM_AT_150_PERCENT)
    panel.show()
    options = panel.options.findChild(ScrollColumn)
    assert options is not None
    for kind in KINDS:
        panel.show_kind(kind.id)
        assert options.widget().minimumSizeHint().width() <= options.viewport().width(), kind.id
        assert panel.minimumSizeHint().width() <= ROOM_AT_150_PERCENT[0], kind.id
        assert panel.minimumSizeHint().height() <= ROOM_AT_150_PERCENT[1], kind.id
    panel.show_kind("prize-list")
    panel.failed_notice.set_notice("No printer is set up.", "warn")
    panel.failed_notice.show()
    width, height = ROOM_AT_150_PERCENT
    assert panel.layout().totalHeightForWidth(width) <= height, "the buttons scroll out of sight"
    for key in PAGES[1:]:
        panel.show_page(key)
        assert panel.minimumSizeHint().width() <= ROOM_AT_150_PERCENT[0], key


def test_a_page_beside_the_sheets_is_made_only_when_it_is_turned_to(panel: SheetsPanel) -> None:
    assert panel._made == {}
    panel.show_page("draw")
    assert list(panel._made) == ["draw"]
    first = panel.side_page
    panel.show_page("sheets")
    panel.show_page("draw")
    assert panel.side_page is first


def test_asking_for_a_sheet_turns_back_to_the_sheets(panel: SheetsPanel) -> None:
    panel.show_page("files")
    panel.prize_list()
    assert panel.switch.current == "sheets"
    assert panel.cards.current == "prize-list"


def test_kinds_offer_their_own_options_and_no_others(panel: SheetsPanel) -> None:
    options = panel.options
    own = {
        "certificate": {options.of_kind.bib, options.of_kind.winners, options.by_category},
        "bib-labels": {options.of_kind.stock, options.of_kind.first_label, options.by_name},
        "spot-prizes": {options.of_kind.appendix},
        "emergency-list": {options.of_kind.medical},
        "results": {options.by_category},
    }
    every = set().union(*own.values())
    for kind, controls in own.items():
        panel.show_kind(kind)
        assert {control for control in every if control.isVisible()} == controls, kind
        assert options.paper.isVisible() == (kind != "bib-labels")


def test_what_is_chosen_for_a_kind_is_on_its_page(qtbot: QtBot, panel: SheetsPanel) -> None:
    panel.show_kind("certificate")
    whole = made(panel).page_count
    assert whole == 6
    qtbot.keyClicks(panel.options.of_kind.bib, "12")
    qtbot.keyClick(panel.options.of_kind.bib, Qt.Key.Key_Return)
    assert made(panel).page_count == 1
    assert "Number12" in str(made(panel).sheet.blocks)
    panel.show_kind("bib-labels")
    pages = made(panel).page_count
    panel.options.of_kind.first_label.setValue(24)
    assert made(panel).page_count == pages + 1


def test_a_protected_sheet_shows_no_contacts_before_it_is_printed(
    desk: Desk, panel: SheetsPanel
) -> None:
    contact = Contact(runner_id=RunnerId(0), emergency_name="Made Mother", emergency_phone="021")
    desk.add("77", "Made", "Protected", contact=contact)
    panel.show_kind("emergency-list")
    text = str(made(panel).sheet)
    assert "Protected" in text
    assert "Made Mother" not in text


def test_no_card_is_cut_off_and_the_chosen_one_is_in_view(panel: SheetsPanel) -> None:
    panel.show_kind("charts")
    card = panel.cards.card("charts")
    top = card.mapTo(panel.card_column.viewport(), card.rect().topLeft()).y()
    assert top >= 0
    assert top + card.height() <= panel.card_column.viewport().height()
