"""The one style sheet, made from the roles and the scale of a look."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics

from trailsdesk import resource

if TYPE_CHECKING:
    from trailsdesk.ui.style import Look

_BASE = """
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[ground="window"] { background: $window; }
QToolTip { background: $surface; color: $text; border: 1px solid $control; padding: $u1; }
QLabel { background: transparent; }
QLabel:disabled { color: $secondary; }
QLabel[type="secondary"] { color: $secondary; }
QLabel[type="small"] { color: $secondary; font-size: $t_small; }
QLabel[type="strong"] { font-weight: 600; }
QLabel[type="heading"] { font-size: $t_heading; font-weight: 600; }
QLabel[type="title"] { font-size: $t_title; font-weight: 600; }
QLabel[type="figure"] { font-size: $t_figure; font-weight: 600; }
QLabel[type="clock"] { font-size: $t_clock; font-weight: 300; }
QLabel[type="error"] { color: $bad; }
QLabel[tone="good"] { color: $accent; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="muted"] { color: $secondary; }

QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: $u2; }
QFrame[card="true"][selected="true"] { border: 1px solid $accent; border-left: $u1 solid $accent; }
QFrame[callout="true"] { background: $soft; border: 0; border-left: $u1 solid $accent;
    border-radius: $u15; }
QFrame[callout="true"][tone="warn"] { background: $warn_ground; border-left-color: $warn; }
QFrame[callout="true"][tone="bad"] { background: $bad_ground; border-left-color: $bad; }
QFrame[callout="true"][tone="muted"] { background: $muted_ground; border-left-color: $control; }
QFrame[notice="true"] { background: $soft; border: 1px solid $accent; border-radius: $u15; }
QFrame[notice="true"][tone="warn"] { background: $warn_ground; border-color: $warn; }
QFrame[notice="true"][tone="bad"] { background: $bad_ground; border-color: $bad; }
QFrame[notice="true"][tone="muted"] { background: $muted_ground; border-color: $control; }
QFrame[divider="true"] { background: $line; border: 0; }

QLabel[chip="true"], QPushButton[kind="chip"] { background: $soft; color: $accent; border: 0;
    border-radius: $chip_radius; padding: $chip_pad_y $u2; font-size: $t_small; font-weight: 600; }
QLabel[chip="true"][tone="warn"], QPushButton[kind="chip"][tone="warn"] {
    background: $warn_ground; color: $warn; }
QLabel[chip="true"][tone="bad"], QPushButton[kind="chip"][tone="bad"] {
    background: $bad_ground; color: $bad; }
QLabel[chip="true"][tone="muted"], QPushButton[kind="chip"][tone="muted"] {
    background: $muted_ground; color: $secondary; }
QPushButton[kind="chip"] { border: 1px solid transparent; min-height: 0; }
QPushButton[kind="chip"]:hover { border-color: $control; }
QPushButton[kind="chip"]:checked { background: $accent; color: $on_accent; }
QPushButton[kind="chip"][tone="warn"]:checked { background: $warn; color: $surface; }
QPushButton[kind="chip"][tone="bad"]:checked { background: $bad; color: $surface; }
QPushButton[kind="chip"][tone="muted"]:checked { background: $secondary; color: $surface; }
QPushButton[kind="chip"]:focus { border: 1px solid $focus; }
QLabel[keycap="true"] { background: $surface; color: $secondary; border: 1px solid $control;
    border-bottom: 2px solid $control; border-radius: $u1; padding: 0 $u1; font-size: $t_small; }
"""

_BUTTONS = """
QPushButton, QToolButton { background: $surface; color: $text; border: 1px solid $control;
    border-radius: $u15; padding: $u1 $u3; min-height: $u55; font-weight: 600; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $soft; }
QPushButton:disabled, QToolButton:disabled { color: $secondary; background: $window;
    border-color: $line; border-style: dashed; font-weight: 400; }
