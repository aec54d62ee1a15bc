"""Key at the finish line in the real program, in a real window, and check the season's file.

    python tests/e2e/line_under_xvfb.py --minutes 10 --rate 30

Starts Xvfb and, in it, the program on a made-up season of 20,000 entries; types bibs with xdotool
at that rate, jittered, with times without a bib, several bibs at one time, unknown and repeated
bibs now and then; closes the program as a person does; and compares the file with what was sent.
Exit 0: nothing lost, nothing wrong. 1: something was. 2: Xvfb or xdotool is missing.

Run on demand: it takes as long as it types. Needs Linux with Xvfb and xdotool.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.e2e.line_plan import (  # noqa: E402  the path comes first
    KINDS,
    TOLERANCE_MS,
    Held,
    Outcome,
    Sent,
    Stroke,
    compare,
    plan,
    spread,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

PRESET = "single-race"
READY_S = 180
GUN_AGO = timedelta(minutes=45)


def main() -> int:
    """Run the trial; the exit code."""
    options = _options()
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    if missing:
        print(f"Not found: {', '.join(missing)}. Install them (Debian: xvfb xdotool).")
        return 2
    with tempfile.TemporaryDirectory(prefix="trailsdesk-line-") as place:
        folder = Path(options.keep) if options.keep else Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        file = make_season(folder, options.entries)
        bibs = [str(bib) for bib in range(1, options.entries + 1)]
        strokes = plan(minutes=options.minutes, rate=options.rate, field_bibs=bibs,
                       seed=options.seed)  # fmt: skip
        with display() as screen, program(file, screen, folder) as desk:
            desk.to_the_line(board=options.board)
            sent = desk.key(strokes, options.seed)
            desk.leave()
        outcome = compare(sent, times_in(file, desk.probed), options.tolerance)
        tell(outcome, sent, options)
        return 0 if outcome.clean else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=10, help="how long to type")
    parser.add_argument("--rate", type=float, default=30, help="finishers a minute, on average")
    parser.add_argument("--entries", type=int, default=20_000, help="size of the made-up field")
    parser.add_argument("--seed", type=int, default=7, help="another one types other bibs")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE_MS, help="in milliseconds")
    parser.add_argument("--board", action="store_true", help="with the public board open")
    parser.add_argument("--keep", help="folder that keeps the season's file")
    return parser.parse_args()


# -- the season -----------------------------------------------------------------------------------


def make_season(folder: Path, entries: int) -> Path:
    """A race of today that was started a while ago, with made-up runners of bibs 1 and up."""
    gun = datetime.now(UTC) - GUN_AGO
    file, listed = folder / "line.trailsdesk", folder / "field.csv"
    header = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"
    rows = [
        f"{bib},Made{bib},Up{bib},{'FM'[bib % 2]},{1950 + bib % 55}-05-06,NZL,race"
        for bib in range(1, entries + 1)
    ]
    listed.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    day = gun.date().isoformat()
    _command("new", file, "--preset", PRESET, "--date", day, "--zone", "Etc/UTC")
    _command("import", "entries", file, listed, "--event", "event")
    at = gun.strftime("%Y-%m-%d %H:%M:%S")
    _command("start", file, "--event", "event", "--race", "race", "--at", at)
    return file


def _command(*arguments: object) -> None:
    command = [sys.executable, "-m", "trailsdesk", *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def times_in(file: Path, probed: int) -> list[Held]:
    """What the file holds from the line, without the first ones that only tried the keys."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT read.bib, read.instant_ms FROM read JOIN read_batch"
            " ON read_batch.id = read.batch_id WHERE read_batch.kind = 'LINE'"
            " AND NOT read_batch.retracted ORDER BY read.id"
        ).fetchall()
    return [Held(bib, instant) for bib, instant in rows[probed:]]


# -- the window -----------------------------------------------------------------------------------


@contextlib.contextmanager
def display() -> Iterator[str]:
    """A screen that nobody sees, on a free number."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24",
               "-nolisten", "tcp"]  # fmt: skip
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


@contextlib.contextmanager
def program(file: Path, screen: str, folder: Path) -> Iterator[Desk]:
    """The program on that file and screen, with a home of its own."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    variables = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "HOME": str(home)}
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        variables[f"XDG_{name}_HOME"] = str(home / name.lower())
    running = subprocess.Popen(
        [sys.executable, "-m", "trailsdesk", str(file)], cwd=ROOT, env=variables
    )
    try:
        yield Desk(file, variables, running)
    finally:
        if running.poll() is None:
            running.terminate()
        running.wait(30)


