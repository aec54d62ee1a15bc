"""How a certificate is designed: which words stand where, as data that is checked strictly."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

WHOLE = 1000
"""Places and widths are thousandths of the page, so that a design fits every paper."""
MOST_WORDS = 200
SIZES = (4, 120)
"""The smallest and the largest type size, in points."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class CertificateField(enum.StrEnum):
    """What can stand on a certificate; the first four and the signature may have own words."""

    TITLE = "title"
    SERIES = "series"
    INTRO = "intro"
    NOTE = "note"
    NAME = "name"
    RACE = "race"
    TIME = "time"
    PLACE = "place"
    CATEGORY = "category"
    EVENT = "event"
    SIGNATURE = "signature"


OWN_WORDS = frozenset(
    {
        CertificateField.TITLE,
        CertificateField.SERIES,
        CertificateField.INTRO,
        CertificateField.NOTE,
        CertificateField.SIGNATURE,
    }
)
"""Fields whose words an organiser may write; the others say what the results say."""


class Side(enum.StrEnum):
    """Which edges of a field's lines stand above one another."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLook:
    """Where a field stands and how it looks.

    ``x`` and ``width`` are thousandths of the page's width, ``y`` of its height down to the base
    line; ``size`` is in points and gets smaller for a long name. ``text`` are own words; empty
    takes the program's.
    """

    x: int
    y: int
    width: int
    size: int
    align: Side = Side.CENTRE
    bold: bool = False
    colour: str = "#1a201d"
    shown: bool = True
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateDesign:
    """A whole design. ``ornament`` is our own, drawn where no picture is."""

    landscape: bool = True
    ornament: bool = True
    small_print: bool = True
    looks: Mapping[CertificateField, FieldLook] = field(default_factory=dict)

    def look(self, name: CertificateField) -> FieldLook:
        """How a field looks: as said, else as it stands in the usual design."""
        usual = _ACROSS if self.landscape else _UPRIGHT
        return self.looks.get(name, usual[name])

    def with_look(self, name: CertificateField, **changes: Any) -> CertificateDesign:  # noqa: ANN401
        """The design with a field changed."""
        looks = {**self.looks, name: replace(self.look(name), **changes)}
        return replace(self, looks=looks)


_GREEN = "#0b6b4d"
_SOFT = "#4a544f"
_ACROSS: Mapping[CertificateField, FieldLook] = {
    CertificateField.SERIES: FieldLook(x=120, y=155, width=760, size=15, colour=_SOFT),
    CertificateField.TITLE: FieldLook(x=120, y=255, width=760, size=40, bold=True, colour=_GREEN),
    CertificateField.INTRO: FieldLook(x=120, y=335, width=760, size=14, colour=_SOFT),
    CertificateField.NAME: FieldLook(x=100, y=440, width=800, size=44, bold=True),
    CertificateField.RACE: FieldLook(x=120, y=520, width=760, size=18),
    CertificateField.TIME: FieldLook(x=120, y=600, width=760, size=28, bold=True),
    CertificateField.PLACE: FieldLook(x=120, y=655, width=760, size=15),
    CertificateField.CATEGORY: FieldLook(x=120, y=695, width=760, size=15),
    CertificateField.NOTE: FieldLook(x=120, y=745, width=760, size=13, colour=_SOFT),
    CertificateField.EVENT: FieldLook(
        x=110, y=850, width=400, size=13, align=Side.LEFT, colour=_SOFT
    ),
    CertificateField.SIGNATURE: FieldLook(x=600, y=850, width=290, size=12, colour=_SOFT),
}
_UPRIGHT: Mapping[CertificateField, FieldLook] = {
    CertificateField.SERIES: FieldLook(x=120, y=130, width=760, size=15, colour=_SOFT),
    CertificateField.TITLE: FieldLook(x=120, y=225, width=760, size=38, bold=True, colour=_GREEN),
    CertificateField.INTRO: FieldLook(x=120, y=330, width=760, size=14, colour=_SOFT),
    CertificateField.NAME: FieldLook(x=100, y=410, width=800, size=40, bold=True),
    CertificateField.RACE: FieldLook(x=120, y=475, width=760, size=17),
    CertificateField.TIME: FieldLook(x=120, y=545, width=760, size=28, bold=True),
    CertificateField.PLACE: FieldLook(x=120, y=590, width=760, size=15),
    CertificateField.CATEGORY: FieldLook(x=120, y=620, width=760, size=15),
    CertificateField.NOTE: FieldLook(x=120, y=665, width=760, size=13, colour=_SOFT),
    CertificateField.EVENT: FieldLook(x=120, y=735, width=760, size=13, colour=_SOFT),
    CertificateField.SIGNATURE: FieldLook(x=300, y=850, width=400, size=12, colour=_SOFT),
}


def design_to_json(design: CertificateDesign) -> str:
    """The design as it is kept; only what somebody has changed is named."""
    document: dict[str, object] = {
        "landscape": design.landscape,
        "ornament": design.ornament,
        "small_print": design.small_print,
        "fields": {
            name.value: {each.name: getattr(look, each.name) for each in fields(look)}
            for name, look in sorted(design.looks.items())
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def design_from_json(text: str) -> CertificateDesign:
    """A design as it was kept or written by hand; what is not named stands as usual.

    Raises:
        ValueError: what is wrong, with the place (``fields.name.size``).
    """
    try:
        loaded: object = json.loads(text or "{}")
    except ValueError as error:
        raise ValueError(f"no JSON: {error}") from error
    document = _table(loaded, {"landscape", "ornament", "small_print", "fields"}, "")
    design = CertificateDesign(
        landscape=_flag(document, "landscape", "", default=True),
        ornament=_flag(document, "ornament", "", default=True),
        small_print=_flag(document, "small_print", "", default=True),
    )
    named = _table(
        document.get("fields", {}), {each.value for each in CertificateField}, "fields."
    )
    for key, look in named.items():
        name = CertificateField(key)
        design = design.with_look(name, **_look(name, look, design.look(name)))
    return design


def _look(name: CertificateField, value: object, usual: FieldLook) -> dict[str, object]:
    at = f"fields.{name.value}."
    table = _table(value, {each.name for each in fields(FieldLook)}, at)
    colour = table.get("colour", usual.colour)
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
        raise ValueError(f"{at}colour is not of the form #rrggbb in lower case")
    words = table.get("text", usual.text)
    if not isinstance(words, str) or len(words) > MOST_WORDS:
        raise ValueError(f"{at}text is no text of at most {MOST_WORDS} letters")
    if words and name not in OWN_WORDS:
        raise ValueError(f"{at}text: this field says what the results say")
    return {
        "x": _number(table, "x", at, usual.x, (0, WHOLE)),
        "y": _number(table, "y", at, usual.y, (0, WHOLE)),
        "width": _number(table, "width", at, usual.width, (20, WHOLE)),
        "size": _number(table, "size", at, usual.size, SIZES),
        "align": _side(table.get("align", usual.align.value), at),
        "bold": _flag(table, "bold", at, default=usual.bold),
        "colour": colour,
        "shown": _flag(table, "shown", at, default=usual.shown),
        "text": words,
    }


def _table(value: object, known: set[str], at: str) -> dict[str, object]:
    """The value, which must be a table with none but the known keys."""
    if not isinstance(value, dict):
        raise ValueError(f"{at.rstrip('.') or 'the design'} is no table")
    if unknown := sorted(set(value) - known):
        raise ValueError(f"{at}{unknown[0]} is not known here")
    return value


def _flag(table: dict[str, object], key: str, at: str, *, default: bool) -> bool:
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise ValueError(f"{at}{key} is neither true nor false")
    return value


def _number(
    table: dict[str, object], key: str, at: str, usual: int, bounds: tuple[int, int]
) -> int:
    value = table.get(key, usual)
    low, high = bounds
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"{at}{key} is no whole number from {low} to {high}")
    return value


def _side(value: object, at: str) -> Side:
    if value not in [side.value for side in Side]:
        raise ValueError(f"{at}align is neither left nor centre nor right")
    return Side(str(value))