QPushButton[kind="primary"], QPushButton[kind="segment"]:checked { background: $accent;
    color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover { border-color: $text; }
QPushButton[large="true"] { min-height: $u11; font-size: $t_heading; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="danger"]:hover { background: $bad_ground; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled,
QPushButton[kind="segment"]:checked:disabled { background: $muted_ground; color: $secondary;
    border-color: $line; }
QPushButton[kind="quiet"], QToolButton { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"] { color: $accent; padding: $u1 $u2; }
QPushButton[kind="quiet"]:disabled { color: $secondary; background: transparent;
    border-color: transparent; }
QPushButton[kind="quiet"]:hover, QToolButton:hover { background: $hover; }
QToolButton { padding: $u1; min-height: 0; }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus; padding: $p1 $p3; outline: 0; }
QToolButton:focus { padding: $p1; }
QPushButton[kind="quiet"]:focus { padding: $p1 $p2; }
QPushButton[kind="chip"]:focus { padding: $chip_pad_y $u2; border: 1px solid $focus; }
QPushButton::menu-indicator { image: none; width: 0; }

QCheckBox, QRadioButton { spacing: $u2; padding: 2px; border: 2px solid transparent;
    border-radius: $u1; background: transparent; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $focus; outline: 0; }
QCheckBox:disabled, QRadioButton:disabled { color: $secondary; }
QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator, QListView::indicator {
    width: $u4; height: $u4; border: 1px solid $control; background: $surface;
    border-radius: $u1; }
QRadioButton::indicator { border-radius: $u2; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent;
    image: url("$dash"); }
QRadioButton::indicator:checked { border-color: $accent; background: qradialgradient(cx: 0.5,
    cy: 0.5, fx: 0.5, fy: 0.5, radius: 0.5, stop: 0 $accent, stop: 0.58 $accent,
    stop: 0.68 $surface, stop: 1 $surface); }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit, QTimeEdit {
    background: $surface; color: $text; border: 1px solid $control; border-radius: $u15;
    padding: $u1 $u2; placeholder-text-color: $secondary;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit, QTimeEdit { min-height: $u55; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus, QDateEdit:focus, QTimeEdit:focus { border: 2px solid $focus; padding: $p1 $p2; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QSpinBox:disabled,
QDoubleSpinBox:disabled, QComboBox:disabled { background: $window; color: $secondary;
    border-color: $line; }
QLineEdit:read-only { background: $window; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"],
QSpinBox[invalid="true"] { border: 2px solid $bad; padding: $p1 $p2; background: $bad_ground; }
QLineEdit[field="bib"] { font-size: $t_clock; font-weight: 600; border: 2px solid $control;
    border-radius: $u3; padding: $u1 $u5; }
QLineEdit[field="bib"]:focus { border: 3px solid $focus; }
QLineEdit[field="large"] { font-size: $t_title; font-weight: 600; }
QComboBox::drop-down { border: 0; width: $u6; }
QComboBox::down-arrow { image: url("$chevron"); width: $u3; height: $u3; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit:focus,
QComboBox QLineEdit:focus { border: 0; padding: 0 0 0 $u2; min-height: 0;
    background: transparent; }
QSpinBox, QDoubleSpinBox { padding-right: $u6; }
QSpinBox::up-button, QDoubleSpinBox::up-button,
QSpinBox::down-button, QDoubleSpinBox::down-button {
    border: 0; width: $u5; background: transparent; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-position: bottom right; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url("$chevron_up"); width: $u2;
    height: $u2; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url("$chevron"); width: $u2;
    height: $u2; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $control;
    selection-background-color: $soft; selection-color: $text; outline: 0; }
QSlider::groove:horizontal { height: $u1; background: $control; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $accent; border: 2px solid $surface; width: $u4;
    height: $u4; margin: -$u2 0; border-radius: $handle_radius; }
QSlider { border: 2px solid transparent; border-radius: $u1; min-height: $u6; }
QSlider:focus { border: 2px solid $focus; }
"""

_VIEWS = """
QTableView, QListView, QTreeView { background: $surface; border: 1px solid $line;
    border-radius: $u2; padding: 1px; gridline-color: $line; outline: 0;
    selection-background-color: $soft; selection-color: $text; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid $focus; padding: 0; }
QTableView[bare="true"], QListView[bare="true"] { border: 0; padding: 2px; }
QTableView[bare="true"]:focus, QListView[bare="true"]:focus { border: 2px solid $focus;
    padding: 0; }
QTableView::item { padding: 0 $u175; border: 0; }
QListView::item { padding: $u1 $u2; }
QTableView QLineEdit { border-radius: 0; min-height: 0; padding: 0 $u2; border: 2px solid $focus; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $secondary; border: 0;
    border-bottom: 1px solid $line; padding: $u1 $u25; font-size: $t_header; font-weight: 600; }
QHeaderView::section:hover { color: $text; background: $hover; }
QHeaderView::down-arrow { image: url("$chevron"); width: $u2; height: $u2;
    subcontrol-position: center right; right: 2px; }
QHeaderView::up-arrow { image: url("$chevron_up"); width: $u2; height: $u2;
    subcontrol-position: center right; right: 2px; }
QTableCornerButton::section { background: $surface; border: 0; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget[ground="none"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: $u3; margin: 0; }
QScrollBar:horizontal { background: transparent; height: $u3; margin: 0; }
QScrollBar::handle { background: $control; border-radius: $u1; margin: 2px; }
QScrollBar::handle:vertical { min-height: $u8; }
QScrollBar::handle:horizontal { min-width: $u8; }
QScrollBar::handle:hover { background: $secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QTabWidget::pane { border: 0; }
QTabBar::tab { background: transparent; color: $secondary; padding: $u2 $u3; border: 0;
    border-bottom: 2px solid transparent; font-weight: 600; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected:focus { border: 2px solid $focus; border-radius: $u1; }
QSplitter::handle { background: transparent; }
QSplitter::handle:horizontal { width: $u3; }
QSplitter::handle:vertical { height: $u3; }
QGroupBox { border: 1px solid $line; border-radius: $u2; margin-top: $u4; padding: $u3;
    font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: $u3; padding: 0 $u1; }
QMenu { background: $surface; border: 1px solid $control; padding: $u1; }
QMenu::item { padding: $u15 $u6 $u15 $u3; border-radius: $u1; background: transparent; }
QMenu::item:selected { background: $soft; color: $text; }
QMenu::item:disabled { color: $secondary; }
QMenu::icon { padding-left: $u2; }
QMenu::separator { height: 1px; background: $line; margin: $u1 $u2; }
QMenuBar { background: $surface; }
QMenuBar::item { padding: $u1 $u2; background: transparent; }
QMenuBar::item:selected { background: $soft; }
QProgressBar { background: $muted_ground; border: 1px solid $control; border-radius: $u1;
    max-height: $u2; min-height: $u2; text-align: center; color: $text; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""

_SHELL = """
QWidget#sidebar { background: $sidebar; }
QFileDialog QListView#sidebar { background: $surface; }
QWidget#top_bar, QWidget#status_bar { background: $surface; }
QWidget#panel_area { background: $window; }
QLabel#logo { color: $sidebar_selected_text; font-size: $t_heading; font-weight: 600; }
QWidget#status_bar QLabel { font-size: $t_status; }
QWidget#status_bar QPushButton { font-size: $t_status; min-height: 0; padding: 0 $u2; }
QFrame#palette_popup { background: $surface; border: 1px solid $control; border-radius: $u2; }
QListView#palette_list { border: 0; padding: 2px; }
"""


def sheet(look: Look) -> str:
    """The style sheet text for ``look``. Every size in it grows with the look's scale."""
    roles = look.roles
    chip_font = look.font("small", bold=True)
    pad = max(1, look.unit(0.5))
    chip_height = QFontMetrics(chip_font).height() + 2 * pad
    values: dict[str, str] = {name: getattr(roles, name) for name in roles.__slots__}
    for name, steps in _STEPS.items():
        values[name] = f"{look.unit(steps)}px"
    # A focus ring is one pixel thicker than the edge it replaces; padding gives that pixel back.
    for name, steps in (("p1", 1), ("p2", 2), ("p3", 3)):
        values[name] = f"{max(0, look.unit(steps) - 1)}px"
    for size in ("small", "body", "heading", "title", "figure", "clock"):
        values[f"t_{size}"] = f"{look.type_px(size)}px"
    values["t_header"] = values["t_status"] = f"{round(12 * look.scale)}px"
    values["handle_radius"] = f"{look.unit(4) // 2}px"
    values["chip_radius"] = f"{chip_height // 2}px"
    values["chip_pad_y"] = f"{pad}px"
    for name in ("tick", "dash", "chevron", "chevron_up"):
        file = resource("icons", f"_{name}_{'dark' if look.shown == 'dark' else 'light'}.svg")
        values[name] = file.as_posix()
    text = "".join((_BASE, _BUTTONS, _FIELDS, _VIEWS, _SHELL))
    return Template(text).substitute(values)


_STEPS = {
    "u1": 1,
    "u15": 1.5,
    "u175": 1.75,
    "u2": 2,
    "u25": 2.5,
    "u3": 3,
    "u4": 4,
    "u5": 5,
    "u55": 5.5,
    "u6": 6,
    "u8": 8,
    "u11": 11,
}
