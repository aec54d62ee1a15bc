"""A made-up race made by commands, and short ways to ask for what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

from tests.e2e.command_line import done, write_csv

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"
AT = ("--event", "willesden")
DAY = "2026-05-24"


def a_season(folder: Path, bibs: range = range(1, 13), *, gun: str = "10:00:00") -> Path:
    """A made-up field of the long race at Willesden, started."""
    file = folder / "season.trailsdesk"
    done("new", file, "--preset", "canterbury-winter-2026")
    rows = [
        f"{bib},Given{bib},Family{bib},{'FM'[bib % 2]},{1980 + bib % 9}-03-02,NZL,long"
        for bib in bibs
    ]
    done("import", "entries", file, write_csv(folder / "field.csv", HEADER, *rows), *AT)
    done("start", file, *AT, "--race", "long", "--at", f"{DAY} {gun}")
    return file


def bring(file: Path, name: str, *lines: str, kind: str = "clock", **options: str) -> Any:
    """A file of times as a timer hands it over; what the command said."""
    source = write_csv(file.parent / name, "Bib,Time", *lines)
    more = [part for key, value in options.items() for part in (f"--{key}", value) if part]
    return done("import", "times", file, source, *AT, "--race", "long", "--kind", kind, *more,
                "--json").json  # fmt: skip


def results(file: Path, event: str = "willesden") -> dict[str, dict[str, Any]]:
    """The results by bib."""
    rows = done("results", file, "--event", event, "--json").json["rows"]
    return {row["bib"]: row for row in rows}


def problems(file: Path) -> list[dict[str, Any]]:
    """All that is not clean."""
    return list(done("problems", file, "--json").json["problems"])


def codes(file: Path) -> list[str]:
    """The codes of all that is not clean."""
    return sorted(problem["code"] for problem in problems(file))


def sheet(file: Path, kind: str, suffix: str = ".pdf", *more: object) -> Path:
    """Write a sheet beside the season."""
    target = file.parent / f"{kind}{suffix}"
    done("sheet", kind, file, *AT, *more, "-o", target)
    return target


def text_of(pdf: Path) -> str:
    """All that is printed on it."""
    return "\n".join(page.extract_text() for page in PdfReader(pdf).pages)
