"""Divisions, bands with a day of their own, neither women nor men, merged categories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.canterbury import a_run_season, a_runner, a_season, canterbury, race_id
from trailsdesk.domain.age_days import AgeDays, event_age_days, series_age_day
from trailsdesk.domain.age_limits import adult_needed, age_limits_at, entry_allowed
from trailsdesk.domain.category import (
    assign_categories,
    assign_category,
    categories_of,
    category_order,
    ranked_gender,
    series_categories,
)
from trailsdesk.domain.category_merge import merges_by_race, neighbours
from trailsdesk.domain.category_rules import (
    AgeLimit,
    AgeReference,
    CategoryBand,
    CategoryScheme,
    Division,
    NonBinaryRule,
)
from trailsdesk.domain.entry import CategoryMerge, CategoryOverride, Entry, EntryId, MergeId
from trailsdesk.domain.people import Gender
from trailsdesk.i18n import message

DAY = date(2026, 5, 24)
RULES = canterbury()
SCHEME = RULES.categories
PARA = Division(code="PC", label="Para")
MIXED = Division(code="DUO", label="Duo", by_gender=False)
BESIDE = replace(SCHEME, divisions=(PARA, MIXED))


def on(day: date) -> AgeDays:
    return AgeDays(usual=day)


# Divisions


def test_divisions_are_printed_after_the_age_groups_parted_by_gender_where_they_say_so() -> None:
    assert category_order(BESIDE)[12:] == (
        ("F-PC", "Para women"), ("M-PC", "Para men"), ("X-PC", "Para non-binary"), ("DUO", "Duo"),
    )  # fmt: skip
    whole = replace(BESIDE, by_gender=False)
    assert [code for code, _label in category_order(whole)[4:]] == ["PC", "DUO"]
    assert categories_of(BESIDE)[12].word == "Para"


def test_a_chosen_division_is_taken_instead_of_the_age_group_and_asks_for_no_birth_date() -> None:
    found = assign_category(a_runner(1, None), on(DAY), BESIDE, division="PC")
    assert (found.code, found.problem) == ("M-PC", None)
    assert message(found.explanation) == "Para men: chosen instead of the category by age."
    assert assign_category(a_runner(1), on(DAY), BESIDE, division="").code == "M-OPEN"


def test_a_division_for_everybody_asks_for_no_gender_and_one_by_gender_does() -> None:
    nobody_knows = a_runner(1, gender=None)
    assert assign_category(nobody_knows, on(DAY), BESIDE, division="DUO").code == "DUO"
    found = assign_category(nobody_knows, on(DAY), BESIDE, division="PC")
    assert found.problem is not None
    assert found.problem.code == "category.no-gender"


def test_a_division_there_is_not_gives_no_category_and_is_named_with_those_there_are() -> None:
    found = assign_category(a_runner(1), on(DAY), BESIDE, division="WHEEL")
    assert (found.code, found.label) == ("", "")
    assert found.problem is not None
    assert "“WHEEL”" in message(found.problem)
    assert "PC, DUO" in message(found.problem)
    alone = assign_category(a_runner(1), on(DAY), SCHEME, division="WHEEL")
    assert "they have" not in message(alone.explanation)


def test_the_division_of_the_last_standing_entry_holds_for_the_series() -> None:
    runner = a_runner(1)
    season, _ = a_run_season({runner: (1, 1, 1, 1)})
    rules = replace(RULES, categories=BESIDE)
    chosen = {1: "", 2: "PC", 3: "PC", 4: ""}
    entries = {
        number: replace(season.entries[EntryId(number)], division=division)
        for number, division in chosen.items()
    }
    assert series_categories(replace(season, entries=entries), rules)[runner.id].code == "M-OPEN"
    last = season.events_in_order()[-1]
    gone = {**season.events, last.id: replace(last, cancelled=True)}
    without = replace(season, entries=entries, events=gone)
    assert series_categories(without, rules)[runner.id].code == "M-PC"
    codes = [found.code for found in assign_categories(without, rules).values()]
    assert codes == ["M-OPEN", "M-PC", "M-PC", "M-OPEN"]


# A day of a band's own


def fell() -> CategoryScheme:
    """Age on the day of the race, but the under-23s on 31 December."""
    return CategoryScheme(
        bands=(
            CategoryBand(
                code="U23", label="U23", from_age=18, to_age=22, age=AgeReference.DECEMBER_31
            ),
            CategoryBand(code="SEN", label="Senior", from_age=18, to_age=39),
            CategoryBand(code="V40", label="V40", from_age=40),
        )
    )


@pytest.mark.parametrize(
    ("born", "code", "said"),
    [
        (date(2004, 1, 1), "M-U23", "22 on 31 Dec 2026: U23 M (18–22)."),
        (date(2003, 12, 31), "M-SEN", "22 on 24 May 2026: Senior M (18–39)."),
        (date(1986, 5, 24), "M-V40", "40 on 24 May 2026: V40 M (40+)."),
        (date(1986, 5, 25), "M-SEN", "39 on 24 May 2026: Senior M (18–39)."),
    ],
    ids=["22 all year", "turns 23 in December", "40 on the day", "40 the day after"],
)
def test_a_band_with_a_day_of_its_own_is_asked_first_and_says_its_day(born, code, said) -> None:
    scheme = fell()
    season, rules = a_season([]), replace(RULES, categories=scheme)
    (event, *_others) = season.events_in_order()
    found = assign_category(a_runner(1, born), event_age_days(event, season, rules), scheme)
    assert found.code == code
    assert message(found.explanation) == said


def test_31_december_of_the_year_decides_the_division_even_in_january() -> None:
    """Worked example 41: born on the last day of 2006, a race in January 2026."""
    scheme = CategoryScheme(
        bands=(
            CategoryBand(code="19U", label="19 and under", from_age=0, to_age=19),
            CategoryBand(code="20-24", label="20-24", from_age=20, to_age=24),
            CategoryBand(code="25", label="25 and over", from_age=25),
        ),
        event_age=AgeReference.DECEMBER_31,
    )
    season = a_season([])
    (event, *_others) = season.events_in_order()
    january = replace(event, date=date(2026, 1, 17))
    days = event_age_days(january, season, replace(RULES, categories=scheme))
    found = assign_category(a_runner(1, date(2006, 12, 31)), days, scheme)
    assert (found.code, found.age) == ("M-20-24", 20)


# Neither women nor men


def placed_x(rule: NonBinaryRule, born: date | None = date(1990, 1, 1)):
    scheme = replace(BESIDE, non_binary=rule)
    return assign_category(a_runner(1, born, Gender.X), on(DAY), scheme)


def test_who_is_neither_is_placed_as_the_rules_choose() -> None:
    assert placed_x(NonBinaryRule.OWN).code == "X-OPEN"
    assert placed_x(NonBinaryRule.OPEN).code == "X"
    assert placed_x(NonBinaryRule.OPEN).label == "Non-binary"
    assert placed_x(NonBinaryRule.MEN).code == "M-OPEN"
    women = placed_x(NonBinaryRule.WOMEN)
    assert women.code == "F-OPEN"
    assert message(women.explanation) == (
        "36 on 24 May 2026: Open women (20–39), with the women as the rules say."
    )


def test_one_group_for_all_ages_asks_for_no_birth_date_and_the_others_do() -> None:
    assert placed_x(NonBinaryRule.OPEN, None).code == "X"
    assert placed_x(NonBinaryRule.OWN, None).problem is not None
    scheme = replace(BESIDE, non_binary=NonBinaryRule.OPEN)
    man = assign_category(a_runner(1, None), on(DAY), scheme)
    assert man.problem is not None


def test_a_category_is_there_only_for_the_genders_that_are_ranked_apart() -> None:
    def codes(rule: NonBinaryRule) -> set[str]:
        return {code for code, _label in category_order(replace(BESIDE, non_binary=rule))}

    assert {code for code in codes(NonBinaryRule.WOMEN) if code.startswith("X")} == set()
    assert {code for code in codes(NonBinaryRule.OPEN) if code.startswith("X")} == {"X", "X-PC"}
    assert len(codes(NonBinaryRule.OWN)) == 16


def test_the_gender_among_whom_a_runner_is_ranked_follows_the_same_choice() -> None:
    for rule, gender in {
        NonBinaryRule.OWN: Gender.X, NonBinaryRule.OPEN: Gender.X,
        NonBinaryRule.WOMEN: Gender.F, NonBinaryRule.MEN: Gender.M,
    }.items():  # fmt: skip
        scheme = replace(SCHEME, non_binary=rule)
        assert ranked_gender(Gender.X, scheme) is gender
        assert ranked_gender(Gender.F, scheme) is Gender.F
        assert ranked_gender(None, scheme) is None


# Merged categories


def merged(*merges: tuple[str, str], race: str = "short"):
    decided = {
        MergeId(number): CategoryMerge(
            id=MergeId(number),
            race_id=race_id("willesden", race),
            category=category,
            within=within,
            reason="only two started",
        )
        for number, (category, within) in enumerate(merges, start=1)
    }
    season, _ = a_run_season({a_runner(1): (1,), a_runner(2, date(1980, 1, 1)): (2,)})
    return replace(season, merges=decided)


def test_a_merged_category_is_ranked_in_the_other_one_and_says_so() -> None:
    found = assign_categories(merged(("M-VETERAN", "M-OPEN")), RULES)
    moved = found[EntryId(2)]
    assert (moved.code, moved.label, moved.merged_from) == ("M-OPEN", "Open men", "M-VETERAN")
    assert message(moved.explanation) == (
        "46 on 24 May 2026: Veteran men (40–54), ranked within Open men: only two started."
    )
    assert found[EntryId(1)].merged_from == ""
    assert moved.problem is None


def test_a_merging_binds_its_own_race_only_and_not_the_series() -> None:
    season = merged(("M-VETERAN", "M-OPEN"), race="long")
    assert assign_categories(season, RULES)[EntryId(2)].code == "M-VETERAN"
    season = merged(("M-VETERAN", "M-OPEN"))
    assert series_categories(season, RULES)[season.entries[EntryId(2)].runner_id].code == (
        "M-VETERAN"
    )


def test_a_category_merged_into_a_merged_one_goes_with_it_and_a_circle_merges_nothing() -> None:
    chain = merged(("M-VETERAN", "M-CLASSIC"), ("M-CLASSIC", "M-OPEN"))
    assert assign_categories(chain, RULES)[EntryId(2)].code == "M-OPEN"
    circle = merged(("M-VETERAN", "M-OPEN"), ("M-OPEN", "M-VETERAN"))
    assert [found.code for found in assign_categories(circle, RULES).values()] == [
        "M-OPEN", "M-VETERAN",
    ]  # fmt: skip
    assert merges_by_race(circle) == {race_id("willesden"): {}}


def test_a_decision_on_one_runner_goes_with_the_merging_of_its_category() -> None:
    override = CategoryOverride(entry_id=EntryId(1), category="M-VETERAN", reason="passport seen")
    season = replace(merged(("M-VETERAN", "M-OPEN")), overrides={EntryId(1): override})
    found = assign_categories(season, RULES)[EntryId(1)]
    assert (found.code, found.merged_from) == ("M-OPEN", "M-VETERAN")
    assert message(found.explanation) == (
        "Veteran men by decision, instead of Open men: passport seen, ranked within Open men:"
        " only two started"
    )


def test_the_nearest_age_groups_are_proposed_first_the_younger_of_two_before_the_older() -> None:
    infos = categories_of(BESIDE)
    assert neighbours("F-VETERAN", infos) == ("F-OPEN", "F-CLASSIC", "F-JUNIOR")
    assert neighbours("F-JUNIOR", infos) == ("F-OPEN", "F-VETERAN", "F-CLASSIC")
    assert neighbours("F-PC", infos) == ()
    assert neighbours("nothing", infos) == ()


# Age limits and cancelled events


def test_limits_that_name_an_event_hold_there_instead_of_the_others() -> None:
    everywhere = AgeLimit(from_age=16, to_age=None, races=("short", "mid"))
    there = AgeLimit(from_age=18, to_age=None, races=("short",), events=("torlesse",))
    rules = replace(RULES, age_limits=(everywhere, there))
    assert age_limits_at("torlesse", rules) == (there,)
    assert age_limits_at("willesden", rules) == (everywhere,)
    assert entry_allowed(17, "short", "willesden", rules) is None
    refused = entry_allowed(17, "short", "torlesse", rules)
    assert refused is not None
    assert message(refused) == "Nobody of 17 years may enter; the ages are 18+."
    other = entry_allowed(18, "mid", "torlesse", rules)
    assert other is not None
    assert "Midi is not open" in message(other)
    assert adult_needed(16, "willesden", rules) is None


def test_a_cancelled_last_event_gives_no_day_to_the_series_unless_all_are_cancelled() -> None:
    season = a_season([])
    events = list(season.events_in_order())
    held = {event.id: event for event in events[:-1]}
    last = {events[-1].id: replace(events[-1], cancelled=True)}
    assert series_age_day(replace(season, events={**held, **last}), RULES) == date(2026, 7, 12)
    none = {event.id: replace(event, cancelled=True) for event in events}
    assert series_age_day(replace(season, events=none), RULES) == date(2026, 8, 9)


# Everybody


@st.composite
def schemes(draw: st.DrawFn) -> CategoryScheme:
    """A scheme with some of everything."""
    tops = sorted(draw(st.sets(st.integers(10, 80), max_size=5)))
    edges = [draw(st.sampled_from([0, 8]))] + [top + 1 for top in tops]
    bands = tuple(
        CategoryBand(code=f"B{low}", label=f"From {low}", from_age=low, to_age=high)
        for low, high in zip(edges, [*tops, None], strict=True)
        if high is None or low <= high
    )
    own = draw(st.none() | st.sampled_from(AgeReference))
    first = (
        CategoryBand(code="OWN", label="Own", from_age=18, to_age=22, age=own),
    ) if own is not None else ()  # fmt: skip
    return CategoryScheme(
        bands=(*first, *bands),
        by_gender=draw(st.booleans()),
        fixed_date=date(2026, 3, 1),
        non_binary=draw(st.sampled_from(NonBinaryRule)),
        divisions=draw(st.sampled_from([(), (PARA,), (PARA, MIXED)])),
        gender_labels={"F": "women", "M": "men", "X": "neither"},
    )


@given(
    schemes(),
    st.none() | st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    st.none() | st.sampled_from(Gender),
    st.sampled_from(["", "PC", "DUO", "GONE"]),
    st.sampled_from(["", "M-B8", "OWN"]),
)
def test_every_entrant_has_exactly_one_category_or_one_problem(
    scheme, born, gender, division: str, merged_code: str
) -> None:
    runner = a_runner(1, born, gender)
    entry = Entry(
        id=EntryId(1), runner_id=runner.id, race_id=race_id("willesden"), division=division
    )
    season = a_season([runner], [entry])
    rules = replace(RULES, categories=scheme)
    codes = {code for code, _label in category_order(scheme)}
    if merged_code in codes:
        within = min(codes - {merged_code}, default=merged_code)
        merge = CategoryMerge(
            id=MergeId(1), race_id=entry.race_id, category=merged_code, within=within, reason="few"
        )
        season = replace(season, merges={MergeId(1): merge})
    (found,) = assign_categories(season, rules).values()
    series = series_categories(season, rules)[runner.id]
    for one in (found, series):
        assert bool(one.code) != (one.problem is not None)
        assert not one.code or one.code in codes
        assert "…" not in message(one.explanation)
        assert message(one.explanation).count("\n") == 0
