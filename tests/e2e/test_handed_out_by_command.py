"""``draw``, ``art`` and the sheets that are handed out, as a script uses them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.documents.test_picture_gate import grid, picture
from tests.e2e.command_line import done, run, write_csv
from trailsdesk.domain.spot_winner import ticket_number

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance,Medal"
AT = ("--event", "willesden")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "season.trailsdesk"
    done("new", made, "--preset", "canterbury-winter-2026")
    field = write_csv(
        tmp_path / "field.csv",
        HEADER,
        *(f"{at},Made,Up{at},F,1990-03-02,NZL,long,{'post' if at < 3 else ''}"
          for at in range(1, 11)),
    )  # fmt: skip
    done("import", "entries", made, field, *AT)
    done("start", made, *AT, "--at", "2026-05-24 10:00:00")
    times = write_csv(
        tmp_path / "times.csv", "Bib,Time", *(f"{at},11:{at + 10}:00" for at in range(1, 9))
    )
    done("import", "times", made, times, *AT, "--kind", "clock")
    return made


def text_of(path: Path) -> str:
    return "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages
    )


def test_the_same_seed_draws_the_same_winners_and_changes_nothing(file: Path) -> None:
    before = file.read_bytes()
    first = done("draw", file, *AT, "--prizes", 3, "--seed", "4-2-6", "--json").json
    again = done("draw", file, *AT, "--prizes", 3, "--seed", "4-2-6", "--json").json
    assert first == again
    assert file.read_bytes() == before
    assert (first["seed"], first["pool"]) == ("4-2-6", "finishers")
    assert [ticket["bib"] for ticket in first["tickets"]] == [str(at) for at in range(1, 9)]
    winner = first["winners"][0]
    number = ticket_number("4-2-6", 1, 1, 8)
    assert winner["bib"] == first["tickets"][number - 1]["bib"]
    assert set(winner) >= {"prize", "bib", "name", "why"}
    assert "SHA-256 of “4-2-6/1/1”" in winner["why"]
    assert len({each["bib"] for each in first["winners"]}) == 3


def test_a_seed_is_offered_where_none_was_named(file: Path) -> None:
    seeds = {done("draw", file, *AT, "--prizes", 1, "--json").json["seed"] for _at in range(3)}
    assert len(seeds) == 3


def test_prizes_sponsors_and_exclusions_and_the_pot(file: Path) -> None:
    drawn = done(
        "draw", file, *AT, "--prize", "Socks|Made-up Sports", "--prize", "Cake", "--seed", "x",
        "--exclude", 3, "--exclude", 4, "--pool", "starters", "--json",
    ).json  # fmt: skip
    assert {"3", "4"}.isdisjoint(ticket["bib"] for ticket in drawn["tickets"])
    assert len(drawn["tickets"]) == 8
    assert [(w["prize"], w["sponsor"]) for w in drawn["winners"]] == [
        ("Socks", "Made-up Sports"),
        ("Cake", ""),
    ]


def test_a_draw_among_volunteers_takes_their_names_from_a_file(file: Path) -> None:
    names = file.parent / "volunteers.txt"
    names.write_text("Made Up\n\nÅsa Example\n", encoding="utf-8")
    drawn = done(
        "draw", file, *AT, "--pool", "volunteers", "--names", names, "--exclude", "Made Up",
        "--seed", "1", "--json",
    ).json  # fmt: skip
    assert [winner["name"] for winner in drawn["winners"]] == ["Åsa Example"]


def test_a_booked_draw_is_in_the_file_and_on_its_sheet(file: Path) -> None:
    drawn = done(
        "draw",
        file,
        *AT,
        "--prizes",
        2,
        "--seed",
        "4-2-6",
        "--title",
        "Tombola",
        "--book",
        "--json",
    ).json
    out = file.parent / "spot.pdf"
    done("sheet", "spot-prizes", file, *AT, "--tickets", "-o", out)
    text = text_of(out)
    assert "Tombola" in text
    assert "Seed: 4-2-6" in text
    for winner in drawn["winners"]:
        assert winner["name"] in text
    done("undo", file)
    done("undo", file)
    done("sheet", "spot-prizes", file, *AT, "-o", out)
    assert "No draw has been set up." in text_of(out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--exclude", "77"), "Nobody wears bib 77"),
        (("--seed", " "), "needs a seed"),
        (("--prizes", "0"), "between 1 and 200"),
        (("--prizes", "500"), "between 1 and 200"),
        (("--prize", "|Sponsor"), "names no prize"),
        (("--pool", "volunteers"), "needs their names"),
        (("--pool", "volunteers", "--names", "nowhere.txt"), "no file of names"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    file: Path, arguments: tuple[str, ...], said: str
) -> None:
    ended = run("draw", file, *AT, *arguments)
    assert ended.code == 1
    assert said in ended.err


def test_nobody_in_the_pot_is_told(file: Path) -> None:
    ended = run("draw", file, "--event", "torlesse", "--prizes", 1)
    assert ended.code == 1
    assert "Nobody lies in the pot" in ended.err


def test_a_logo_and_a_background_are_taken_and_taken_away(file: Path) -> None:
    png, jpeg = file.parent / "logo.png", file.parent / "hills.jpg"
    png.write_bytes(picture(grid(40, 90, 3)))
    jpeg.write_bytes(picture(grid(90, 120, 3), "jpeg"))
    assert "logo.png" in done("art", file, "--role", "logo", "--set", png).out
    done("art", file, "--role", "certificate", "--event", "willesden", "--set", jpeg)
    out = file.parent / "results.pdf"
    done("sheet", "results", file, *AT, "-o", out)
    assert len(PdfReader(io.BytesIO(out.read_bytes())).pages[0].images) == 1
    done("sheet", "certificate", file, *AT, "--bib", 1, "-o", out)
    assert len(PdfReader(io.BytesIO(out.read_bytes())).pages[0].images) == 1
    done("art", file, "--role", "logo", "--remove")
    done("sheet", "results", file, *AT, "-o", out)
    assert len(PdfReader(io.BytesIO(out.read_bytes())).pages[0].images) == 0
    assert "hills.jpg" in done("art", file, "--role", "certificate", "--event", "willesden").out


def test_a_design_comes_from_a_file_and_a_wrong_one_says_where(file: Path) -> None:
    design = file.parent / "design.json"
    design.write_text('{"fields": {"title": {"text": "Kia ora"}}}', encoding="utf-8")
    done("art", file, "--role", "certificate", "--layout", design)
    out = file.parent / "certificates.pdf"
    done("sheet", "certificate", file, *AT, "--race", "long", "-o", out)
    assert text_of(out).count("Kia ora") == 8
    design.write_text('{"fields": {"title": {"size": 500}}}', encoding="utf-8")
    ended = run("art", file, "--role", "certificate", "--layout", design)
    assert ended.code == 1
    assert "fields.title.size" in ended.err


def test_a_picture_that_is_none_is_refused(file: Path) -> None:
    wrong = file.parent / "logo.png"
    wrong.write_bytes(b"no picture at all")
    ended = run("art", file, "--role", "logo", "--set", wrong)
    assert ended.code == 1
    assert "neither PNG nor JPEG" in ended.err


def test_labels_go_on_the_paper_named_and_skip_used_ones(file: Path) -> None:
    out = file.parent / "labels.pdf"
    done("sheet", "bib-labels", file, *AT, "--stock", "a4-2x7", "--first-label", 8,
         "--skip-label", 9, "--skip-label", 11, "-o", out)  # fmt: skip
    assert len(PdfReader(io.BytesIO(out.read_bytes())).pages) == 2
    ended = run("sheet", "bib-labels", file, *AT, "--stock", "a9", "-o", out)
    assert ended.code == 1
    assert "letter-3x10" in ended.err


@pytest.mark.parametrize(
    "kind", ["address-labels", "envelopes", "bib-handout", "emergency-list", "late-entries",
             "splits", "charts"]
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["pdf", "xlsx"])
def test_every_sheet_that_is_handed_out_is_written(file: Path, kind: str, suffix: str) -> None:
    for paper in ("a4", "letter"):
        out = file.parent / f"{kind}-{paper}.{suffix}"
        done("sheet", kind, file, *AT, "--paper", paper, "-o", out)
        assert out.stat().st_size > 1000
