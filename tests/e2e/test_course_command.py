"""``trailsdesk course``: a GPX file to its difficulty, its picture and its sheet."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.course.made import a_trk, gpx, hills
from tests.e2e.command_line import done, run, run_process

if TYPE_CHECKING:
    from pathlib import Path

KEYS = (
    "distance_m", "ascent_m", "descent_m", "ascent_raw_m", "ascent_low_m", "ascent_high_m",
    "ascent_method", "elevation", "points", "km_effort", "average_interval", "penalty_km_effort",
    "km_effort_net", "itra_points", "itra_category", "to_next_points_km_effort", "utmb_class",
    "climbs", "warnings", "explanation",
)  # fmt: skip
FOLLOWS = ("km_effort", "km_effort_net", "itra_points", "itra_category", "utmb_class")


def made(
    path: Path,
    *,
    length_m: int = 20_000,
    heights: bool = True,
    waypoints: str = "",
    lines: int = 1,
) -> Path:
    height = hills(200, 2500)
    points = [
        (45 + along / 111_132, 7.0, round(height(along), 1) if heights else None)
        for along in range(0, length_m + 1, 20)
    ]
    body = waypoints + "".join(a_trk(f"Line {n}", points[: 500 * n]) for n in range(1, lines + 1))
    path.write_bytes(gpx(body if lines > 1 else waypoints + a_trk("Made up", points)))
    return path


@pytest.fixture
def course(tmp_path: Path) -> Path:
    hut = '<wpt lat="45.09" lon="7.0"><name>Hut &amp; hill</name></wpt>'
    return made(tmp_path / "course.gpx", waypoints=hut)


def test_the_document_has_every_promised_key(course: Path) -> None:
    said = done("course", course, "--json").json
    assert set(KEYS) <= set(said)
    assert "backyard" not in said
    assert said["elevation"] == "complete"
    assert said["points"] == 1001
    assert said["distance_m"] == pytest.approx(20_000, rel=0.001)
    assert said["ascent_m"] == pytest.approx(1600, rel=0.03)
    assert said["ascent_low_m"] <= said["ascent_m"] <= said["ascent_high_m"]
    assert set(said["climbs"][0]) >= {"from_m", "to_m", "gain_m", "gradient", "steepest"}


def test_the_federations_example_is_evaluated_as_printed(course: Path) -> None:
    said = done(
        "course", course, "--json", "--distance-km", "40", "--ascent-m", "1500",
        "--aid-stations", "6",
    ).json  # fmt: skip
    assert (said["distance_m"], said["ascent_m"]) == (40_000, 1500)
    assert (said["km_effort"], said["penalty_km_effort"], said["km_effort_net"]) == (55, 15, 40)
    assert (said["itra_points"], said["to_next_points_km_effort"]) == (1, 5)
    assert said["explanation"].startswith("40 km + 1500 m / 100 = 55")
    assert {"course.typed-distance"} <= {each["code"] for each in said["warnings"]}
    assert all(each["message"] for each in said["warnings"])


def test_without_heights_the_climb_and_what_follows_are_null_unless_typed(tmp_path: Path) -> None:
    path = made(tmp_path / "flat.gpx", heights=False)
    said = done("course", path, "--json", "--distance-km", "21").json
    assert said["elevation"] == "missing"
    assert said["distance_m"] == 21_000
    assert said["ascent_m"] is None
    assert [said[key] for key in FOLLOWS] == [None] * len(FOLLOWS)
    typed = done("course", path, "--json", "--ascent-m", "700").json
    assert typed["ascent_m"] == 700
    assert typed["km_effort"] == pytest.approx(27, abs=0.1)


def test_loops_and_backyard(course: Path) -> None:
    once, thrice = (done("course", course, "--json", "--loops", n).json for n in (1, 3))
    assert thrice["km_effort"] == pytest.approx(3 * once["km_effort"], rel=1e-4)
    levels = done("course", course, "--json", "--backyard").json["backyard"]
    assert [level["points"] for level in levels] == sorted(level["points"] for level in levels)
    assert set(levels[0]) == {"points", "loops"}


def test_official_figures_are_those_of_all_loops_and_a_climb_may_have_thousands(
    course: Path,
) -> None:
    asked = ("course", course, "--json", "--loops", 3, "--distance-km", "60,0", "--ascent-m")
    said = done(*asked, "4,800").json
    assert said["km_effort"] == 60 + 48
    assert (said["distance_m"], said["ascent_m"]) == (20_000, 1600)
    assert "course.typed-distance" not in {each["code"] for each in said["warnings"]}
    assert done(*asked, "4800").json == said


def test_backyard_results_become_a_file_for_each_number_of_points(
    course: Path, tmp_path: Path
) -> None:
    listed = tmp_path / "loops.csv"
    listed.write_text(
        "Bib,Loop 1,Loop 2,Loop 3\n1,0:50:00,1:50:00,2:50:00\n2,0:55:00,,\n3,,,\n", "utf-8"
    )
    asked = ("course", course, "--backyard", "--results", listed)
    into = tmp_path / "results" / "2026"
    said = done(*asked, "--into", into, "--json").json
    levels = {each["points"]: each["loops"] for each in said["backyard"]}
    assert said["not_finished"] == 1
    for file in said["result_files"]:
        assert levels[file["points"]] == file["loops"]
        assert (into / file["file"]).read_text("utf-8-sig").startswith("Place,Time,Bib")
    assert sum(file["runners"] for file in said["result_files"]) == 2
    assert "--into" in run(*asked).err
    assert run("course", course, "--results", listed, "--into", tmp_path).code == 1


def test_what_the_federation_decides_is_in_the_arithmetic(course: Path) -> None:
    typed = ("--distance-km", "40", "--ascent-m", "1500")
    said = done(
        "course", course, "--json", *typed, "--loop-penalty", "2,5", "--stage-adjustment", "7",
    ).json  # fmt: skip
    assert said["km_effort_net"] == 55 - 2.5 + 7
    assert "loops: minus 2.5; other stages: plus 7; 59.5: 2 points" in said["explanation"]
    exact = done("course", course, "--json", *typed, "--loop-penalty", "10.4").json
    rounded = done(
        "course", course, "--json", *typed, "--loop-penalty", "10.4", "--round-first"
    ).json
    assert (exact["itra_points"], rounded["itra_points"]) == (1, 2)
    assert "effort.rounding-decides" in {each["code"] for each in exact["warnings"]}


def test_a_race_that_is_too_small_is_told_the_least_there_is(course: Path) -> None:
    said = done("course", course, "--json", "--distance-km", "4", "--ascent-m", "50").json
    (told,) = [each for each in said["warnings"] if each["code"] == "effort.too-small"]
    assert "4.5 km-effort is less than the 5" in told["message"]


def stages(path: Path) -> Path:
    """Three days of 10, 20 and 15 km, one after the other."""
    height = hills(200, 2500)
    bodies, start = "", 0
    for name, km in (("Day one", 10), ("Day two", 20), ("Day three", 15)):
        alongs = range(start, start + km * 1000 + 1, 20)
        points = [(45 + a / 111_132, 7.0, round(height(a), 1)) for a in alongs]
        bodies += a_trk(name, points)
        start += km * 1000 + 3000
    path.write_bytes(gpx(bodies))
    return path


def test_a_stage_race_counts_as_its_longest_stage_and_never_as_the_sum(tmp_path: Path) -> None:
    path = stages(tmp_path / "stages.gpx")
    said = done("course", path, "--json", "--stages", "--stage-adjustment", "10").json
    assert [each["name"] for each in said["stages"]] == ["Day one", "Day two", "Day three"]
    assert said["longest"] == 2
    longest = said["stages"][1]
    assert said["distance_m"] == longest["distance_m"] == pytest.approx(20_000, rel=0.001)
    assert said["km_effort"] == longest["km_effort"]
    assert said["km_effort_net"] == pytest.approx(longest["km_effort"] + 10)
    assert said["itra_points"] == 2
    assert longest["itra_points"] == 1
    lines = done("course", path, "--stages").out
    assert "A stage race counts as its longest stage, Day two" in lines


def test_aid_stations_of_a_stage_can_make_another_one_the_longest(tmp_path: Path) -> None:
    path = stages(tmp_path / "stages.gpx")
    said = done("course", path, "--json", "--stages", "--aid-stations", "0,8,1").json
    assert said["longest"] == 3
    assert [each["aid_stations"] for each in said["stages"]] == [0, 8, 1]
    assert run("course", path, "--stages", "--aid-stations", "1,2").code == 1


def test_each_leg_of_a_relay_has_points_of_its_own_also_from_more_files(
    course: Path, tmp_path: Path
) -> None:
    path = stages(tmp_path / "legs.gpx")
    said = done("course", path, "--json", "--relay", "--more", course).json
    assert [each["name"] for each in said["legs"]][2:] == ["Day three", "Made up"]
    for leg, track in zip(said["legs"], (1, 2, 3), strict=False):
        alone = done("course", path, "--json", "--track", track).json
        assert leg["km_effort"] == alone["km_effort"]
        assert leg["itra_points"] == alone["itra_points"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--stages", "--loops", "2"], "--loops"),
        (["--relay", "--stage-adjustment", "2"], "--stage-adjustment"),
        (["--stages", "--distance-km", "2"], "--distance-km"),
        (["--more", "other.gpx"], "--more goes with"),
        (["--stage-adjustment", "some"], "--stage-adjustment"),
        (["--loop-penalty", "-1"], "--loop-penalty"),
    ],
)
def test_what_does_not_go_together_is_refused(
    course: Path, arguments: list[str], words: str
) -> None:
    said = run("course", course, *arguments)
    assert (said.code, said.out) == (1, "")
    assert words in said.err


def test_of_several_courses_one_is_chosen_by_number(tmp_path: Path) -> None:
    path = made(tmp_path / "two.gpx", lines=2)
    first, second = (done("course", path, "--json", "--track", n).json for n in (1, 2))
    assert first["distance_m"] < second["distance_m"]
    assert done("course", path, "--json").json["track"] == 2
    wrong = run("course", path, "--track", 3)
    assert wrong.code == 1
    assert "no track 3" in wrong.err


@pytest.mark.parametrize(
    ("name", "magic"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("A.PNG", b"\x89PNG")]
)
def test_the_picture_is_what_its_name_says(
    course: Path, tmp_path: Path, name: str, magic: bytes
) -> None:
    said = done("course", course, "--plot", tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(magic)
    assert f"Wrote {name}." in said.out


def test_picture_sheet_and_figures_in_one_go_with_json_alone_on_stdout(
    course: Path, tmp_path: Path
) -> None:
    picture, sheet = tmp_path / "a.png", tmp_path / "a.pdf"
    said = done("course", course, "--json", "--plot", picture, "--pdf", sheet)
    assert said.json["name"] == "Made up"
    with Image.open(picture) as image:
        assert image.size[0] > 1000
    (page,) = PdfReader(io.BytesIO(sheet.read_bytes())).pages
    text = page.extract_text()
    assert "Hut & hill" in text
    assert said.json["explanation"] in " ".join(text.split())
    assert "course.gpx" in text


def test_the_figures_on_the_sheet_are_those_of_the_document(course: Path, tmp_path: Path) -> None:
    arguments = ("course", course, "--aid-stations", 2, "--loop-penalty", "1.5", "--loops", 2)
    said = done(*arguments, "--json", "--pdf", tmp_path / "a.pdf").json
    (page,) = PdfReader(io.BytesIO((tmp_path / "a.pdf").read_bytes())).pages
    text = " ".join(page.extract_text().split())
    for told in (
        f"{said['distance_m'] / 1000:.2f} km measured (one of 2 loops)",
        f"{said['ascent_m']:.0f} m measured ({said['ascent_low_m']} to {said['ascent_high_m']} m)",
        f"plain sum {said['ascent_raw_m']} m",
        f"Descent {said['descent_m']} m",
        f"Heights {said['lowest_m']} to {said['highest_m']} m",
        f"Km-effort {round(said['km_effort'], 2):g}",
        f"After penalties {round(said['km_effort_net'], 2):g}",
        f"Points {said['itra_points']} ({said['itra_category']})",
        f"UTMB class {said['utmb_class']} (an estimate)",
        said["explanation"],
        f"minus {said['penalty_km_effort']:g}",
    ):
        assert told in text


def test_the_same_course_gives_the_same_files(course: Path, tmp_path: Path) -> None:
    for name in ("1", "2"):
        done(
            "course", course, "--plot", tmp_path / f"{name}.svg", "--pdf", tmp_path / f"{name}.pdf"
        )
    for suffix in ("svg", "pdf"):
        first, second = ((tmp_path / f"{n}.{suffix}").read_bytes() for n in "12")
        assert first == second


def test_letter_paper(course: Path, tmp_path: Path) -> None:
    done("course", course, "--pdf", tmp_path / "a.pdf", "--paper", "letter")
    (page,) = PdfReader(io.BytesIO((tmp_path / "a.pdf").read_bytes())).pages
    assert [round(float(each)) for each in page.mediabox[2:]] == [612, 792]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--plot", "a.jpg"], "a.jpg"),
        (["--pdf", "a.txt"], "a.txt"),
        (["--plot", "nowhere/a.png"], "a.png"),
        (["--distance-km", "far"], "--distance-km"),
        (["--ascent-m", "nan"], "--ascent-m"),
        (["--ascent-m", "-5"], "--ascent-m"),
        (["--distance-km", "0"], "--distance-km"),
        (["--ascent-m", "0"], "--ascent-m"),
        (["--loops", "0"], "--loops"),
        (["--aid-stations", "-1"], "--aid-stations"),
        (["--track", "0"], "no track 0"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_left_behind(
    course: Path, tmp_path: Path, arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("course", course, *arguments)
    assert said.code == 1
    assert said.out == ""
    assert words in said.err
    assert len(said.err.splitlines()) == 1
    assert os.listdir(tmp_path) == ["course.gpx"]  # noqa: PTH208  names are enough


def test_a_file_that_is_no_course_writes_no_picture(tmp_path: Path) -> None:
    bad = tmp_path / "bad.gpx"
    bad.write_bytes(b"<!DOCTYPE gpx><gpx/>")
    said = run("course", bad, "--plot", tmp_path / "a.png", "--pdf", tmp_path / "a.pdf")
    assert said.code == 1
    assert "document type" in said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.gpx"]


def test_wrong_usage_is_two(course: Path) -> None:
    assert run("course").code == 2
    assert run("course", course, "--loops", "many").code == 2
    assert run("course", course, "--paper", "a3").code == 2


def test_for_people_it_reads_like_sentences(course: Path) -> None:
    first, *rest = done("course", course, "--aid-stations", 2).out.splitlines()
    assert first.startswith("Made up: 20.0")
    assert any("2 aid stations" in line for line in rest)


def test_a_process_of_its_own_says_nothing_beside(course: Path, tmp_path: Path) -> None:
    said = run_process("course", course, "--json", "--plot", tmp_path / "a.png")
    assert said.code == 0
    assert said.err == ""
    assert said.json["points"] == 1001


@pytest.mark.parametrize("name", ["templiers-grand-trail-2024", "grand-raid-reunion-grr-2024"])
def test_real_courses_with_places_get_their_sheet(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    done("course", shared_data / "gpx" / f"{name}.gpx", "--pdf", tmp_path / "a.pdf")
    assert len(PdfReader(io.BytesIO((tmp_path / "a.pdf").read_bytes())).pages) == 1
