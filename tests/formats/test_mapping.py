"""Headers in many languages find their fields; what could mean two things is asked about."""

from __future__ import annotations

import pytest

from trailsdesk.domain.chrono import TwoParts
from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats import fields as field_words
from trailsdesk.formats.dates import DateOrder
from trailsdesk.formats.fields import (
    ENTRY_FIELDS,
    TIME_FIELDS,
    ColumnMapping,
    fold_header,
    guess_mapping,
)
from trailsdesk.formats.layouts import (
    Purpose,
    find_layout,
    load_layouts,
    map_table,
    parse_layout,
)
from trailsdesk.formats.tables import Row, Table


def test_the_words_of_headers_are_put_together_once_however_wide_a_table_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[object] = []
    whole = field_words.alias_index
    monkeypatch.setattr(field_words, "_INDEXES", {})
    monkeypatch.setattr(field_words, "alias_index", lambda of: made.append(of) or whole(of))
    assert field_words.header_hits(["Bib", "Time", *["x"] * 500]) == 2
    assert len(made) == 2


def entries(*header: str, rows: tuple[Row, ...] = ()) -> dict[str, str]:
    return named(header, guess_mapping(header, rows, ENTRY_FIELDS))


def times(*header: str, rows: tuple[Row, ...] = ()) -> dict[str, str]:
    return named(header, guess_mapping(header, rows, TIME_FIELDS))


def named(header: tuple[str, ...], mapping: ColumnMapping) -> dict[str, str]:
    return {key: header[column] for key, column in mapping.columns.items()}


def table(*header: str, rows: tuple[tuple[str, ...], ...] = ()) -> Table:
    numbered = tuple(Row(n, cells) for n, cells in enumerate(rows, start=2))
    return Table(name="", header_row=1, header=header, rows=numbered)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Prénom", "PRENOM"),
        ("first_name", "First Name"),
        ("First.Name", "firstname"),
        ("Bib#", "bib #"),
        ("\ufeffBib", "bib"),
        ("Col  Voza", "col voza"),
        ("E-Mail", "e mail"),
        ("Køn", "kon"),
    ],
)
def test_headers_are_compared_without_their_dress(one: str, other: str) -> None:
    assert fold_header(one) == fold_header(other)


@pytest.mark.parametrize(
    "header",
    [
        ("Bib", "First name", "Last name", "Gender", "DOB", "Nationality", "Club"),
        ("Dossard", "Prénom", "Nom", "Sexe", "Date de naissance", "Nationalité", "Club"),
        ("Startnummer", "Vorname", "Nachname", "Geschlecht", "Geburtsdatum", "Nation", "Verein"),
        ("Pettorale", "Nome", "Cognome", "Sesso", "Data di nascita", "Nazionalità", "Società"),
        ("Dorsal", "Nombre", "Apellidos", "Sexo", "Fecha de nacimiento", "País", "Equipo"),
        ("Dorsal", "Nom de pila", "Cognoms", "Sexe", "Data de naixement", "País", "Equip"),
        ("Peitoral", "Primeiro nome", "Apelido", "Sexo", "Data de nascimento", "País", "Clube"),
        ("Startnr", "Voornaam", "Achternaam", "Geslacht", "Geboortedatum", "Land", "Vereniging"),
        ("Startnummer", "Fornavn", "Etternavn", "Kjønn", "Fødselsdato", "Land", "Klubb"),
        ("Numer startowy", "Imię", "Nazwisko", "Płeć", "Data urodzenia", "Kraj", "Klub"),
        ("St. číslo", "Jméno", "Příjmení", "Pohlaví", "Datum narození", "Země", "Oddíl"),
        ("Номер", "Имя", "Фамилия", "Пол", "Дата рождения", "Страна", "Клуб"),
        ("Tau", "Ingoa tuatahi", "Ingoa whānau", "Ira", "Rā whānau", "Whenua", "Karapu"),
    ],
)
def test_an_entry_list_in_many_languages(header: tuple[str, ...]) -> None:
    keys = ("bib", "given_name", "family_name", "gender", "birth_date", "nation", "club")
    assert entries(*header) == dict(zip(keys, header, strict=True))


@pytest.mark.parametrize(
    "header",
    [
        ("Place", "Bib", "Name", "Time", "Status"),
        ("Classement", "Dossard", "Coureur", "Temps", "Statut"),
        ("Platz", "Stnr", "Teilnehmer", "Zeit", "Status"),
        ("Posizione", "Pettorale", "Atleta", "Tempo", "Stato"),
        ("Puesto", "Dorsal", "Corredor", "Tiempo", "Estado"),
        ("Место", "Номер", "Участник", "Результат", "Статус"),
    ],
)
def test_a_time_list_in_many_languages(header: tuple[str, ...]) -> None:
    keys = ("place", "bib", "full_name", "time", "status")
    assert times(*header) == dict(zip(keys, header, strict=True))


def test_no_alias_belongs_to_two_fields() -> None:
    for fields in (ENTRY_FIELDS, TIME_FIELDS):
        owner: dict[str, str] = {}
        for one in fields:
            for alias in one.aliases:
                assert owner.setdefault(alias, one.key) == one.key, alias


