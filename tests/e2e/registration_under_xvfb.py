"""Register runners on the day by keyboard, in the real program, in a real window.

    python tests/e2e/registration_under_xvfb.py DIR

Starts Xvfb and, in it, the program on a made-up season; opens the form for late entries and types
ten made-up runners from a paper form with xdotool, a letter every tenth of a second: Enter to the
next field, Ctrl+Enter to save. Leaves a picture of each form before it is saved in DIR, and
compares the file with what was typed: people, bibs, what was charged and paid. Exit 0: all as
typed, and nobody took longer than 30 seconds. 1: something was not. 2: a tool is missing.

Run on demand. Needs Linux with Xvfb, xdotool and ImageMagick's import.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.e2e.line_under_xvfb import Desk, display, program  # noqa: E402  the path comes first

LETTER_MS = 100
MOST_S = 30.0
ENTRIES_KEY, NEW_KEY = "ctrl+2", "ctrl+n"
YEAR_FROM, YEAR_TO = "2026", "2099"


@dataclass(frozen=True)
class Person:
    """A paper form, filled in; ``pays`` is empty, an amount, or ``all``; no ``method`` is cash."""

    family: str
    given: str
    gender: str
    born: str
    club: str
    pays: str
    method: str
    kin: str
    phone: str


PEOPLE = (
    Person("Madeup", "Ada", "F", "1 Aug 2059", "Invented Hawks", "all", "", "Kin One", "000 1"),
    Person("Fictive", "Ben", "M", "12/3/2050", "", "all", "", "Kin Two", "000 2"),
    Person("Notreal", "Cleo", "F", "2081-05-30", "", "all", "card", "Kin Three", "000 3"),
    Person("Imagined", "Dag", "M", "24 May 2080", "Invented Hawks", "all", "", "Kin Four", "4"),
    Person("Fabled", "Eri", "X", "5 Jan 2070", "", "20", "", "Kin Five", "000 5"),
    Person("Invented", "Finn", "M", "7 Jul 2031", "", "all", "card", "Kin Six", "000 6"),
    Person("Dreamt", "Gia", "F", "8 Aug 2044", "Madeup Harriers", "", "", "Kin Seven", "000 7"),
    Person("Supposed", "Hal", "M", "9 Sep 2065", "", "all", "", "Kin Eight", "000 8"),
    Person("Pretend", "Ida", "F", "10 Oct 2052", "", "all", "", "Kin Nine", "000 9"),
    Person("Unreal", "Jon", "M", "11 Nov 2048", "Invented Hawks", "all", "card", "Kin Ten", "10"),
)


def main() -> int:
    """Run the trial; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures go")
    options = parser.parse_args()
    missing = [tool for tool in ("Xvfb", "xdotool", "import") if shutil.which(tool) is None]
    if missing:
        print(f"Not found: {', '.join(missing)}.")
        return 2
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="trailsdesk-desk-") as place:
        file = make_season(Path(place))
        with display() as screen, program(file, screen, Path(place)) as desk:
            keyboard = Keyboard(desk, screen)
            keyboard.to_the_form()
            took = [
                keyboard.register(person, options.folder / f"registration-{number:02d}.png")
                for number, person in enumerate(PEOPLE, 1)
            ]
            desk.leave()
        wrong = faults(file)
    for person, seconds in zip(PEOPLE, took, strict=True):
        print(f"{person.given:<6}{person.family:<12}{seconds:6.1f} s")
    print(f"longest {max(took):.1f} s, ten together {sum(took):.0f} s")
    for fault in wrong:
        print(f"WRONG: {fault}")
    return 1 if wrong or max(took) > MOST_S else 0


