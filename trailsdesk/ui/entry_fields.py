"""The fields of the entry form, in the order of a paper sheet, and their values."""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING

from trailsdesk.domain.money import exponent
from trailsdesk.domain.people import Gender
from trailsdesk.i18n import _
from trailsdesk.services.entry_desk import entered_day, today
from trailsdesk.ui.entry_words import gender_choices, medal_choices
from trailsdesk.ui.forms import FormField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.people import Runner
    from trailsdesk.services.season import Season
    from trailsdesk.ui.forms import FieldValue

CONTACT_FIELDS = ("phone", "emergency_name", "emergency_phone", "email", "medical")
_CODE_LETTERS = 3


def entry_fields(season: Season, race_id: RaceId) -> list[FormField]:
    """The fields for the event of a race; that race is chosen at first."""
    races = [
        (str(race.id), race.label)
        for race in season.data.races_of(season.data.races[race_id].event_id)
    ]
    fees = season.rules.fees
    field = FormField
    return [
        field(key="family_name", label=_("Family name"), required=True, max_length=200),
        field(key="given_name", label=_("Given name"), max_length=200),
        field(key="gender", label=_("Gender"), kind="choice", choices=gender_choices()),
        field(key="birth_date", label=_("Birth date"), kind="date", placeholder=_("9 Aug 1986")),
        field(key="nation", label=_("Nation"), max_length=60),
        field(key="club", label=_("Club"), max_length=200),
        field(key="city", label=_("City"), max_length=200),
        field(key="race", label=_("Race"), kind="choice", choices=races, default=str(race_id)),
        *_division_fields(season),
        field(key="bib", label=_("Bib"), max_length=20),
        field(
            key="paid",
            label=_("Paid"),
            kind="money",
            decimals=exponent(fees.currency) if fees else 2,
        ),
        field(key="paid_full", label=_("Paid in full"), kind="check"),
        field(key="medal", label=_("Medal"), kind="choice", choices=medal_choices()),
        field(key="phone", label=_("Phone"), max_length=60),
        field(key="emergency_name", label=_("Emergency contact"), max_length=200),
        field(key="emergency_phone", label=_("Emergency phone"), max_length=60),
        field(key="email", label=_("E-mail"), max_length=200),
        field(key="medical", label=_("Medical note")),
        field(key="note", label=_("Note")),
        field(key="entered", label=_("Entered on"), kind="date", default=today(season, race_id)),
        field(key="series_entry", label=_("Part of a series entry"), kind="check"),
    ]


def _division_fields(season: Season) -> list[FormField]:
    """The choice of a division, where the rules have any beside the categories by age.

    One that the rules no longer have is still offered while an entry has it.
    """
    divisions = season.rules.categories.divisions
    known = [(each.code, each.label) for each in divisions]
    codes = {code for code, _label in known}
    chosen = {entry.division for entry in season.data.entries.values()} - codes - {""}
    known += [(code, _("{code} (not in the rules)").format(code=code)) for code in sorted(chosen)]
    if not known:
        return []
    choices = [("", _("by age")), *known]
    return [FormField(key="division", label=_("Division"), kind="choice", choices=choices)]


def runner_values(runner: Runner) -> dict[str, FieldValue]:
    """What the form shows of a person."""
    return {
        "family_name": runner.family_name,
        "given_name": runner.given_name,
        "gender": runner.gender.value if runner.gender else "",
        "birth_date": runner.birth_date,
        "nation": runner.nation,
        "club": runner.club,
        "city": runner.city,
    }


def entry_values(season: Season, entry: Entry) -> dict[str, FieldValue]:
    """What the form shows of an entry."""
    return {
        "race": str(entry.race_id),
        "division": entry.division,
        "bib": entry.bib,
        "paid": entry.paid_minor,
        "medal": entry.medal.value,
        "note": entry.note,
        "entered": entered_day(season, entry),
        "series_entry": entry.series_entry,
    }


def runner_from(values: Mapping[str, FieldValue], base: Runner) -> Runner:
    """The person as the form has it; ``base`` gives the id."""
    gender, born = values["gender"], values["birth_date"]
    return dataclasses.replace(
        base,
        family_name=text_of(values["family_name"]),
        given_name=text_of(values["given_name"]),
        gender=Gender(str(gender)) if gender else None,
        birth_date=born if isinstance(born, datetime.date) else None,
        nation=_nation(text_of(values["nation"])),
        club=text_of(values["club"]),
        city=text_of(values["city"]),
    )


def text_of(value: FieldValue) -> str:
    """A text field on one line, without blanks around or doubled."""
    return " ".join(str(value).split()) if value else ""


def _nation(text: str) -> str:
    """A code in capitals, however it was typed; a country's name as it was typed."""
    return text.upper() if len(text) <= _CODE_LETTERS else text
