"""Run every check of the project, all of them even when one fails, the tests last."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from browser import look_after_browser
from setup_environment import ROOT, SetupError, prepare, program_environment, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_IMPORT_LINTER = "from importlinter.cli import lint_imports_command as run; run()"
CHECKS = (
    ("lint", ("-m", "ruff", "check", "--output-format", "concise", ".")),
    ("format", ("-m", "ruff", "format", "--check", "--output-format", "concise", ".")),
    ("types", ("-m", "mypy")),
    ("layers", ("-c", _IMPORT_LINTER, "--no-logo")),
)
MEMORY = Path("/dev/shm")  # noqa: S108  a folder of the system's, used for what tests throw away
MEMORY_LEAST_BYTES = 4 << 30
# Two leave a laptop that is at work usable; a file stays with one of them, so that what its tests
# share is made once.
WORKERS = ("-n", "2", "--dist", "loadscope")


def main(arguments: Sequence[str]) -> int:
    """Run all checks and tests, or with arguments only the tests they choose.

    Returns:
        0 when everything held; pytest's own code, or 1 when only another check failed.
    """
    try:
        python = str(prepare("test"))
        look_after_browser()
    except SetupError as error:
        say(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped. The next start sets up what is missing.")
        return 130
    variables = program_environment()
    variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    _use_memory(variables)
    try:
        if arguments:
            return _run((python, "-m", "pytest", *arguments), variables)
        return _run_everything(python, variables)
    except KeyboardInterrupt:
        return 130


def _use_memory(variables: dict[str, str]) -> None:
    """Let the tests write to memory where there is room: they save thousands of small files."""
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    if usable and shutil.disk_usage(MEMORY).free >= MEMORY_LEAST_BYTES:
        variables.setdefault("TMPDIR", str(MEMORY))


def _run_everything(python: str, variables: Mapping[str, str]) -> int:
    outcomes: dict[str, str] = {}
    for name, command in CHECKS:
        _heading(name)
        begin = time.monotonic()
        code = _run((python, *command), variables)
        taken_s = time.monotonic() - begin
        outcomes[name] = f"{'ok' if code == 0 else 'FAILED'} ({taken_s:.1f} s)"
    _heading("tests")
    # tests/conftest.py prints this above pytest's closing line, which stays the last one.
    summary = "\n".join(f"{name:<8} {outcome}" for name, outcome in outcomes.items())
    tests = _run((python, "-m", "pytest", *WORKERS), {**variables, "TRAILSDESK_CHECKS": summary})
    failed = any(outcome.startswith("FAILED") for outcome in outcomes.values())
    return tests or int(failed)


def _heading(name: str) -> None:
    print(f"\n--- {name} ".ljust(80, "-"), flush=True)


def _run(command: Sequence[str], variables: Mapping[str, str]) -> int:
    return subprocess.run(command, cwd=ROOT, env=dict(variables), check=False).returncode
