"""Rows of entry lists become drafts: cell by cell what is read, what is left out, what is told."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.people import Gender
from trailsdesk.formats.dates import DateOrder, Moment, decide_order, parse_day, parse_moment
from trailsdesk.formats.entries import EntryDraft, EntryDrafts, draft_entries, entered_instant
from trailsdesk.formats.layouts import Purpose, map_table
from trailsdesk.formats.tabular import read_tables
from trailsdesk.formats.text_cells import (
    clean_bib,
    clean_text,
    read_flag,
    read_medal,
    split_full_name,
)

TODAY = date(2026, 5, 24)


def drafted(text: str, **options: object) -> EntryDrafts:
    table = read_tables("list.csv", text.encode()).tables[0]
    mapped = map_table(table, Purpose.ENTRIES)
    settings_of = {"currency": "NZD", "today": TODAY, "layout": mapped.layout, "file": "list.csv"}
    return draft_entries(table, mapped.mapping, **(settings_of | options))


def one(header: str, cells: str, **options: object) -> EntryDraft:
    return drafted(f"Family name,{header}\nLee,{cells}\n", **options).drafts[0]


def told(drafts: EntryDrafts) -> list[tuple[str, int | None, str | None]]:
    return [(p.code, p.row, p.column) for p in drafts.problems]


def column(header: str, values: list[str], **options: object) -> EntryDrafts:
    return drafted(f"Family name;{header}\n" + "".join(f"Lee;{v}\n" for v in values), **options)


# ------------------------------------------------------------------ rows


def test_a_whole_row_comes_out_field_by_field() -> None:
    drafts = drafted(
        "Bib;Family name;Given name;Gender;Birth date;Nation;Club;City;Distance;Entered;Paid;"
        "Medal;Series entry;E-mail;Phone;Emergency contact;Emergency phone;Medical;Notes;"
        "Withdrawn\n"
        "007;Te Rangi;Aroha;F;1986-08-09;nzl;Hawks;Ōtautahi;Mid;2026-04-26 18:30;45,50;post;yes;"
        "a@example.org;021 1;Bo Lee;021 2;asthma;left-handed;no\n"
    )
    assert drafts.drafts == (
        EntryDraft(
            row=2,
            bib="007",
            family_name="Te Rangi",
            given_name="Aroha",
            gender=Gender.F,
            birth_date=date(1986, 8, 9),
            nation="NZL",
            club="Hawks",
            city="Ōtautahi",
            race_text="Mid",
            entered=Moment(day=date(2026, 4, 26), time_of_day_ms=66_600_000),
            paid_minor=4550,
            medal=MedalOrder.POST,
            series_entry=True,
            email="a@example.org",
            phone="021 1",
            emergency_name="Bo Lee",
            emergency_phone="021 2",
            medical="asthma",
            note="left-handed",
            withdrawn=False,
        ),
    )
    assert drafts.problems == ()


def test_what_the_list_does_not_say_stays_unknown() -> None:
    draft = one("City", "Perth")
    assert (draft.medal, draft.series_entry, draft.withdrawn, draft.paid_minor) == (None,) * 4
    assert (draft.gender, draft.birth_date, draft.entered) == (None,) * 3


def test_a_row_with_nobody_is_kept_out_and_the_others_go_on() -> None:
    drafts = drafted("Bib,Family name,City\n1,Lee,Perth\n,,Gore\n3,,Otago\n")
    assert [draft.row for draft in drafts.drafts] == [2, 4]
    assert told(drafts) == [("entry.nobody", 3, None), ("entry.no-name", 4, None)]
    assert all(problem.file == "list.csv" for problem in drafts.problems)


@pytest.mark.parametrize("empty", ["-", "NA", "n/a", "#N/A", "#REF!", "—", ""])
def test_words_for_nothing_are_nothing(empty: str) -> None:
    draft = one("Club,Gender,Birth date", f"{empty},{empty},{empty}")
    assert (draft.club, draft.gender, draft.birth_date) == ("", None, None)


def test_namibia_is_a_nation_among_codes() -> None:
    assert [d.nation for d in column("Nation", ["NA", "DE", "FR"]).drafts] == ["NA", "DE", "FR"]
    assert [d.nation for d in column("Nation", ["NA", "GER", "FRA"]).drafts] == ["", "GER", "FRA"]


# ------------------------------------------------------------------ days


@pytest.mark.parametrize(
    "text",
    [
        "1986-08-09",
        "1986/8/9",
        "1986.08.09",
        "19860809",
        "09/08/1986",
        "9.8.1986",
        "09.08.86",
        "9-8-1986",
        "9 Aug 1986",
        "9. August 1986",
        "9-Aug-86",
        "Aug 9, 1986",
        "9 août 1986",
        "9 de agosto de 1986",
        "9 августа 1986",
        "31633",
        "1986-08-09 00:00:00",
        "1986-08-09T12:00:00Z",
    ],
)
def test_spellings_of_a_day(text: str) -> None:
    assert parse_day(text, DateOrder.DAY_FIRST, TODAY) == date(1986, 8, 9)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/1986",
        "1986",
        "13/13/1986",
        "soon",
        "12",
        "2026-02-29",
        "0/0/00",
        "32 Aug 1986",
        "9 Foo 1986",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_day(text, DateOrder.DAY_FIRST, TODAY) is None


def test_one_cell_decides_the_order_of_its_column() -> None:
    values = ["03/06/1986", "25/06/1986"]
    assert [d.birth_date for d in column("Birth date", values).drafts] == [
        date(1986, 6, 3),
        date(1986, 6, 25),
    ]
    values = ["03/06/1986", "06/25/1986"]
    drafts = column("Birth date", values)
    assert [d.birth_date for d in drafts.drafts] == [date(1986, 3, 6), date(1986, 6, 25)]
    assert drafts.date_order is DateOrder.MONTH_FIRST
    assert drafts.problems == ()


def test_an_undecided_column_is_day_first_and_asks() -> None:
    drafts = column("Birth date", ["03/06/1986", "04/05/1990"])
    assert drafts.drafts[0].birth_date == date(1986, 6, 3)
    assert told(drafts) == [("entry.dates-unsure", None, "Birth date")]
    chosen = column("Birth date", ["03/06/1986"], date_order=DateOrder.MONTH_FIRST)
    assert chosen.drafts[0].birth_date == date(1986, 3, 6)
    assert chosen.problems == ()


def test_a_column_torn_both_ways_follows_the_majority_and_says_so() -> None:
    drafts = column("Birth date", ["25/06/1986", "26/06/1986", "06/27/1986"])
    assert [d.birth_date for d in drafts.drafts] == [date(1986, 6, 25), date(1986, 6, 26), None]
    assert told(drafts) == [
        ("entry.dates-torn", None, "Birth date"),
        ("entry.birth-date-unreadable", 4, "Birth date"),
    ]


def test_a_chosen_order_that_cannot_be_is_not_followed() -> None:
    assert decide_order(["06/25/1986"], DateOrder.DAY_FIRST).order is DateOrder.MONTH_FIRST


def test_two_digit_years_are_never_in_the_future() -> None:
    values = ["25.05.26", "24.05.26", "01.01.27", "01.01.86"]
    assert [parse_day(v, DateOrder.DAY_FIRST, TODAY) for v in values] == [
        date(1926, 5, 25),
        date(2026, 5, 24),
        date(1927, 1, 1),
        date(1986, 1, 1),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2030-01-01", "entry.birth-date-future"),
        ("1886-01-01", "entry.birth-date-too-old"),
        ("1986", "entry.birth-year-only"),
        ("31/02/1986", "entry.birth-date-unreadable"),
    ],
)
def test_impossible_birth_dates_cost_only_themselves(text: str, code: str) -> None:
    drafts = column("Birth date", [text])
    assert [(d.family_name, d.birth_date) for d in drafts.drafts] == [("Lee", None)]
    assert code in [c for c, _row, _column in told(drafts)]


def test_an_age_is_never_a_birth_date() -> None:
    drafts = column("Age", ["37"])
    assert drafts.drafts[0].birth_date is None
    assert told(drafts) == [("entry.age-only", None, "Age")]


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("2026-04-26T18:30:00+12:00", date(2026, 4, 26), 66_600_000),
        ("4/26/2026 6:30:00 PM", date(2026, 4, 26), 66_600_000),
        ("Sep 25, 2023 at 6:07 PM", date(2023, 9, 25), 65_220_000),
        ("26 April 2026", date(2026, 4, 26), None),
    ],
)
def test_spellings_of_a_moment(text: str, day: date, time: int | None) -> None:
    moment = parse_moment(text, DateOrder.MONTH_FIRST, TODAY)
    assert moment is not None
    assert (moment.day, moment.time_of_day_ms) == (day, time)


def test_a_day_without_time_counts_from_its_first_moment() -> None:
    assert entered_instant(Moment(day=date(1970, 1, 2)), "UTC") == 86_400_000
    late = Moment(day=date(1970, 1, 2), time_of_day_ms=1000, offset_ms=3_600_000)
    assert entered_instant(late, "Pacific/Auckland") == 86_400_000 + 1000 - 3_600_000


@given(
    st.dates(date(1911, 1, 1), TODAY),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %B %Y"]),
)
@settings(max_examples=80)
def test_days_written_are_read_back(day: date, form: str) -> None:
    assert parse_day(day.strftime(form), DateOrder.DAY_FIRST, TODAY) == day


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("LEE, Ann Mary", "LEE", "Ann Mary"),
        ("Ann LEE", "LEE", "Ann"),
        ("LEE Ann", "LEE", "Ann"),
        ("ARENAS ALCAZAR Genma", "ARENAS ALCAZAR", "Genma"),
        ("Léa VON AHLEN", "VON AHLEN", "Léa"),
        ("Jan van der BERG", "van der BERG", "Jan"),
        ("Ian McDONALD", "McDONALD", "Ian"),
        ("Pat O’BRIEN", "O’BRIEN", "Pat"),
        ("Xi LI", "LI", "Xi"),
        ("JP Smith", "Smith", "JP"),
        ("Ann Lee", "Lee", "Ann"),
        ("Ann Mary Lee", "Lee", "Ann Mary"),
        ("Ludwig van Beek", "van Beek", "Ludwig"),
        ("ANN LEE", "LEE", "ANN"),
        ("李雷", "李雷", ""),
        ("李 雷", "李", "雷"),
        ("김 민준", "김", "민준"),
        ("Plato", "Plato", ""),
    ],
)
def test_full_names_are_split(text: str, family: str, given: str) -> None:
    assert split_full_name(text) == (family, given)


def test_the_header_says_which_name_comes_first() -> None:
    assert drafted("Bib;Nazwisko i imię\n1;Kowalska Anna\n").drafts[0].family_name == "Kowalska"
    assert drafted("Bib;Prénom Nom\n1;Anna Kowalska\n").drafts[0].family_name == "Kowalska"


def test_names_lose_what_could_harm_and_nothing_else() -> None:
    assert clean_text("  Zoe\u0308 \u202eevil\u2066\t \u200bB\x07 ") == "Zoë evil B"
    assert clean_text("\u0645\u06cc\u200c\u0634\u0647") == "\u0645\u06cc\u200c\u0634\u0647"
    assert clean_text("O’Brien-Núñez d'Ávila") == "O’Brien-Núñez d'Ávila"


@given(st.text(max_size=40))
@settings(max_examples=150)
def test_clean_text_is_on_one_line_composed_and_stays_clean(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(c) == "Cc" or "\u202a" <= c <= "\u202e" for c in cleaned)


def test_endless_names_are_cut_and_told() -> None:
    drafts = drafted("Family name,City\n" + "x" * 300 + ",Perth\n")
    assert len(drafts.drafts[0].family_name) == 200
    assert told(drafts) == [("entry.name-cut", 2, "Family name")]


# ------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["M", "F", "X"], "MFX"),
        (["male", "Female", "Nonbinary"], "MFX"),
        (["Herr", "Frau", "divers"], "MFX"),
        (["homme", "femme", "autre"], "MFX"),
        (["uomo", "donna", "altro"], "MFX"),
        (["m", "w", "d"], "MFX"),
        (["H", "D", "H"], "MFM"),
        (["U", "D", "U"], "MFM"),
        (["H", "M", "X"], "MFX"),
        (["M", "V", "X"], "MFX"),
        (["M", "K", "nb"], "MFX"),
        (["М", "Ж", "x"], "MFX"),
        (["tāne", "wahine", "X"], "MFX"),
    ],
)
def test_gender_words_mean_what_their_column_makes_them_mean(
    values: list[str], expected: str
) -> None:
    found = column("Gender", values).drafts
    assert "".join(d.gender.value if d.gender else "?" for d in found) == expected


def test_unknown_genders_are_left_out_and_told() -> None:
    drafts = column("Gender", ["F", "zzz", "d"])
    assert [d.gender for d in drafts.drafts] == [Gender.F, None, None]
    assert told(drafts) == [
        ("entry.gender-unknown", 3, "Gender"),
        ("entry.gender-unknown", 4, "Gender"),
    ]


def test_spanish_letters_are_asked_about() -> None:
    assert told(column("Sexo", ["H", "M"])) == [("entry.gender-letters", None, "Sexo")]


@pytest.mark.parametrize(
    ("text", "bib"),
    [
        ("007", "007"),
        ("12.0", "12"),
        ("A12", "A12"),
        ("Bib 12", "12"),
        ("#12", "12"),
        ("-", ""),
        ("0", ""),
        ("1.2E+03", None),
        ("1E5", None),
        ("12-B", "12-B"),
    ],
)
def test_bibs_are_text_without_what_spreadsheets_add(text: str, bib: str | None) -> None:
    assert clean_bib(text) == bib


def test_a_damaged_bib_is_not_guessed() -> None:
    drafts = column("Bib", ["1.2E+03"])
    assert drafts.drafts[0].bib == ""
    assert told(drafts) == [("entry.bib-damaged", 2, "Bib")]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("yes", MedalOrder.COLLECT),
        ("Collect at finish", MedalOrder.COLLECT),
        ("1", MedalOrder.COLLECT),
        ("Post", MedalOrder.POST),
        ("by mail (+5)", MedalOrder.POST),
        ("Versand", MedalOrder.POST),
        ("no", MedalOrder.NONE),
        ("", MedalOrder.NONE),
        ("no medal", MedalOrder.NONE),
        ("sans médaille", MedalOrder.NONE),
        ("blue", None),
    ],
)
def test_medal_words(text: str, order: MedalOrder | None) -> None:
    assert read_medal(text) is order


def test_yes_and_no_in_many_languages() -> None:
    assert [read_flag(w) for w in ("Yes", "ja", "OUI", "sí", "да", "āe", "1")] == [True] * 7
    assert [read_flag(w) for w in ("No", "nein", "NON", "não", "0", "False", "")] == [False] * 7
    assert read_flag("maybe") is None


def test_amounts_are_minor_units_and_unreadable_ones_told() -> None:
    drafts = column("Paid", ["45.50", "85.0000", "$ 20", "", "1.234", "later"])
    assert [d.paid_minor for d in drafts.drafts] == [4550, 8500, 2000, None, None, None]
    assert [row for code, row, _c in told(drafts) if code == "entry.paid-unreadable"] == [6, 7]


def test_a_column_of_ways_to_pay_holds_no_amounts() -> None:
    drafts = column("Paid", ["Credit Card", "yes", "Cash"])
    assert [d.paid_minor for d in drafts.drafts] == [None] * 3
    assert told(drafts) == [("entry.paid-no-amounts", None, "Paid")]


def test_withdrawals_come_from_a_flag_or_a_status() -> None:
    assert [d.withdrawn for d in column("Removed", ["False", "True"]).drafts] == [False, True]
    drafts = column("Status", ["Confirmed", "Cancelled", "Refunded by bank", "zzz"])
    assert [d.withdrawn for d in drafts.drafts] == [False, True, True, None]
    assert told(drafts) == [("entry.status-not-read", None, "Status")]
