"""Pages of which one is shown; the others claim no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QSize


class Page(QWidget):
    """A page of a stack: hidden it claims no height for its width.

    Qt's stacks ask every page for that, the hidden ones too, whatever their size policy.
    """

    def heightForWidth(self, width: int) -> int:
        return -1 if self.isHidden() else super().heightForWidth(width)


class PageStack(QStackedWidget):
    """A stack as large as the page it shows: a hidden one must not make a panel scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._fit)

    def addWidget(self, page: QWidget) -> int:
        """Add a page at the end."""
        at = super().addWidget(page)
        self._fit()
        return at

    def _fit(self, *_signal: object) -> None:
        policy = QSizePolicy.Policy
        for at in range(self.count()):
            shown = at == self.currentIndex()
            how = policy.Preferred if shown else policy.Ignored
            page = self.widget(at)
            if page is not None:
                page.setSizePolicy(how, how)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Only the page shown decides how high the stack is."""
        page = self.currentWidget()
        return page is not None and page.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """The height of the page shown."""
        page = self.currentWidget()
        return -1 if page is None else page.heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        """The least of the page shown."""
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()
