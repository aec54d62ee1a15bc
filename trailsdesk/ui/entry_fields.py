"""The fields of the entry form, in the order of a paper sheet, and their values."""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.money import exponent
from trailsdesk.domain.people import Gender
from trailsdesk.domain.till import TillId
from trailsdesk.i18n import _
from trailsdesk.services.entry_desk import entered_day, entered_on, today
from trailsdesk.services.till import METHODS_AT_THE_TABLE, method_words, open_tills
from trailsdesk.ui.entry_words import gender_choices, medal_choices
from trailsdesk.ui.forms import FormField
from trailsdesk.ui.question_fields import question_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.people import Runner
    from trailsdesk.services.season import Season
    from trailsdesk.ui.forms import FieldValue

CONTACT_FIELDS = ("phone", "emergency_name", "emergency_phone", "email", "medical", "address")
MORE_FIELDS = (
    "address", "email", "waiver_by", "entered", "series_entry", "spoken", "latin_family",
    "latin_given",
)  # fmt: skip
"""What only some entries need; folded away until it is asked for."""
_CODE_LETTERS = 3


def entry_fields(season: Season, race_id: RaceId, *, new: bool) -> list[FormField]:
    """The fields for the event of a race; that race is chosen at first.

    In the order of a paper sheet, the organiser's questions after the note; what only some
    entries need stands last. Medal and money are asked with a new entry only: what changes them
    later books charges, and is done where those are seen.
    """
    races = [
        (str(race.id), race.label)
        for race in season.data.races_of(season.data.races[race_id].event_id)
    ]
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
        *(_paying_fields(season, race_id) if new else ()),
        field(key="phone", label=_("Phone"), max_length=60),
        field(key="emergency_name", label=_("Emergency contact"), max_length=200),
        field(key="emergency_phone", label=_("Emergency phone"), max_length=60),
        field(key="medical", label=_("Medical note")),
        field(key="waiver", label=_("Waiver signed"), kind="check"),
        field(key="note", label=_("Note")),
        *question_fields(season),
        field(key="address", label=_("Postal address"), kind="lines", wide=True),
        field(key="email", label=_("E-mail"), max_length=200),
        field(
            key="waiver_by",
            label=_("Waiver signed by"),
            max_length=200,
            placeholder=_("the runner, or a guardian's name"),
        ),
        field(key="entered", label=_("Entered on"), kind="date", default=today(season, race_id)),
        field(key="series_entry", label=_("Part of a series entry"), kind="check"),
        field(key="spoken", label=_("Name is said"), max_length=200),
        field(key="latin_family", label=_("Family name in Latin letters"), max_length=200),
        field(key="latin_given", label=_("Given name in Latin letters"), max_length=200),
    ]


def till_fields(season: Season, event_id: EventId) -> list[FormField]:
    """Which till money goes through, asked only while more than one is open."""
    tills = open_tills(season, event_id)
    choices = [("", _("the one I opened")), *((str(till.id), till.name) for till in tills)]
    field = FormField(key="till", label=_("Through the till"), kind="choice", choices=choices)
    return [field] if len(tills) > 1 else []


def chosen_till(values: Mapping[str, FieldValue]) -> TillId | None:
    """The till named in those fields."""
    number = str(values.get("till") or "")
    return TillId(int(number)) if number else None


def _paying_fields(season: Season, race_id: RaceId) -> list[FormField]:
    fees = season.rules.fees
    decimals = exponent(fees.currency) if fees else 2
    methods = [(method.value, method_words(method)) for method in METHODS_AT_THE_TABLE]
    return [
        FormField(key="medal", label=_("Medal"), kind="choice", choices=medal_choices()),
        FormField(key="paid", label=_("Pays now"), kind="money", decimals=decimals),
        FormField(key="paid_full", label=_("Pays in full"), kind="check"),
        FormField(key="method", label=_("Pays by"), kind="choice", choices=methods),
        *till_fields(season, season.data.races[race_id].event_id),
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
        "spoken": runner.spoken,
        "latin_family": runner.latin_family,
        "latin_given": runner.latin_given,
    }


def entry_values(season: Season, entry: Entry) -> dict[str, FieldValue]:
    """What the form shows of an entry; who signed for it is not shown unasked."""
    return {
        "waiver": entry.id in season.data.waivers,
        "race": str(entry.race_id),
        "division": entry.division,
        "bib": entry.bib,
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
        spoken=text_of(values["spoken"]),
        latin_family=text_of(values["latin_family"]),
        latin_given=text_of(values["latin_given"]),
    )


def entry_from(
    season: Season, values: Mapping[str, FieldValue], base: Entry, race_id: RaceId
) -> Entry:
    """The entry as the form has it; ``base`` is the one there is, or a new one with id 0."""
    instant, day = base.entered_ms, values["entered"]
    if isinstance(day, datetime.date):
        instant = entered_on(season, race_id, day, base if base.id else None)
    return dataclasses.replace(
        base,
        race_id=race_id,
        bib=text_of(values["bib"]),
        medal=MedalOrder(str(values.get("medal", base.medal.value))),
        note=text_of(values["note"]),
        division=str(values.get("division", base.division) or ""),
        entered_ms=instant,
        series_entry=bool(values["series_entry"]),
    )


def text_of(value: FieldValue) -> str:
    """A text field on one line, without blanks around or doubled."""
    return " ".join(str(value).split()) if value else ""


def _nation(text: str) -> str:
    """A code in capitals, however it was typed; a country's name as it was typed."""
    return text.upper() if len(text) <= _CODE_LETTERS else text