def make_season(folder: Path) -> Path:
    """A season long ahead, so that entries are open on whatever day this runs."""
    from trailsdesk.formats.presets import preset_text

    rules, file = folder / "ahead.toml", folder / "desk.trailsdesk"
    text = preset_text("canterbury-winter-2026").replace(YEAR_FROM, YEAR_TO)
    rules.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "trailsdesk"]
    for words in (
        ["new", str(file), "--preset", str(rules)],
        ["bibs", str(file), "--event", "willesden", "--race", "long", "--ranges", "401-499"],
        [
            "till",
            str(file),
            "--event",
            "willesden",
            "open",
            "--name",
            "Table",
            "--float",
            "200.00",
        ],
    ):
        subprocess.run([*command, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return file


class Keyboard:
    """Types what stands on the paper."""

    def __init__(self, desk: Desk, screen: str) -> None:
        self._desk = desk
        self._variables = {**os.environ, "DISPLAY": screen}

    def to_the_form(self) -> None:
        """Wait for the window, choose the long race's event, open the form."""
        window = self._desk.find()
        self._tool("windowfocus", "--sync", window)
        time.sleep(3)
        self._key(ENTRIES_KEY)
        time.sleep(3)
        self._key(NEW_KEY)
        time.sleep(2)

    def register(self, person: Person, picture: Path) -> float:
        """Fill in the form and save it; how many seconds it took."""
        begin = time.monotonic()
        for text in (person.family, person.given):
            self._field(text)
        self._field(person.gender.lower())
        self._field(person.born)
        self._field("nzl")
        self._field(person.club)
        self._field("")
        self._field("l")  # the long race
        self._field("")  # the bib offered stands
        self._field("")  # no medal
        self._field("" if person.pays == "all" else person.pays)
        if person.pays == "all":
            self._key("space")
        self._key("Return")
        self._field(person.method)
        self._field("")  # no phone
        self._field(person.kin)
        self._type(person.phone)
        typed = time.monotonic() - begin
        time.sleep(0.7)  # the outcome beside the form, for the picture only
        subprocess.run(
            ["import", "-window", "root", str(picture)], env=self._variables, check=True
        )
        begin = time.monotonic()
        self._key("ctrl+Return")
        time.sleep(0.8)
        return typed + time.monotonic() - begin

    def _field(self, text: str) -> None:
        self._type(text)
        self._key("Return")

    def _type(self, text: str) -> None:
        if text:
            self._tool("type", "--delay", str(LETTER_MS), text)

    def _key(self, key: str) -> None:
        self._tool("key", "--clearmodifiers", key)
        time.sleep(LETTER_MS / 1000)

    def _tool(self, *arguments: str) -> None:
        subprocess.run(
            ["xdotool", *arguments], env=self._variables, check=True, stdout=subprocess.DEVNULL
        )


def faults(file: Path) -> list[str]:
    """Where the file is not as typed."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT family_name, given_name, gender, club, bib, emergency_name,"
            " (SELECT sum(amount_minor) FROM ledger_line WHERE entry_id = entry.id"
            "  AND kind = 'CHARGE'),"
            " (SELECT -sum(amount_minor) FROM ledger_line WHERE entry_id = entry.id"
            "  AND kind = 'PAYMENT'),"
            " (SELECT method FROM ledger_line WHERE entry_id = entry.id AND kind = 'PAYMENT')"
            " FROM entry JOIN runner ON runner.id = entry.runner_id"
            " JOIN contact ON contact.runner_id = runner.id ORDER BY entry.id"
        ).fetchall()
    found = []
    if len(rows) != len(PEOPLE):
        found.append(f"{len(rows)} entries, {len(PEOPLE)} typed")
    for number, (person, row) in enumerate(zip(PEOPLE, rows, strict=False)):
        *words, charged, paid, method = row
        expected = [person.family, person.given, person.gender, person.club, str(401 + number),
                    person.kin]  # fmt: skip
        if words != expected:
            found.append(f"{words} instead of {expected}")
        due = {"all": charged, "": None}.get(person.pays, 2_000)
        if not charged or paid != due:
            found.append(f"{person.family}: charged {charged}, paid {paid}")
        if paid and method != (person.method or "cash").upper():
            found.append(f"{person.family}: paid by {method}")
    return found


if __name__ == "__main__":
    sys.exit(main())
