"""Pin every package that the program, its tests and its builds need, with hashes.

Reads ``pyproject.toml`` and writes ``packaging/requirements/{run,test,build}.txt``. The files name
versions and hashes only: where packages come from is the business of the machine that installs.

    python packaging/pin.py             keep what is pinned, add what is new
    python packaging/pin.py --upgrade   move everything to the newest allowed version

Needs pip-tools in the environment it runs in, and Python 3.11, the oldest version supported.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "packaging" / "requirements"
HEADER = "# Made by packaging/pin.py from pyproject.toml: change it there and pin again.\n"

# Needed on one system only. pip-tools leaves them out when it runs on another one, so they are
# asked for by name and carry their condition in the file.
ONE_SYSTEM_ONLY = {
    "test": {"colorama": 'sys_platform == "win32"'},
    "build": {
        "macholib": 'sys_platform == "darwin"',
        "pefile": 'sys_platform == "win32"',
        "pywin32-ctypes": 'sys_platform == "win32"',
    },
}
GROUPS = {"run": (), "test": ("test", "dev"), "build": ("build",)}
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-emit-options",
    "--resolver=backtracking",
)
NAMES_A_PLACE = re.compile(r"://|index-url|find-links|trusted-host|file:|^\s*#|@\s")


def wanted(name: str) -> list[str]:
    """Give the direct requirements of one file as ``pyproject.toml`` states them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = list(project["project"]["dependencies"])
    for group in GROUPS[name]:
        lines += project["dependency-groups"][group]
    return lines + list(ONE_SYSTEM_ONLY.get(name, {}))


def blocks(text: str) -> dict[str, str]:
    """Split a compiled file into ``name -> its line with hashes``, comments left behind."""
    found: dict[str, str] = {}
    current = ""
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#") or line.startswith("-"):
            continue
        if not line[0].isspace():
            current = line.split("==")[0].strip()
            found[current] = ""
        found[current] += line.rstrip() + "\n"
    return found


def conditioned(name: str, block: str, file: str) -> str:
    """Add the system a package is for, so that the same file serves every system."""
    marker = ONE_SYSTEM_ONLY.get(file, {}).get(name)
    first, line_end, rest = block.partition(" \\\n")
    return f"{first} ; {marker}{line_end}{rest}" if marker and ";" not in first else block


def compile_file(name: str, known: dict[str, str], *, upgrade: bool) -> dict[str, str]:
    """Resolve one file; ``known`` are the pins of ``run.txt`` that the others must keep."""
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, f"{name}.in"), Path(folder, f"{name}.txt")
        source.write_text("\n".join(wanted(name)) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "piptools", "compile", *OPTIONS]
        if known:
            keep = "\n".join(block.split()[0] for block in known.values())
            Path(folder, "keep.txt").write_text(keep + "\n", encoding="utf-8")
            command += ["--constraint", "keep.txt"]
        pinned = REQUIREMENTS / f"{name}.txt"
        if pinned.exists() and not upgrade:
            kept = blocks(pinned.read_text(encoding="utf-8"))
            output.write_text("".join(kept.values()), encoding="utf-8")
        subprocess.run(
            [*command, "--output-file", output.name, source.name], cwd=folder, check=True
        )
        return blocks(output.read_text(encoding="utf-8"))


def write_file(name: str, found: dict[str, str], known: dict[str, str]) -> None:
    """Write one file, leaving out what ``run.txt`` already pins.

    Raises:
        ValueError: a line would name a place packages come from.
    """
    own = [conditioned(key, found[key], name) for key in sorted(found) if key not in known]
    text = "".join(own)
    if bad := [line for line in text.splitlines() if NAMES_A_PLACE.search(line)]:
        raise ValueError(f"{name}.txt would name a place packages come from: {bad[0]}")
    include = "-r run.txt\n" if known else ""
    (REQUIREMENTS / f"{name}.txt").write_text(HEADER + include + text, encoding="utf-8")
    print(f"{name}.txt: {len(own)} packages", file=sys.stderr)


def main() -> int:
    """Pin all three files, ``run.txt`` first because the others build on it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--upgrade", action="store_true", help="move to the newest versions")
    upgrade = parser.parse_args().upgrade
    if importlib.util.find_spec("piptools") is None:
        print("pip-tools is not installed here: python -m pip install pip-tools", file=sys.stderr)
        return 2
    if sys.version_info[:2] != (3, 11):
        print("Pin with Python 3.11: every later version can use those pins.", file=sys.stderr)
        return 2
    REQUIREMENTS.mkdir(exist_ok=True)
    known: dict[str, str] = {}
    for name in GROUPS:
        found = compile_file(name, known, upgrade=upgrade)
        write_file(name, found, known)
        known = known or found
    return 0


if __name__ == "__main__":
    sys.exit(main())
