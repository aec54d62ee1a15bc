"""Which names are in Latin letters, and how those in others are proposed to be spelt."""

from __future__ import annotations

import pytest

from trailsdesk.domain.latin import foreign_letters, is_latin, proposed_latin


@pytest.mark.parametrize(
    "name",
    [
        "Žofie", "Łukasz Żółw", "Ngāi", "Nguyễn", "Ærø", "O'Hara", "O’Hara", "Anne-Marie",
        "Mª José", "J. R. Smith 3rd", "Jo\N{COMBINING ACUTE ACCENT}se",
    ],
)  # fmt: skip
def test_accented_latin_letters_stay(name: str) -> None:
    assert is_latin(name)
    assert proposed_latin(name) is not None
    assert is_latin(proposed_latin(name) or "?")


@pytest.mark.parametrize(
    "name", ["Иван", "Ελένη", "李", "한", "שרה", "ليلى", "สม", "Jo🙂", "A\u200bb"]
)
def test_other_letters_and_signs_are_found(name: str) -> None:
    assert not is_latin(name)
    assert foreign_letters(name)


@pytest.mark.parametrize(
    ("name", "nation", "latin"),
    [
        ("Иванов Пётр", "RUS", "Ivanov Petr"),
        ("ЩУКИН", "", "SHCHUKIN"),
        ("Юлия", "", "Iuliia"),
        ("Юрій Згурський", "UKR", "Yurii Zghurskyi"),
        ("Мар’яна", "UKR", "Mariana"),
        ("Ігар", "BLR", "Ihar"),
        ("Щерев", "BUL", "Shterev"),
        ("Мария", "BUL", "Maria"),
        ("Ђорђе Чолић", "SRB", "Đorđe Čolić"),
        ("Ѓорѓи", "MKD", "Gjorgji"),
        ("Αυγερινός", "GRE", "Avgerinos"),
        ("Ευτύχιος", "GRE", "Eftychios"),
        ("Παπαδοπούλου", "GRE", "Papadopoulou"),
        ("Μπάμπης", "GRE", "Bampis"),
        ("Άγγελος", "GRE", "Angelos"),
        ("Μαΐου", "GRE", "Maiou"),
        ("Ｊｏｈｎ", "", "John"),
    ],
)
def test_cyrillic_and_greek_are_proposed_by_the_passports_tables(
    name: str, nation: str, latin: str
) -> None:
    assert proposed_latin(name, nation) == latin


@pytest.mark.parametrize("name", ["李明", "محمد", "שרה", "สมชาย", "김", "やまだ", "Jo🙂"])
def test_scripts_that_letters_alone_do_not_spell_are_not_proposed(name: str) -> None:
    assert proposed_latin(name) is None
