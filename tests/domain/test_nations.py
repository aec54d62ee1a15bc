"""The IOC's code of a country from any code or name; what cannot be told is never guessed."""

from __future__ import annotations

import pytest

from trailsdesk.domain.nation_table import COUNTRIES, TERRITORIES
from trailsdesk.domain.nations import (
    CodeSet,
    Reading,
    code_set,
    country_name,
    is_ioc_code,
    nation_of,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DEU", "GER"), ("CHE", "SUI"), ("NLD", "NED"), ("ZAF", "RSA"), ("PRT", "POR"),
        ("HRV", "CRO"), ("SVN", "SLO"), ("GRC", "GRE"), ("DNK", "DEN"), ("BGR", "BUL"),
        ("LVA", "LAT"), ("CHL", "CHI"), ("MRT ", None), ("LBN", "LBN"), ("SGP", "SGP"),
        ("MNE", "MNE"), ("XKX", "KOS"), ("SSD", "SSD"), ("TWN", "TPE"), ("NZL", "NZL"),
    ],
)  # fmt: skip
def test_iso_codes_become_the_iocs(text: str, code: str | None) -> None:
    assert nation_of(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("de", "GER"), ("GB", "GBR"), ("Germany", "GER"), ("Deutschland", "GER"),
        ("österreich", "AUT"), ("Côte d’Ivoire", "CIV"), ("cote d'ivoire", "CIV"),
        ("UK", "GBR"), ("Great Britain", "GBR"), ("Aotearoa", "NZL"),
        ("🇩🇪", "GER"), ("Bahrain", "BRN"),
        ("Brunei", "BRU"), ("Россия", "RUS"), ("Bosnia & Herzegovina", "BIH"),
    ],
)  # fmt: skip
def test_short_codes_and_names_become_the_iocs(text: str, code: str) -> None:
    assert nation_of(text).code == code


@pytest.mark.parametrize("text", ["", "ZZZ", "Atlantis", "Q1", "XX"])
def test_unknown_is_none(text: str) -> None:
    assert nation_of(text).reading is Reading.UNKNOWN
    assert nation_of(text).code is None


def test_brn_is_bahrain_or_brunei_by_the_codes_beside_it() -> None:
    assert nation_of("BRN").reading is Reading.DOUBT
    assert nation_of("BRN").choices == ("BRN", "BRU")
    assert nation_of("BRN", code_set(["GER", "NZL", "BRN"])).code == "BRN"
    assert nation_of("BRN", code_set(["DEU", "NZL", "BRN"])).code == "BRU"
    assert nation_of("BRN", code_set(["DEU", "SUI"])).code is None, "both kinds say nothing"
    assert nation_of("BRN", code_set(["NZL", "AUS", "FRA"])).code is None, "nor do equal codes"


def test_other_codes_of_two_meanings() -> None:
    assert nation_of("MRT").choices == ("MTN", "FRA"), "Mauritania, or Martinique in results"
    assert nation_of("MRT", CodeSet.ISO).code == "MTN"
    assert nation_of("ANT").code == "ANT"
    assert nation_of("ANT", CodeSet.ISO).reading is Reading.DOUBT, "the Netherlands Antilles?"
    assert nation_of("BUR").code == "BUR"
    assert nation_of("BUR", CodeSet.ISO).choices == ("BUR", "MYA")
    assert nation_of("NIG").code == "NIG"
    assert nation_of("NIG", CodeSet.ISO).choices == ("NIG", "NGR")
    assert nation_of("NER").code == "NIG"
    assert nation_of("NGA").code == "NGR"


def test_home_nations_and_territories_take_the_passports_code() -> None:
    for text in ("ENG", "SCO", "WAL", "NIR", "Scotland", "Jersey", "IMN", "GB-ENG"):
        found = nation_of(text)
        assert (found.code, found.reading) == ("GBR", Reading.TERRITORY), text
    for text in ("PYF", "Tahiti", "TAH", "NCL", "MTQ", "REU", "La Réunion"):
        assert nation_of(text).code == "FRA", text


def test_codes_of_former_years() -> None:
    assert [nation_of(code).code for code in ("LIB", "SIN", "ROM")] == ["LBN", "SGP", "ROU"]


def test_the_table_is_sound() -> None:
    lines = [line.split(" ", 3) for line in (COUNTRIES + TERRITORIES).splitlines()]
    for place, length in ((0, 2), (1, 3)):
        codes = [line[place] for line in lines]
        assert len(set(codes)) == len(codes)
        assert all(len(code) == length and code.isupper() for code in codes)
    iocs = [line.split(" ", 3)[2] for line in COUNTRIES.splitlines()]
    assert len(set(iocs)) == len(iocs) == 206, "as many as the IOC has committees"
    assert all(is_ioc_code(line.split(" ", 3)[2]) for line in TERRITORIES.splitlines())
    clash = {(line[1], line[2]) for line in lines if is_ioc_code(line[1]) and line[2] != line[1]}
    assert clash == {("BRN", "BRU")}, "any other code of two meanings would have to be asked about"
    assert country_name("GER") == "Germany"
