from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit

from trailsdesk.ui.form_values import (
    FieldError,
    date_text,
    money_text,
    parse_date,
    parse_money,
    parse_number,
)
from trailsdesk.ui.forms import Form, FormField

FIELDS = (
    FormField(key="name", label="Name", required=True),
    FormField(key="born", label="Born", kind="date"),
    FormField(key="bib", label="Bib", kind="number", minimum=1, maximum=9999),
    FormField(key="fee", label="Fee", kind="money", help="computed from the birth date"),
    FormField(key="race", label="Race", kind="choice", choices=(("L", "Long"), ("S", "Short"))),
    FormField(key="medal", label="Finisher medal", kind="check"),
    FormField(key="note", label="Note", kind="lines", wide=True),
)


@pytest.fixture
def form(qtbot):
    made = Form(FIELDS, columns=2)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def note_of(form, key):
    return form._notes[key].text()


def test_values_have_the_types_of_their_fields(form):
    form.set_values(
        {
            "name": "Zoë Nguyen",
            "born": datetime.date(1986, 8, 9),
            "bib": 214,
            "fee": 12500,
            "race": "S",
            "medal": True,
            "note": "by post",
        }
    )
    assert form.values() == {
        "name": "Zoë Nguyen",
        "born": datetime.date(1986, 8, 9),
        "bib": 214,
        "fee": 12500,
        "race": "S",
        "medal": True,
        "note": "by post",
    }


def test_empty_fields_are_nothing_not_zero(form):
    values = form.values()
    assert values["bib"] is None
    assert values["fee"] is None
    assert values["born"] is None
    assert values["race"] == "L"


def test_the_message_stands_beside_the_field_and_goes_when_mended(form, qtbot):
    assert not form.validate()
    assert note_of(form, "name") == "Fill this in."
    assert form.control("name").property("invalid") is True
    assert form.control("name").accessibleDescription() == "Fill this in."
    assert form.control("name").hasFocus()
    qtbot.keyClicks(form.control("name"), "Ana")
    assert note_of(form, "name") == ""
    assert form.control("name").property("invalid") is False


def test_help_comes_back_after_a_mistake(form, qtbot):
    qtbot.keyClicks(form.control("fee"), "12,5,x")
    form.validate()
    assert "125.00" in note_of(form, "fee")
    form.control("fee").clear()
    qtbot.keyClicks(form.control("fee"), "12.50")
    assert note_of(form, "fee") == "computed from the birth date"


def test_enter_goes_to_the_next_field_and_the_last_one_accepts(qtbot):
    form = Form(FIELDS[:3])
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
    got = []
    form.accepted.connect(got.append)
    form.control("name").setFocus()
    qtbot.keyClicks(form.control("name"), "Ana")
    for key in ("name", "born"):
        qtbot.keyClick(form.control(key), Qt.Key.Key_Return)
    assert form.control("bib").hasFocus()
    qtbot.keyClicks(form.control("bib"), "7")
    qtbot.keyClick(form.control("bib"), Qt.Key.Key_Enter)
    assert got == [{"name": "Ana", "born": None, "bib": 7}]


def test_ctrl_enter_accepts_from_anywhere_even_from_lines(form, qtbot):
    got = []
    form.accepted.connect(got.append)
    form.set_values({"name": "Ana"})
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(form.control("note"), Qt.Key.Key_Return, ctrl)
    assert len(got) == 1


def test_enter_in_lines_is_a_line_break(form, qtbot):
    note = form.control("note")
    qtbot.keyClicks(note, "a")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    qtbot.keyClicks(note, "b")
    assert form.value("note") == "a\nb"


def test_nothing_is_accepted_while_something_is_wrong(form, qtbot):
    got = []
    form.accepted.connect(got.append)
    assert not form.accept()
    assert not got


def test_tab_goes_through_the_fields_as_listed(form, qtbot):
    form.control("name").setFocus()
    seen = ["name"]
    for _ in FIELDS[1:]:
        qtbot.keyClick(form.window().focusWidget(), Qt.Key.Key_Tab)
        focused = form.window().focusWidget()
        seen.append(next(k for k in form.values() if form.control(k) is focused))
    assert seen == [field.key for field in FIELDS]


def test_a_refusal_from_elsewhere_stays_until_the_field_changes(form, qtbot):
    form.set_values({"name": "Ana", "bib": 7})
    form.set_error("bib", "Bib 7 is Bo's.")
    assert not form.validate()
    assert note_of(form, "bib") == "Bib 7 is Bo's."
    form.control("bib").clear()
    qtbot.keyClicks(form.control("bib"), "8")
    assert form.validate()


