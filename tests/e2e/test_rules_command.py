"""``trailsdesk presets`` and ``rules``: what the rules say, and what others would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run, write_csv
from tests.e2e.made_up_race import a_season, bring
from trailsdesk.formats.presets import available, expect_text, preset_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("preset", [info.id for info in available()])
def test_every_preset_prints_as_sentences_with_its_sources(preset: str) -> None:
    shown = done("presets", "show", preset, "--json").json
    assert shown["id"] == preset
    sections = {each["section"]: each for each in shown["sections"]}
    assert {"about", "categories", "timing"} <= sections.keys()
    assert all(section["sentences"] or section["tables"] for section in sections.values())
    words = done("presets", "show", preset).out
    assert words.startswith("\nABOUT\n")
    assert "copied into this season" not in words, "no season is made yet"
    for section in sections.values():
        for source in section["sources"]:
            assert " ".join(source["says"].split()) in words


def test_no_sentence_says_more_than_the_rules_do() -> None:
    shown = done("presets", "show", "xterra-trail-2026", "--json").json["sections"]
    sentences = [line for section in shown for line in section["sentences"]]
    assert "For all others: 0 points for every finisher." in sentences
    assert "0 points for every finisher." not in sentences
    assert not any("multiplied by the number" in line for line in sentences)
    assert "All results of the season are looked at for that." not in sentences, "ties are shared"


def test_what_was_worked_out_here_is_called_so_beside_its_source() -> None:
    shown = done("presets", "show", "utmb-world-series-finals", "--json").json["sections"]
    (ages,) = (each for each in shown if each["section"] == "categories")
    assert "worked out by us" in ages["sources"][0]["where"]


def test_a_federations_preset_shows_what_km_effort_is_worth() -> None:
    shown = done("presets", "show", "itra", "--json").json["sections"]
    (asked,) = (each for each in shown if each["section"] == "federation")
    assert ["25", "1", "XS"] in asked["tables"][0]["rows"]
    assert ["11", "10"] in asked["tables"][1]["rows"]
    assert any("total time over all stages" in line for line in asked["sentences"])


@pytest.mark.parametrize("preset", [info.id for info in available()])
def test_every_preset_holds_on_its_own_worked_examples(preset: str) -> None:
    checked = done("presets", "check", preset, "--json").json
    assert checked["failed"] == []
    assert checked["examples"] > 0


def test_an_example_that_fails_is_told_and_is_exit_1(tmp_path: Path) -> None:
    name = "canterbury-winter-2026"
    (tmp_path / "mine.toml").write_text(preset_text(name), encoding="utf-8")
    expected = expect_text(name)
    assert expected is not None
    wrong = expected.replace('expect = "M-OPEN"', 'expect = "M-VETERAN"', 1)
    (tmp_path / "mine.expect.toml").write_text(wrong, encoding="utf-8")
    ended = run("presets", "check", tmp_path / "mine.toml")
    assert ended.code == 1
    assert "M-OPEN" in ended.out


def test_a_preset_that_is_none_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    for arguments in (("check", "nope"), ("show",), ("check", tmp_path / "bad.toml")):
        ended = run("presets", *arguments)
        assert ended.code == 1
        assert ended.err.count("\n") == 1


def test_a_rule_is_changed_tried_and_taken_back_from_the_command_line(tmp_path: Path) -> None:
    file = a_season(tmp_path)
    done("rules", file, "--set", "standings.count_best", "2")
    changed = [rule for rule in done("rules", file, "--json").json["rules"] if rule["changed"]]
    assert [(rule["path"], rule["value"], rule["published"]) for rule in changed] == [
        ("standings.count_best", "2", "3")
    ]
    tried = done("rules", file, "--what-if", "standings.must_finish", "1", "--json").json
    assert isinstance(tried["moves"], list)
    done("rules", file, "--restore", "standings.count_best")
    assert "Nothing in the rules was changed" in done("rules", file).out
    refused = run("rules", file, "--restore", "standings.nothing")
    assert refused.code == 1
    refused = run("rules", file, "--set", "standings.count_best", "many")
    assert refused.code == 1
    assert "standings.count_best" in refused.err


def test_two_events_get_different_minimum_ages_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "trail.trailsdesk"
    done("new", file, "--preset", "xterra-trail-2026", "--event", "gozo", "--event", "snowdonia")
    for event, age in (("gozo", "18"), ("snowdonia", "16")):
        done("rules", file, "--set", f"age_limit[0].from_at.{event}", age)
    header = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"
    days = {each["event"]: each["date"] for each in done("info", file, "--json").json["events"]}
    for event, age in (("gozo", 18), ("snowdonia", 16)):
        year = int(days[event][:4])
        rows = (f"1,Old{age},Enough{age},F,{year - age}-01-01,NZL,half",
                f"2,Too{age},Young{age},F,{year - age + 1}-01-01,NZL,half")  # fmt: skip
        source = write_csv(tmp_path / f"{event}.csv", header, *rows)
        said = done("import", "entries", file, source, "--event", event, "--json").json
        told = [each["message"] for each in said["problems"] if each["row"] == 3]
        assert any(f"the ages are {age}+" in each for each in told), told
        assert not [each for each in said["problems"] if each["row"] == 2]
    done("rules", file, "--restore", "age_limit[0].from_at.gozo")
    changed = [each for each in done("rules", file, "--json").json["rules"] if each["changed"]]
    assert [each["path"] for each in changed] == ["age_limit[0].from_at.snowdonia"]


def test_standings_say_of_each_score_how_it_came_about_and_refuse_what_is_not_there(
    tmp_path: Path,
) -> None:
    file = a_season(tmp_path)
    bring(file, "times.csv", "1,11:20:00", "2,11:21:00")
    (row, *_others) = done("standings", file, "--ranking", "", "--json").json["rows"]
    assert (row["sum"], row["factor"], row["estimate"]) == (100, None, False)
    assert row["scores"][0]["how"]
    for arguments in (("--ranking", "moon"), ("--teams",)):
        refused = run("standings", file, *arguments)
        assert refused.code == 1
        assert refused.err.count("\n") == 1
