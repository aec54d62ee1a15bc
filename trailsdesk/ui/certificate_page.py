"""The certificates of an event are designed here: picture, fields, words, live as printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.domain.certificate import SIZES, WHOLE, CertificateDesign, CertificateField
from trailsdesk.domain.problems import KnownError
from trailsdesk.domain.sheet_art import ArtRole, SheetArt
from trailsdesk.i18n import _, message
from trailsdesk.services import sheet_art
from trailsdesk.services.certificate_sample import CertificateSample, certificate_sample
from trailsdesk.ui import style
from trailsdesk.ui.asking import ask_file
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.certificate_field import FieldControls, quietly
from trailsdesk.ui.certificate_view import CertificateView
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.settings import LAST_FOLDER, PAPER
from trailsdesk.ui.sheet_pages import SidePage
from trailsdesk.ui.widgets import Button, Card, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trailsdesk.ui.context import PanelContext


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    design: CertificateDesign
    art: SheetArt | None
    logo: SheetArt | None = None
    fault: str = ""


class CertificatePage(SidePage):
    """The page at the left takes mouse and keys; the fields of the chosen word at the right."""

    sheet_kind = "certificate"

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.setAccessibleName(_("Certificates"))
        self.context = context
        self._may_change = not context.season.file.read_only
        self._kept = CertificateDesign()
        self.design = CertificateDesign()
        self._of: tuple[object, object] | None = None
        self.view = CertificateView()
        self.controls = FieldControls()
        self._build()
        self._connect()
        self._show_field(CertificateField.NAME)

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(4))
        left = QVBoxLayout()
        left.addWidget(self.view, 1)
        self.told = PlainLabel("", "error", wrap=True)
        self.told.hide()
        left.addWidget(self.told)
        across.addLayout(left, 1)
        self.card = Card(padding=3)
        self.card.setAccessibleName(_("Design"))
        self._area = ScrollColumn()
        self.card.body.addWidget(self._area, 1)
        self._build_picture()
        self._area.column.addWidget(self.controls)
        self._area.column.addStretch(1)
        self.save_button = PrimaryButton(_("Keep the design"), self.save, key="Ctrl Enter")
        self.back_button = Button(_("As it was kept"), self.forget, kind="quiet")
        self.print_hint = PlainLabel(_("Ctrl+P: to the certificates of all finishers"), "small")
        for widget in (self.save_button, self.back_button, self.print_hint):
            self.card.body.addWidget(widget)
        across.addWidget(self.card)
        self._fit()
        style.watcher().changed.connect(self._fit)

    def _build_picture(self) -> None:
        column = self._area.column
        self.picture_label = PlainLabel("", "secondary", wrap=True)
        self.picture_button = Button(_("Background…"), self.choose_picture, icon="import")
        self.remove_button = Button(_("Remove"), self.remove_picture, kind="quiet")
        self.logo_label = PlainLabel("", "secondary", wrap=True)
        self.logo_button = Button(_("Logo…"), self.choose_logo, icon="import")
        self.no_logo_button = Button(_("Remove"), self.remove_logo, kind="quiet")
        self.no_logo_button.setAccessibleName(_("Remove the logo"))
        self.remove_button.setAccessibleName(_("Remove the background"))
        self.scope = CalmCombo(
            _("Picture and design are for"),
            (("event", _("this event")), ("all", _("every event"))),
        )
        self.landscape = QCheckBox(_("On its side"))
        self.ornament = QCheckBox(_("Our ornament, without a picture"))
        self.small_print = QCheckBox(_("Say at the foot which print it is"))
        self._labelled(_("Picture and design are for"), self.scope)
        for label, take, remove in (
            (self.picture_label, self.picture_button, self.remove_button),
            (self.logo_label, self.logo_button, self.no_logo_button),
        ):
            column.addWidget(label)
            row = QHBoxLayout()
            row.setSpacing(style.unit(2))
            row.addWidget(take)
            row.addWidget(remove)
            row.addStretch(1)
            column.addLayout(row)
        for box in (self.landscape, self.ornament, self.small_print):
            column.addWidget(box)

    def _labelled(self, words: str, control: QWidget) -> PlainLabel:
        label = PlainLabel(words, "secondary")
        label.setBuddy(control)
        control.setAccessibleName(words)
        self._area.column.addWidget(label)
        self._area.column.addWidget(control)
        return label

    def _connect(self) -> None:
        self.view.chosen.connect(lambda key: self._show_field(CertificateField(key)))
        self.view.moved.connect(self._move)
        self.view.sized.connect(self._size)
        self.controls.chosen.connect(lambda key: self._show_field(CertificateField(key)))
        self.controls.changed.connect(self._edited)
        for box in (self.landscape, self.ornament, self.small_print):
            box.toggled.connect(self._edited)
        self.scope.currentIndexChanged.connect(lambda _at: self._draw())
        keep = QShortcut(QKeySequence("Ctrl+Return"), self)
        keep.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keep.activated.connect(self.save)

    def _fit(self) -> None:
        self.card.setFixedWidth(style.unit(72))

    @property
    def first_control(self) -> QWidget:
        """The page itself: arrow keys move the name at once."""
        return self.view

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], Any]:
        season, event_id = self.context.season, self.context.scope.event_id

        def load() -> _Loaded:
            art = sheet_art.art_of(season, ArtRole.CERTIFICATE, event_id)
            logo = sheet_art.art_of(season, ArtRole.LOGO, event_id)
            try:
                design = sheet_art.design_of(season, event_id)
            except KnownError as error:
                fault = message(error)
                return _Loaded(design=CertificateDesign(), art=art, logo=logo, fault=fault)
            return _Loaded(design=design, art=art, logo=logo)

        return load

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each page knows its own kind
        """What is kept; what somebody is changing meanwhile stays."""
        changing = self.design != self._kept and self._of == self._scope_now()
        self._of = self._scope_now()
        self._kept = loaded.design
        if not changing:
            self.design = loaded.design
        self._tell(loaded.fault)
        for art, label, take, remove in (
            (loaded.art, self.picture_label, self.picture_button, self.remove_button),
            (loaded.logo, self.logo_label, self.logo_button, self.no_logo_button),
        ):
            name = art.name if art is not None and art.sha256 else ""
            said = _("Picture: {name}").format(name=name) if name else _("No picture.")
            label.setText(said if label is self.picture_label else _logo_words(name))
            remove.setEnabled(bool(name) and self._may_change)
            take.setEnabled(self._may_change)
        self._show_design()

    def _scope_now(self) -> tuple[object, object]:
        return self.context.season, self.context.scope.event_id

    def _event_id(self) -> Any:  # noqa: ANN401  an EventId, or None for every event
        return None if self.scope.currentData() == "all" else self.context.scope.event_id

    # -- showing --------------------------------------------------------------------------------

    @property
    def chosen(self) -> CertificateField:
        """The field chosen."""
        return self.controls.current

    def _show_design(self) -> None:
        for box, on in (
            (self.landscape, self.design.landscape),
            (self.ornament, self.design.ornament),
            (self.small_print, self.design.small_print),
        ):
            quietly(box, partial(box.setChecked, on))
        self._show_field(self.chosen)

    def _show_field(self, field: CertificateField) -> None:
        look = self.design.look(field)
        self.controls.show_field(field, look)
        self.view.choose(field)
        self._draw()

    def _draw(self) -> None:
        """The page with the design as it is being changed."""
        season, design = self.context.season, self.design
        event_id, paper = self.context.scope.event_id, self.context.settings.get(PAPER)
        changed = design != self._kept
        self.save_button.setEnabled(changed and self._may_change)
        self.back_button.setEnabled(changed)
        if not self.isVisible():
            return

        def show(sample: CertificateSample) -> None:
            if design == self.design:
                self.view.show_sample(sample)

        self.context.compute(
            lambda: certificate_sample(season, event_id, design, paper), show, owner=self
        )

    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))

    # -- changing -------------------------------------------------------------------------------

    def _edited(self, *_value: object) -> None:
        field = self.chosen
        look = self.design.look(field)
        landscape = self.landscape.isChecked()
        if landscape != self.design.landscape:
            # The usual places of the other side; what was moved keeps its thousandths.
            self.design = CertificateDesign(
                landscape=landscape,
                ornament=self.design.ornament,
                small_print=self.design.small_print,
            )
            self._show_design()
            return
        design = CertificateDesign(
            landscape=landscape,
            ornament=self.ornament.isChecked(),
            small_print=self.small_print.isChecked(),
            looks=self.design.looks,
        )
        changes = self.controls.look()
        if any(getattr(look, name) != value for name, value in changes.items()):
            design = design.with_look(field, **changes)
        self.design = design
        self._draw()

    def _move(self, x: int, y: int) -> None:
        look = self.design.look(self.chosen)
        self._change(x=_within(look.x + x, 0, WHOLE), y=_within(look.y + y, 0, WHOLE))

    def _size(self, by: int) -> None:
        look = self.design.look(self.chosen)
        self._change(size=_within(look.size + by, *SIZES))

    def _change(self, **changes: int) -> None:
        if self._may_change:
            self.design = self.design.with_look(self.chosen, **changes)
            self._show_field(self.chosen)

    def save(self) -> None:
        """Keep the design, for this event or for every one."""
        if not self.save_button.isEnabled():
            return
        season, event_id, design = self.context.season, self._event_id(), self.design
        self.context.change(
            lambda: sheet_art.set_design(season, event_id, design),
            _("Keep the design of certificates"),
            lambda _made: self.context.notify(_("The design is kept."), "good"),
        )

    def unsaved(self) -> str:
        """A design that was changed and not kept."""
        changed = self.design != self._kept and self._may_change
        return _("the design of the certificates") if changed else ""

    def forget(self) -> None:
        """The design as it was kept."""
        self.design = self._kept
        self._show_design()

    def choose_picture(self) -> None:
        """Ask for a picture to lie behind the words."""
        self._choose(_("Background of the certificates"), ArtRole.CERTIFICATE)

    def choose_logo(self) -> None:
        """Ask for a logo to stand on every sheet."""
        self._choose(_("Logo on every sheet"), ArtRole.LOGO)

    def _choose(self, title: str, role: ArtRole) -> None:
        if self._may_change:
            folder = self.context.settings.get(LAST_FOLDER)
            filters = (_("Pictures (*.png *.jpg *.jpeg)"), _("All files (*)"))
            ask_file(self, title, folder, filters, lambda path: self.open_picture(path, role))

    def open_picture(self, path: Path, role: ArtRole = ArtRole.CERTIFICATE) -> None:
        """Take a picture for the event, or for every event."""
        self.context.settings.set(LAST_FOLDER, str(path.parent))
        season, event_id = self.context.season, self._event_id()

        def act() -> None:
            content = sheet_art.read_picture(path)
            sheet_art.set_picture(season, role, event_id, path.name, content)

        self.context.change(
            act,
            _("Take a picture"),
            lambda _made: self._tell(""),
            lambda error: self._tell(message(error)),
        )

    def remove_picture(self) -> None:
        """Go without the background."""
        self._remove(ArtRole.CERTIFICATE)

    def remove_logo(self) -> None:
        """Go without the logo."""
        self._remove(ArtRole.LOGO)

    def _remove(self, role: ArtRole) -> None:
        season = self.context.season
        art = sheet_art.art_of(season, role, self.context.scope.event_id)
        if art is not None:
            self.context.change(
                lambda: sheet_art.remove_picture(season, role, art.event_id),
                _("Remove a picture"),
            )


def _logo_words(name: str) -> str:
    if not name:
        return _("No logo on the sheets.")
    return _("Logo on every sheet: {name}").format(name=name)


def _within(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