class Desk:
    """Whoever sits at the keyboard."""

    def __init__(
        self, file: Path, variables: dict[str, str], running: subprocess.Popen[bytes]
    ) -> None:
        self.file = file
        self.probed = 0
        self._variables = variables
        self._running = running

    def to_the_line(self, *, board: bool) -> None:
        """Wait for the window, go to the panel Finish, and see that a key arrives there."""
        window = self.find()
        self._tool("windowfocus", "--sync", window)
        time.sleep(3)
        self._tool("key", "--clearmodifiers", _finish_key())
        time.sleep(5)
        if board:
            self._tool("key", "--clearmodifiers", "ctrl+shift+b")
            time.sleep(2)
        end = time.monotonic() + READY_S
        while not self.probed and time.monotonic() < end:
            self._tool("key", "space")
            time.sleep(2)
            self.probed = len(times_in(self.file, 0))
        if not self.probed:
            raise SystemExit("No key arrives at the line: is the window there?")
        time.sleep(2)
        self.probed = len(times_in(self.file, 0))

    def find(self) -> str:
        """The window, once it is there."""
        end = time.monotonic() + READY_S
        while time.monotonic() < end:
            if self._running.poll() is not None:
                raise SystemExit("The program ended by itself.")
            found = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", self.file.name],
                env=self._variables, capture_output=True, text=True, check=False,
            ).stdout.split()  # fmt: skip
            if found:
                return found[-1]
            time.sleep(0.5)
        raise SystemExit("No window appeared.")

    def key(self, strokes: list[Stroke], seed: int) -> list[Sent]:
        """Type it all, each at its moment; what was sent when."""
        dice = random.Random(seed)
        sent = []
        with Typist(self._variables) as typist:
            begin = time.monotonic()
            for number, stroke in enumerate(strokes, 1):
                typing = 0.25 + 0.08 * len(stroke.text)
                time.sleep(max(0.0, begin + stroke.at - typing - time.monotonic()))
                if stroke.text:
                    typist.do(f"type --delay {dice.randint(30, 70)} {stroke.text}")
                time.sleep(max(0.0, begin + stroke.at - time.monotonic()))
                before = time.time() * 1000
                typist.do(f"keydown {stroke.key}")
                after = time.time() * 1000
                typist.do(f"keyup {stroke.key}")
                sent.append(Sent(stroke, before, after))
                if number % 30 == 0:
                    print(f"  {number} of {len(strokes)} sent", flush=True)
        return sent

    def leave(self) -> None:
        """As a person leaves: everything asked for is finished first."""
        time.sleep(3)
        self._tool("key", "--clearmodifiers", "ctrl+q")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._running.wait(60)

    def _tool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._variables, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip


class Typist:
    """One xdotool that stays open: starting one for every key would blur its moment."""

    def __init__(self, variables: dict[str, str]) -> None:
        self._tool = subprocess.Popen(
            ["xdotool", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables,
            text=True, bufsize=1,
        )  # fmt: skip

    def __enter__(self) -> Typist:
        return self

    def do(self, command: str) -> None:
        """Carry it out; done when the window system has answered a question asked after it."""
        assert self._tool.stdin is not None
        assert self._tool.stdout is not None
        self._tool.stdin.write(f"{command}\ngetmouselocation\n")
        self._tool.stdin.flush()
        if not self._tool.stdout.readline():
            raise SystemExit("xdotool ended by itself.")

    def __exit__(self, *_error: object) -> None:
        if self._tool.stdin is not None:
            self._tool.stdin.close()
        self._tool.wait(10)


def _finish_key() -> str:
    """The key that goes to the panel Finish, as the sidebar numbers it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from trailsdesk.ui.panel_table import PANELS
    from trailsdesk.ui.shell import PANEL_KEYS

    return f"ctrl+{PANEL_KEYS[[panel.key for panel in PANELS if panel.numbered].index('finish')]}"


# -- telling --------------------------------------------------------------------------------------


def tell(outcome: Outcome, sent: list[Sent], options: argparse.Namespace) -> None:
    """The figures as a table, and what went wrong."""
    times = sum(len(each.stroke.bibs) for each in sent)
    span = (sent[-1].before_ms - sent[0].before_ms) / 60_000 if len(sent) > 1 else 0.0
    print()
    print(f"entries in the season     {options.entries:>8}")
    print(f"minutes                   {span:>8.1f}")
    print(f"acts at the line          {len(sent):>8}")
    for kind in KINDS:
        print(f"  {kind:<24}{outcome.sent.get(kind, 0):>8}")
    print(f"times sent                {times:>8}")
    print(f"lost                      {len(outcome.lost):>8}")
    print(f"wrong bib                 {len(outcome.wrong_bib):>8}")
    print(f"wrong time                {len(outcome.wrong_time):>8}   (by over"
          f" {options.tolerance:g} ms)")  # fmt: skip
    print(f"too many                  {len(outcome.extra):>8}")
    print()
    print(f"{'milliseconds':<40}{'min':>8}{'median':>8}{'95 %':>8}{'max':>8}")
    sending = [each.after_ms - each.before_ms for each in sent]
    for words, values in (
        ("the key being sent", sending),
        ("time in the file after sending began", outcome.late_ms),
        ("time in the file outside of the sending", outcome.outside_ms),
    ):
        figures = "".join(f"{value:>8.1f}" for value in spread(values).values())
        print(f"{words:<40}{figures}")
    for each in outcome.lost[:10]:
        print(f"lost: {each.stroke}")
    for each, time_held in outcome.wrong_bib[:10]:
        print(f"wrong bib: {each.stroke} is {time_held}")
    for each, time_held, outside in outcome.wrong_time[:10]:
        print(f"wrong time: {each.stroke} is {time_held}, {outside:.0f} ms outside")
    for time_held in outcome.extra[:10]:
        print(f"too many: {time_held}")


if __name__ == "__main__":
    sys.exit(main())
