"""Places in a final from the command line, as a script would do it. Everybody is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run, write_csv

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = ("Bib,First name,Last name,Gender,Birth date,Nationality,Distance",
           "1,Ada,Kauri,F,1990-01-01,NZL,half", "2,Bea,Rimu,F,1990-02-02,GBR,half",
           "3,Cleo,Tawa,F,1990-03-03,FRA,half")  # fmt: skip
TIMES = ("Bib,Time,Status", "1,1:50:00,", "2,1:55:00,", "3,2:05:00,")
ASKED = ("--event", "european-championship", "--race", "half")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """One event of the calendar, with three women of one division and two slots for them."""
    place = tmp_path / "trail.trailsdesk"
    done("new", place, "--preset", "xterra-trail-2026", "--event", "european-championship",
         "--date", "2026-09-05")  # fmt: skip
    done("rules", place, "--set", "qualification.slots.places.european-championship", "56")
    done("import", "entries", place, write_csv(tmp_path / "e.csv", *ENTRIES), *ASKED[:2])
    done("start", place, *ASKED, "--at", "2026-09-05 09:00:00")
    times = write_csv(tmp_path / "t.csv", *TIMES)
    done("import", "times", place, times, *ASKED, "--kind", "elapsed")
    return place


def rows(file: Path, *more: object, rule: str = "slots") -> dict[str, dict[str, object]]:
    found = done("qualify", file, *ASKED, "--json", *more).json["rows"]
    return {row["bib"]: row for row in found if row["rule"] == rule}


def test_every_row_has_rule_place_status_and_reason(file: Path) -> None:
    found = rows(file)
    first = found["1"]
    assert (first["status"], first["place"], first["group"]) == ("qualified", 1, "F-35-39")
    assert first["estimate"] is True
    assert "places: 2" in str(first["reason"])
    assert found["3"]["status"] == "next"
    assert {row["bib"]: row["status"] for row in rows(file, rule="regional-title").values()} == {
        "1": "not eligible", "2": "qualified", "3": "not eligible",
    }  # fmt: skip
    assert rows(file, rule="half-to-marathon")["1"]["status"] == "may ask"


def test_an_answer_is_taken_shown_and_taken_back(file: Path) -> None:
    found = rows(file, "--decline", "1", "--note", "is hurt")
    assert (found["1"]["status"], found["1"]["reply"]) == ("rolls down", "declined")
    assert "(is hurt)" in str(found["1"]["reason"])
    assert (found["3"]["status"], found["3"]["by_roll_down"]) == ("qualified", True)
    assert rows(file, "--accept", "3")["3"]["reply"] == "accepted"
    assert rows(file, "--unanswer", "1")["1"]["status"] == "qualified"
    ended = run("qualify", file, *ASKED, "--accept", "3")
    assert ended.code == 1
    assert "Traceback" not in ended.err


def test_the_list_as_text_names_who_and_why(file: Path) -> None:
    text = done("qualify", file, *ASKED, "--rule", "slots").out
    assert "Ada Kauri" in text
    assert "not all of it is published" in text


def test_a_rule_there_is_not_is_refused_with_those_there_are(file: Path) -> None:
    ended = run("qualify", file, *ASKED, "--rule", "no_such_rule")
    assert ended.code == 1
    assert "regional-title" in ended.err


def test_a_runners_season_is_one_page_of_text_json_or_pdf(file: Path, tmp_path: Path) -> None:
    assert "What the next race would add" in done("runner", file, "--name", "Ada Kauri").out
    found = done("runner", file, "--event", ASKED[1], "--bib", "1", "--json").json
    assert [race["points"] for race in found["races"]] == [125]
    assert found["standings"][0]["total"] == 125
    page = tmp_path / "ada.pdf"
    done("runner", file, "--name", "Ada Kauri", "-o", page)
    assert page.read_bytes().startswith(b"%PDF")
    assert "--name" in run("runner", file).err


def test_an_event_that_is_in_no_calendar_is_refused_and_no_file_is_left(tmp_path: Path) -> None:
    place = tmp_path / "none.trailsdesk"
    ended = run("new", place, "--preset", "xterra-trail-2026", "--event", "nowhere")
    assert ended.code == 1
    assert "snowdonia" in ended.err
    assert not place.exists()


def test_an_event_that_is_called_off_gives_no_places(file: Path) -> None:
    done("qualify", file, *ASKED, "--accept", "1")
    done("cancel", file, *ASKED[:2], "--reason", "storm")
    assert done("qualify", file, *ASKED, "--json").json["rows"] == []
    assert "is called off" in done("qualify", file, *ASKED).out
    done("cancel", file, *ASKED[:2], "--restore")
    assert rows(file)["1"]["reply"] == "accepted"


def test_a_place_taken_at_an_event_called_off_keeps_nobody_from_another(tmp_path: Path) -> None:
    file = tmp_path / "two.trailsdesk"
    done("new", file, "--preset", "xterra-trail-2026", "--event", "european-championship",
         "--event", "snowdonia")  # fmt: skip
    entries = write_csv(tmp_path / "e.csv", *ENTRIES)
    times = write_csv(tmp_path / "t.csv", *TIMES)
    for event, day in (("snowdonia", "2023-07-09"), ("european-championship", "2023-09-08")):
        done("import", "entries", file, entries, "--event", event)
        done("start", file, "--event", event, "--race", "half", "--at", f"{day} 09:00:00")
        done("import", "times", file, times, "--event", event, "--kind", "elapsed")
    done("qualify", file, "--event", "snowdonia", "--race", "half", "--accept", "1")
    assert rows(file, "--all")["1"]["status"] != "qualified"
    done("cancel", file, "--event", "snowdonia", "--reason", "storm")
    assert rows(file)["1"]["status"] == "qualified"
