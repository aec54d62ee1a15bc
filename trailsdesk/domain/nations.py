"""The IOC's code of a country from whatever a list calls it, and when that cannot be told.

Federations want the IOC's three letters (GER, SUI, RSA), most lists hold ISO 3166-1 codes (DEU,
CHE, ZAF) or names. A few codes mean one country for the IOC and another one for ISO or in results
of former years: what stands beside them in the same column decides, and without that a person.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from trailsdesk.domain.nation_table import (
    COUNTRIES,
    FORMER_CODES,
    HOME_NATIONS,
    TERRITORIES,
    TERRITORY_CODES,
)
from trailsdesk.domain.people import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_GREAT_BRITAIN = "GBR"
_FLAGS = {0x1F1E6 + place: letter for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
"""The signs that flags are written with, to the letters of alpha-2 they stand for."""


class CodeSet(enum.StrEnum):
    """Whose three letters a column holds."""

    IOC = "ioc"
    ISO = "iso"


class Reading(enum.StrEnum):
    """How a text became a code: it was one, was turned into one, or needs a person."""

    SAME = "same"
    FROM_ISO = "from-iso"
    FROM_NAME = "from-name"
    FORMER = "former"
    TERRITORY = "territory"
    DOUBT = "doubt"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nation:
    """The answer for one text.

    ``code`` is the IOC's, None when ``reading`` is ``DOUBT`` or ``UNKNOWN``. ``choices`` are the
    IOC's codes a doubtful text may stand for.
    """

    code: str | None
    reading: Reading
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Meanings:
    """What a code means in a column of the IOC's codes, of ISO's, and of neither or both.

    More than one code is a doubt.
    """

    ioc: tuple[str, ...]
    iso: tuple[str, ...]
    alone: tuple[str, ...]


_SEVERAL = {
    # ISO: Brunei; the IOC: Bahrain.
    "BRN": _Meanings(("BRN",), ("BRU",), ("BRN", "BRU")),
    # ISO: Mauritania; in results also Martinique, whose people carry French passports.
    "MRT": _Meanings(("MTN", "FRA"), ("MTN",), ("MTN", "FRA")),
    # The IOC: Antigua and Barbuda; ISO until 2011: Netherlands Antilles.
    "ANT": _Meanings(("ANT",), ("ANT", "NED"), ("ANT",)),
    # The IOC: Burkina Faso; ISO until 1989: Burma.
    "BUR": _Meanings(("BUR",), ("BUR", "MYA"), ("BUR",)),
    # The IOC: Niger; in lists of ISO's codes a slip for Niger (NER) or Nigeria (NGA).
    "NIG": _Meanings(("NIG",), ("NIG", "NGR"), ("NIG",)),
}


@dataclass(frozen=True, slots=True)
class _Atlas:
    names_by_ioc: Mapping[str, str]
    ioc_by_iso3: Mapping[str, str]
    ioc_by_iso2: Mapping[str, str]
    ioc_by_name: Mapping[str, str]
    territories: Mapping[str, str]


def nation_of(text: str, column: CodeSet | None = None) -> Nation:
    """The IOC's code for an ISO 3166-1 alpha-2 or alpha-3 code, an IOC code, a name or a flag.

    Args:
        column: whose codes stand in the same column (``code_set``), None when that is not known;
            decides what BRN, MRT, ANT, BUR and NIG mean.
    """
    atlas = _atlas()
    code = text.strip().translate(_FLAGS).upper().removeprefix("GB-")
    if code in _SEVERAL:
        return _one_of_several(_SEVERAL[code], code, column)
    if code in atlas.names_by_ioc:
        return Nation(code=code, reading=Reading.SAME)
    turned = (
        (atlas.territories.get(code), Reading.TERRITORY),
        (atlas.ioc_by_iso3.get(code) or atlas.ioc_by_iso2.get(code), Reading.FROM_ISO),
        (_GREAT_BRITAIN if code in HOME_NATIONS else None, Reading.TERRITORY),
        (FORMER_CODES.get(code), Reading.FORMER),
        (atlas.territories.get(_folded(text)), Reading.TERRITORY),
        (atlas.ioc_by_name.get(_folded(text)), Reading.FROM_NAME),
    )
    for found, reading in turned:
        if found is not None:
            return Nation(code=found, reading=reading)
    return Nation(code=None, reading=Reading.UNKNOWN)


def _one_of_several(meanings: _Meanings, code: str, column: CodeSet | None) -> Nation:
    found = {CodeSet.IOC: meanings.ioc, CodeSet.ISO: meanings.iso, None: meanings.alone}[column]
    if len(found) > 1:
        return Nation(code=None, reading=Reading.DOUBT, choices=found)
    reading = Reading.SAME if found[0] == code else Reading.FROM_ISO
    return Nation(code=found[0], reading=reading)


def code_set(texts: Iterable[str]) -> CodeSet | None:
    """Whose codes a column holds, by those that only one of the two has; None when both or none.

    Codes with several meanings decide nothing.
    """
    atlas = _atlas()
    seen = {text.strip().upper() for text in texts} - _SEVERAL.keys()
    only_ioc = any(code in atlas.names_by_ioc and code not in atlas.ioc_by_iso3 for code in seen)
    only_iso = any(code in atlas.ioc_by_iso3 and code not in atlas.names_by_ioc for code in seen)
    if only_ioc == only_iso:
        return None
    return CodeSet.IOC if only_ioc else CodeSet.ISO


def is_ioc_code(code: str) -> bool:
    """Whether these very letters are an IOC code."""
    return code in _atlas().names_by_ioc


def country_name(ioc: str) -> str:
    """The English name for an IOC code; the code itself when it is none."""
    return _atlas().names_by_ioc.get(ioc, ioc)


@lru_cache(maxsize=1024)
def country_key(text: str) -> str:
    """What a country is compared by: its IOC code, however it is written.

    A part of a country stays itself: who runs for England is not of a region that names Scotland.
    """
    nation = nation_of(text)
    whole = nation.code is not None and nation.reading is not Reading.TERRITORY
    return (nation.code or "") if whole else fold_name(text)


@cache
def _atlas() -> _Atlas:
    names_by_ioc, by_iso3, by_iso2, by_name = {}, {}, {}, {}
    territories: dict[str, str] = {}
    for line in COUNTRIES.splitlines():
        iso2, iso3, ioc, names = line.split(" ", 3)
        names_by_ioc[ioc] = names.partition("|")[0]
        by_iso3[iso3] = by_iso2[iso2] = ioc
        by_name.update(dict.fromkeys(map(_folded, names.split("|")), ioc))
    for line in TERRITORIES.splitlines():
        iso2, iso3, ioc, names = line.split(" ", 3)
        territories |= dict.fromkeys((iso2, iso3, *map(_folded, names.split("|"))), ioc)
    territories |= {code: territories[iso3] for code, iso3 in TERRITORY_CODES.items()}
    territories |= {_folded(name): _GREAT_BRITAIN for name in HOME_NATIONS.values()}
    return _Atlas(names_by_ioc, by_iso3, by_iso2, by_name, territories)


def _folded(name: str) -> str:
    """A name without case, accents, points and the apostrophe's many shapes."""
    plain = unicodedata.normalize("NFKD", name.strip().casefold().replace("’", "'"))
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c != ".")
    return " ".join(kept.replace("-", " ").replace("&", " and ").split())
