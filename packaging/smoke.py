"""Try a built program out: does it start, know its rules and play a season through?

    python packaging/smoke.py                                     this checkout
    python packaging/smoke.py --program dist/trailsdesk/trailsdesk   what PyInstaller built

Needs nothing but Python; works in a folder it makes and removes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CHECKOUT = [sys.executable, str(Path(__file__).resolve().parent / "run.py")]
_LONGEST_SECONDS = 900
_LAST_LINES = 12


class SmokeError(Exception):
    """The program did not do what it must; the text says what was seen."""


def run(program: Sequence[str], *arguments: str) -> str:
    """Run the program without a screen and give what it wrote to standard output.

    Raises:
        SmokeError: it did not start, took too long, or did not leave with 0.
    """
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [*program, *arguments],
            env=variables,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except OSError as error:
        raise SmokeError(f"does not start: {error.strerror or error}") from error
    except subprocess.TimeoutExpired as error:
        raise SmokeError(f"was not done after {_LONGEST_SECONDS} s") from error
    if done.returncode:
        said = "\n".join((done.stderr or done.stdout).splitlines()[-_LAST_LINES:])
        raise SmokeError(f"left with {done.returncode}:\n{said}")
    return done.stdout


def says_its_version(program: Sequence[str], _folder: Path) -> str:
    """The program starts and names itself."""
    said = run(program, "--version").strip()
    if not said.startswith("trailsdesk "):
        raise SmokeError(f"calls itself {said!r}")
    return said


def finds_its_presets(program: Sequence[str], _folder: Path) -> str:
    """Its resources are where it looks for them."""
    said = run(program, "presets", "--json")
    try:
        presets = json.loads(said)["presets"]
    except (ValueError, KeyError, TypeError) as error:
        raise SmokeError(f"does not answer in JSON: {said[:200]!r}") from error
    if not presets:
        raise SmokeError("has no presets: its resources are missing")
    return f"{len(presets)} presets"


def plays_a_season(program: Sequence[str], folder: Path) -> str:
    """Entries, times, results, sheets and pictures, all of it without a screen."""
    season = folder / "season"
    run(program, "demo", str(season), "--headless")
    files = sorted(season.rglob("*.trailsdesk"))
    sheets = [path for path in season.rglob("*.pdf") if path.read_bytes()[:5] == b"%PDF-"]
    if not files or not sheets:
        raise SmokeError(f"left {len(files)} season files and {len(sheets)} sheets")
    run(program, "check", str(files[0]))
    return f"{len(sheets)} sheets, and the file is sound"


STEPS: tuple[Callable[[Sequence[str], Path], str], ...] = (
    says_its_version,
    finds_its_presets,
    plays_a_season,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take every step even when one fails; 0 when all went well, 1 otherwise."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument(
        "--program",
        nargs=argparse.REMAINDER,
        help="the command that starts it, last on the line (default: this checkout)",
    )
    program = parser.parse_args(arguments).program or CHECKOUT
    failed = 0
    with tempfile.TemporaryDirectory(prefix="trailsdesk-smoke-") as folder:
        for step in STEPS:
            name = step.__name__.replace("_", " ")
            begin = time.monotonic()
            try:
                outcome = f"ok      {name}: {step(program, Path(folder))}"
            except SmokeError as error:
                outcome = f"FAILED  {name}: it {error}"
                failed += 1
            print(f"{outcome} ({time.monotonic() - begin:.1f} s)", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