def test_name_is_the_half_that_is_missing() -> None:
    assert entries("Name")["full_name"] == "Name"
    assert entries("Name", "Vorname") == {"family_name": "Name", "given_name": "Vorname"}
    assert entries("Name", "Surname") == {"family_name": "Surname", "given_name": "Name"}
    assert entries("Nom", "Prénom") == {"family_name": "Nom", "given_name": "Prénom"}
    assert entries("Nom", "Dossard")["full_name"] == "Nom"


def test_distance_is_the_race_of_an_entry_but_not_kilometres_of_a_result() -> None:
    assert entries("Name", "Distance")["race"] == "Distance"
    kilometres = (Row(2, ("1", "21.1")),)
    assert "race" not in times("Bib", "Distance", rows=kilometres)
    assert times("Bib", "Distance", rows=(Row(2, ("1", "Long")),))["race"] == "Distance"


def test_a_category_is_asked_about_only_when_no_race_is_known() -> None:
    rows = (Row(2, ("Lee", "22K")),)
    asked = guess_mapping(("Name", "Category"), rows, ENTRY_FIELDS).problems
    assert [p.code for p in asked] == ["mapping.maybe-race"]
    rows = (Row(2, ("Lee", "W40", "22K")),)
    assert guess_mapping(("Name", "Category", "Race"), rows, ENTRY_FIELDS).problems == ()


def test_a_second_column_for_a_field_is_reported() -> None:
    mapping = guess_mapping(("Name", "Nationality", "Country"), (), ENTRY_FIELDS)
    assert mapping.columns["nation"] == 1
    assert [p.params["other"] for p in mapping.problems] == ["Country"]
    assert mapping.unused == (2,)


def test_a_person_overrules_by_header_number_or_numbered_name() -> None:
    header = ("Name", "Country", "Country (2)", "What")
    by_name = guess_mapping(header, (), ENTRY_FIELDS, {"Country (2)": "nation", "4": "club"})
    assert (by_name.columns["nation"], by_name.columns["club"]) == (2, 3)
    ignored = guess_mapping(header, (), ENTRY_FIELDS, {"country": "-", "Country (2)": "-"})
    assert "nation" not in ignored.columns
    assert ignored.unused == (3,)


@pytest.mark.parametrize("wrong", [{"Nowhere": "bib"}, {"Name": "shoe-size"}, {"9": "bib"}])
def test_overrides_must_name_what_exists(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no "):
        guess_mapping(("Name",), (), ENTRY_FIELDS, wrong)


# ------------------------------------------------------------------ layouts


def test_every_layout_of_the_program_can_be_used() -> None:
    layouts = load_layouts()
    assert len({one.id for one in layouts}) == len(layouts) >= 8
    for one in layouts:
        assert one.requires
        assert one.label


def test_the_layout_that_requires_most_is_taken() -> None:
    header = (
        "bib",
        "place",
        "first_name",
        "last_name",
        "age",
        "gender",
        "time",
        "zip",
        "dob",
        "status",
    )
    times_of = find_layout(header, Purpose.TIMES)
    assert times_of is not None
    assert times_of.id == "ultrasignup-export"
    assert times_of.status_codes["2"] is ResultStatus.DNF
    people = find_layout(header, Purpose.ENTRIES)
    assert people is not None
    assert people.date_order is DateOrder.MONTH_FIRST
    assert find_layout(("Bib", "Name"), Purpose.TIMES) is None


def test_an_exact_layout_takes_no_other_headers() -> None:
    assert find_layout(("Place", "Bib", "Name", "Time"), Purpose.TIMES) is not None
    assert find_layout(("Place", "Bib", "Name", "Time", "Zip"), Purpose.TIMES) is None


def test_a_person_overrules_a_layout() -> None:
    made = table("first_name", "last_name", "bib_number", "Start", "Aid 1", "Finish")
    assert map_table(made, Purpose.TIMES).mapping.columns["time"] == 5
    mapped = map_table(made, Purpose.TIMES, {"Aid 1": "time"})
    assert mapped.mapping.columns["time"] == 4
    assert mapped.layout is not None
    assert mapped.layout.two_parts is TwoParts.HOURS_MINUTES


def test_columns_of_one_name_keep_apart_in_a_layout() -> None:
    layout = parse_layout(
        "x.toml",
        'id = "x"\nlabel = "X"\npurpose = "times"\nrequires = ["Bib"]\n'
        '[columns]\n"Run (2)" = "time"\n',
    )
    made = table("Bib", "Run", "Run (2)", rows=(("1", "0:10:00", "0:11:00"),))
    assert map_table(made, Purpose.TIMES, layouts=[layout]).mapping.columns["time"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "id = ",
        'id = "x"',
        'id = "x"\nlabel = "X"\npurpose = "songs"\nrequires = []',
        'id = "x"\nlabel = "X"\npurpose = "times"\nrequires = ["a"]\n[columns]\n"a" = "shoe"',
        'id = "x"\nlabel = "X"\npurpose = "times"\nrequires = ["a"]\n[status_codes]\n1 = "LOST"',
    ],
)
def test_a_layout_that_is_wrong_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(InputUnreadable) as caught:
        parse_layout("mine.toml", text)
    assert caught.value.note.code == "layout.unreadable"
    assert caught.value.note.params["name"] == "mine.toml"