def test_own_checks_get_the_typed_value(qtbot):
    def even(value):
        return "Even bibs only." if value is not None and value % 2 else None

    form = Form([FormField(key="bib", label="Bib", kind="number", check=even)])
    qtbot.addWidget(form)
    form.set_values({"bib": 7})
    assert form.error("bib") == "Even bibs only."
    form.set_values({"bib": 8})
    assert form.error("bib") == ""


def test_only_the_user_s_changes_are_told(form, qtbot):
    heard = []
    form.changed.connect(heard.append)
    form.set_values({"name": "Ana", "race": "S", "medal": True, "note": "x"})
    assert heard == []
    qtbot.keyClicks(form.control("name"), "!")
    form.control("medal").setChecked(False)
    assert heard == ["name", "medal"]


def test_a_date_is_shown_back_as_understood_on_leaving(form, qtbot):
    born = form.control("born")
    born.setFocus()
    qtbot.keyClicks(born, "9/8/1986")
    qtbot.keyClick(born, Qt.Key.Key_Return)
    assert born.text() == "1986-08-09"


def test_a_wrong_date_is_kept_as_typed_and_said(form, qtbot):
    born = form.control("born")
    born.setFocus()
    qtbot.keyClicks(born, "31.02.1986")
    qtbot.keyClick(born, Qt.Key.Key_Return)
    assert born.text() == "31.02.1986"
    assert note_of(form, "born") == "There is no such date."
    assert form.value("born") is None


def test_a_note_can_explain_a_field(form):
    form.set_note("fee", "junior, 50.00")
    assert note_of(form, "fee") == "junior, 50.00"


def test_every_control_has_a_name_for_screen_readers(form):
    for kind in (QLineEdit, QComboBox, QCheckBox, QPlainTextEdit):
        assert all(control.accessibleName() for control in form.findChildren(kind))


def test_reset_forgets_values_and_messages(form):
    form.set_values({"name": "Ana"})
    form.set_error("bib", "taken")
    form.reset()
    assert form.value("name") == ""
    assert form.error("bib") == ""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1986-08-09", (1986, 8, 9)),
        ("9.8.1986", (1986, 8, 9)),
        ("09/08/1986", (1986, 8, 9)),
        ("09081986", (1986, 8, 9)),
        ("9 Aug 1986", (1986, 8, 9)),
        ("9 August 1986", (1986, 8, 9)),
        ("29-2-2000", (2000, 2, 29)),
    ],
)
def test_dates_are_understood_in_the_usual_forms(typed, expected):
    assert parse_date(typed) == datetime.date(*expected)


@pytest.mark.parametrize("typed", ["9.8.86", "31.4.2000", "2000-13-01", "soon", "9 Foo 1986", "1"])
def test_dates_are_never_guessed(typed):
    with pytest.raises(FieldError):
        parse_date(typed)


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_date_shown_is_the_date_read(value):
    assert parse_date(date_text(value)) == value


@pytest.mark.parametrize(
    ("typed", "decimals", "minor"),
    [
        ("125", 2, 12500),
        ("125.5", 2, 12550),
        ("1,250.00", 2, 125000),
        ("1.250,00", 2, 125000),
        ("-3,05", 2, -305),
        ("\N{MINUS SIGN}140.00", 2, -14000),
        ("1'250.10", 2, 125010),
        ("700", 0, 700),
    ],
)
def test_amounts_are_read_with_point_or_comma(typed, decimals, minor):
    assert parse_money(typed, decimals) == minor


@pytest.mark.parametrize(
    ("typed", "decimals"), [("1.234", 0), ("1,234", 2), ("12.345", 1), ("abc", 2), ("1..2", 2)]
)
def test_amounts_are_never_rounded_or_guessed(typed, decimals):
    with pytest.raises(FieldError):
        parse_money(typed, decimals)


@given(minor=st.integers(-(10**10), 10**10), decimals=st.sampled_from([0, 2, 3]))
def test_an_amount_shown_is_the_amount_read(minor, decimals):
    assert parse_money(money_text(minor, decimals), decimals) == minor


def test_numbers_say_their_limits():
    assert parse_number("1 200", None, None) == 1200
    with pytest.raises(FieldError, match="9"):
        parse_number("10", 1, 9)
    with pytest.raises(FieldError, match="whole"):
        parse_number("1.5", None, None)
