"""IOF XML 3.0 entry lists: one row for every person entered, the members of teams among them.

Source: the IOF data standard 3.0. Columns have the names of the standard's elements; those that
nobody fills are left out. The gate is that of ``formats.iof``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.problems import InputUnreadable, Problem, Severity
from trailsdesk.formats.iof import child_of, child_text, iof_root, local_name, walk
from trailsdesk.formats.tables import Book, BookKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from trailsdesk.formats.limits import Limits

_ALWAYS = ("Family", "Given", "Class", "EntryTime")
_COLUMNS = ("Family", "Given", "Sex", "BirthDate", "Nationality", "Organisation", "Class",
            "EntryTime", "PaidAmount", "Email", "Phone", "ControlCard")  # fmt: skip


def read_iof_entries(name: str, data: bytes, limits: Limits) -> Book:
    """The people of an entry list; row numbers count them from 1, in the order of the file.

    A team without named members is told: nobody of it can be entered.

    Raises:
        InputUnreadable: no entry list, damaged, hostile, or with more people than ``limits``.
    """
    found = iof_root(name, data, limits)
    if found is None:
        raise InputUnreadable("input.xml", name=name)
    root, version = found
    if not version.startswith("3"):
        raise InputUnreadable("looks.iof-old", name=name)
    if root != "EntryList":
        raise InputUnreadable("input.iof", name=name)
    people = _People(name, limits)
    for event, element in walk(name, data, limits):
        if event == "end":
            people.end(element)
    return people.book()


class _People:
    """Takes entries as they end and lets go of what was read."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._records: list[dict[str, str]] = []
        self._problems: list[Problem] = []

    def end(self, element: Element) -> None:
        """An element is complete."""
        local = local_name(element)
        if local == "PersonEntry":
            self._take(element, _of_entry(element))
        elif local == "TeamEntry":
            self._team(element)
        else:
            return
        element.clear()

    def _team(self, team: Element) -> None:
        shared = _of_entry(team)
        # What the organiser knows them by on the day is the team.
        shared["Organisation"] = child_text(team, "Name") or shared["Organisation"]
        members = [
            one
            for one in _children(team, "TeamEntryPerson")
            if child_of(one, "Person") is not None
        ]
        for member in members:
            own = {"ControlCard": child_text(member, "ControlCard")}
            self._take(member, {**shared, **own})
        if not members:
            self._tell("iof.team-unnamed", Severity.WARNING, team=shared["Organisation"][:80])

    def _take(self, element: Element, shared: dict[str, str]) -> None:
        if len(self._records) >= self._limits.rows:
            raise InputUnreadable("input.too-many-rows", name=self._name, limit=self._limits.rows)
        self._records.append({**shared, **_of_person(child_of(element, "Person"))})

    def _tell(self, code: str, severity: Severity, **params: str | int) -> None:
        self._problems.append(
            Problem(severity=severity, code=code, params=params, file=self._name)
        )

    def book(self) -> Book:
        """Everybody as one table."""
        if not self._records:
            code = "iof.no-people" if self._problems else "input.empty"
            raise InputUnreadable(code, name=self._name)
        header = tuple(
            column
            for column in _COLUMNS
            if column in _ALWAYS or any(record.get(column) for record in self._records)
        )
        rows = tuple(
            Row(number, tuple(record.get(column, "") for column in header))
            for number, record in enumerate(self._records, start=1)
        )
        return Book(
            name=self._name,
            kind=BookKind.XML,
            tables=(Table(name="", header_row=0, header=header, rows=rows),),
            encoding="utf-8",
            problems=tuple(self._problems),
        )


def _of_entry(element: Element) -> dict[str, str]:
    fee = child_of(element, "AssignedFee")
    return {
        "Organisation": child_text(element, "Organisation", "Name"),
        "Class": child_text(element, "Class", "Name") or child_text(element, "Class", "ShortName"),
        "EntryTime": child_text(element, "EntryTime"),
        "PaidAmount": child_text(fee, "PaidAmount"),
        "ControlCard": child_text(element, "ControlCard"),
    }


def _of_person(person: Element | None) -> dict[str, str]:
    nation = child_of(person, "Nationality")
    contacts = {one.get("type", ""): child_text(one) for one in _children(person, "Contact")}
    return {
        "Family": child_text(person, "Name", "Family"),
        "Given": child_text(person, "Name", "Given"),
        "Sex": person.get("sex", "") if person is not None else "",
        "BirthDate": child_text(person, "BirthDate"),
        "Nationality": nation.get("code", "") or child_text(nation) if nation is not None else "",
        "Email": contacts.get("EmailAddress", ""),
        "Phone": contacts.get("MobilePhoneNumber", "") or contacts.get("PhoneNumber", ""),
    }


def _children(element: Element | None, name: str) -> Iterator[Element]:
    for one in element if element is not None else ():
        if local_name(one) == name:
            yield one
