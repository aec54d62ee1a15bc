"""A new draw: its pot, its seed, its prizes; sealed before the first one is drawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trailsdesk.domain.spot_draw import DrawPool
from trailsdesk.i18n import _
from trailsdesk.services.spot_draw import chance_seed
from trailsdesk.ui import style
from trailsdesk.ui.forms import Form, FormField
from trailsdesk.ui.page_stack import Page
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import Button, Card, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Mapping

_PRIZES = 200 * 200


class DrawForm(Page):
    """Says what a draw is to be: ``sealed`` gives its values, ``left`` that there is none."""

    sealed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("A new draw"))
        self.form = Form(
            (
                FormField(
                    key="pool", label=_("In the pot"), kind="choice", default="FINISHERS",
                    choices=(
                        (DrawPool.FINISHERS.value, _("who has finished when a prize is drawn")),
                        (DrawPool.STARTERS.value, _("who has started")),
                        (DrawPool.VOLUNTEERS.value, _("volunteers, by name")),
                    ),
                ),
                FormField(
                    key="seed", label=_("Seed"), required=True, max_length=80,
                    help=_("By chance; or roll dice in public and type what they show."),
                ),
                FormField(
                    key="title", label=_("Title"), max_length=120,
                    placeholder=_("Spot prizes of the day"),
                ),
                FormField(
                    key="excluded", label=_("Bibs left out"), max_length=2000,
                    placeholder=_("12, 214"),
                ),
                FormField(
                    key="names", label=_("Volunteers, one on each line"), kind="lines",
                    max_length=_PRIZES, wide=True,
                ),
                FormField(
                    key="prizes", label=_("Prizes, one on each line"), kind="lines",
                    max_length=_PRIZES, wide=True, placeholder=_("Trail socks | Made-up Sports"),
                    help=_("Behind a bar the sponsor. More can be added later."),
                ),
            ),
            columns=2,
        )  # fmt: skip
        self.told = PlainLabel("", "error", wrap=True)
        self.told.hide()
        self.seal_button = PrimaryButton(_("Seal the draw"), self.form.accept, key="Ctrl Enter")
        self.back_button = Button(_("Not now"), self.left.emit, kind="quiet", key="Esc")
        self._build()
        self.form.accepted.connect(self._accepted)
        self.form.changed.connect(self._changed)
        back = QShortcut(QKeySequence("Esc"), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.left)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card(_("A new draw"))
        column = ScrollColumn()
        column.column.addWidget(self.form)
        column.column.addStretch(1)
        card.body.addWidget(column, 1)
        card.body.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(style.unit(3))
        row.addWidget(self.seal_button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        card.body.addLayout(row)
        outer.addWidget(card)

    def begin(self) -> None:
        """An empty form with a seed by chance, the cursor in its first field."""
        self.form.reset()
        self.form.set_values({"seed": chance_seed()})
        self.tell("")
        self._changed("pool")
        self.form.control("pool").setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, text: str) -> None:
        """What keeps the draw from being sealed."""
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def _changed(self, key: str) -> None:
        self.tell("")
        if key == "pool":
            volunteers = self.form.value("pool") == DrawPool.VOLUNTEERS.value
            self.form.set_shown("names", volunteers)
            self.form.set_shown("excluded", not volunteers)

    def _accepted(self, values: Mapping[str, Any]) -> None:
        pool = DrawPool(values["pool"])
        volunteers = pool is DrawPool.VOLUNTEERS
        self.sealed.emit(
            {
                "pool": pool,
                "seed": values["seed"],
                "title": values["title"],
                "names": values["names"].splitlines() if volunteers else [],
                "bibs": [] if volunteers else re.split(r"[\s,;]+", values["excluded"]),
                "prizes": prizes_in(values["prizes"]),
            }
        )


def prizes_in(text: str) -> list[tuple[str, str]]:
    """Prize and sponsor of each line that is not empty."""
    found = []
    for line in text.splitlines():
        prize, _bar, sponsor = line.partition("|")
        if prize.strip():
            found.append((prize.strip(), sponsor.strip()))
    return found
