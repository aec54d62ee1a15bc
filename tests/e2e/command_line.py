"""The program as a script uses it: its arguments, stdout, stderr and exit code.

``run`` calls it inside this process, which is quick; ``run_process`` starts a real one.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trailsdesk import cli

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as the one JSON document it must be."""
        return json.loads(self.out)


def run(*arguments: object) -> Ended:
    """Run ``trailsdesk`` with these arguments, in this process."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main([str(argument) for argument in arguments])
        out.flush()
        text = out.buffer.getvalue().decode("utf-8")
    return Ended(code, text, err.getvalue())


def run_process(*arguments: object) -> Ended:
    """Run ``trailsdesk`` as a process of its own."""
    command = [sys.executable, "-m", "trailsdesk", *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, check=False, timeout=110)
    return Ended(ended.returncode, ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8"))


def done(*arguments: object) -> Ended:
    """Run a command that must succeed."""
    ended = run(*arguments)
    assert ended.code == 0, ended.err
    return ended


def write_csv(path: Path, *lines: str) -> Path:
    """A small list."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
