"""Make the environment the program runs in, once, and start programs inside it.

Standard library only. What is set up is written to standard error: standard output belongs to the
program. Nothing here names a place packages come from; pip asks wherever this computer's own
configuration says, or in the folder ``packaging/wheels`` when there is one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "packaging" / "requirements"
WHEELS = ROOT / "packaging" / "wheels"

# `test` installs all that `run` does, so its stamp counts for both.
FILES = {"run": ("run.txt",), "test": ("run.txt", "test.txt")}
COVERS = {"run": ("run",), "test": ("run", "test")}

_MADE_HERE = "trailsdesk-environment"  # in the folder: we made it, so we may make it anew
_UNFINISHED = "trailsdesk-unfinished"  # in the folder: packages were being written
_WAIT_SECONDS = 0.25


class SetupError(Exception):
    """The environment could not be made; the text says what to do and is all the user sees.

    ``packages_touched`` tells whether installed packages may be half written.
    """

    def __init__(self, text: str, *, packages_touched: bool = False) -> None:
        super().__init__(text)
        self.packages_touched = packages_touched


def say(text: str) -> None:
    """Tell the user about the set-up, on standard error."""
    print(text, file=sys.stderr, flush=True)


def environment_folder() -> Path:
    """Say where the environment is: ``TRAILSDESK_VENV``, or ``.venv`` beside the sources."""
    named = os.environ.get("TRAILSDESK_VENV", "").strip()
    return Path(named).expanduser().absolute() if named else ROOT / ".venv"


def environment_python(folder: Path) -> Path:
    """Say where the environment's interpreter is."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def python_tag() -> str:
    """Name the Python an environment is made for: another one cannot use its packages."""
    machine = os.uname().machine if hasattr(os, "uname") else os.getenv("PROCESSOR_ARCHITECTURE")
    return f"{sys.implementation.cache_tag} {sys.platform} {machine}"


def expected_stamp(name: str) -> str:
    """Say what the stamp holds once everything in ``requirements/<name>.txt`` is installed."""
    digest = hashlib.sha256()
    for file in FILES[name]:
        digest.update((REQUIREMENTS / file).read_bytes())
    return f"{digest.hexdigest()}\n{python_tag()}\n"


def stamp_file(folder: Path, name: str) -> Path:
    """Say where the stamp of one requirements file is kept."""
    return folder / f"trailsdesk-{name}.stamp"


def is_ready(folder: Path, name: str) -> bool:
    """Whether the environment holds what is pinned, for this Python."""
    try:
        stamp = stamp_file(folder, name).read_text(encoding="utf-8")
    except OSError:
        return False
    return (
        stamp == expected_stamp(name)
        and environment_python(folder).exists()
        and not (folder / _UNFINISHED).exists()
    )


def prepare(name: str) -> Path:
    """Give the environment's interpreter, setting the environment up first when it is not ready.

    Raises:
        SetupError: it could not be made; the text is meant for the user.
    """
    folder = environment_folder()
    if not is_ready(folder, name):
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            with _only_one(folder.with_name(folder.name + ".lock")):
                if not is_ready(folder, name):
                    _set_up(folder, name)
        except OSError as error:
            raise SetupError(
                f"The environment cannot be made in {folder}: {error.strerror or error}.\n"
                "Set TRAILSDESK_VENV to a folder you may write to and that has 1 GB of space, "
                "and start again."
            ) from error
    return environment_python(folder)


@contextlib.contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    """Let one start set up while others wait; the system frees the lock if it is killed."""
    import time

    with lock.open("a+b") as handle:
        told = False
        while not _try_lock(handle.fileno()):
            if not told:
                say("Another start is setting trailsdesk up; waiting for it ...")
                told = True
            time.sleep(_WAIT_SECONDS)
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks: go on without one
    return True


def _set_up(folder: Path, name: str) -> None:
    """Make the environment or bring it up to date, and stamp it."""
    from environment_packages import create_environment, install_packages
    from system_libraries import look_after_libraries

    _remove_unusable(folder)
    python = environment_python(folder)
    if not python.exists():
        say(f"Setting up trailsdesk in {folder} (once; some 500 MB).")
        folder.mkdir(exist_ok=True)
        (folder / _MADE_HERE).write_text("made by packaging/setup_environment.py\n", "utf-8")
        (folder / _UNFINISHED).touch()
        create_environment(folder, python)
    else:
        say(f"Bringing {folder} up to date.")
    (folder / _UNFINISHED).touch()
    files = [REQUIREMENTS / file for file in FILES[name]]
    try:
        install_packages(python, files, WHEELS if WHEELS.is_dir() else None)
    except SetupError as error:
        if not error.packages_touched:
            (folder / _UNFINISHED).unlink()  # nothing was written: what was there still works
        raise
    look_after_libraries()
    for other in FILES:
        if other in COVERS[name]:
            _write_whole(stamp_file(folder, other), expected_stamp(other))
        else:  # it spoke of the versions that were just replaced
            stamp_file(folder, other).unlink(missing_ok=True)
    (folder / _UNFINISHED).unlink()
    say("Ready.")


def _remove_unusable(folder: Path) -> None:
    """Clear an environment that is half written or made for another Python, if it is ours."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    problem = _why_unusable(folder)
    if not problem:
        return
    if not (folder / _MADE_HERE).exists():
        raise SetupError(
            f"{folder} {problem}, and trailsdesk did not make it, so it is left alone.\n"
            "Move it away, or set TRAILSDESK_VENV to another folder, and start again."
        )
    import shutil

    say(f"{folder} {problem}; making it anew.")
    shutil.rmtree(folder)


def _why_unusable(folder: Path) -> str:
    """Say what keeps an environment from being used; empty when nothing does."""
    python = environment_python(folder)
    if not (folder / "pyvenv.cfg").exists() or not python.exists():
        return "holds no working Python environment"
    if (folder / _UNFINISHED).exists() and (folder / _MADE_HERE).exists():
        return "was left half finished"
    tag = _tag_of(python)
    return "" if tag == python_tag() else f"is for another Python ({tag or 'not to be started'})"


def _tag_of(python: Path) -> str:
    """Ask an interpreter which Python it is; empty when it does not answer."""
    import subprocess

    code = f"import sys; sys.path[:0] = [{str(ROOT / 'packaging')!r}]\n"
    code += "import setup_environment; print(setup_environment.python_tag())"
    try:
        answer = subprocess.run(
            [python, "-I", "-c", code], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()


def _write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is either whole or absent."""
    draft = path.with_name(path.name + ".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def program_environment() -> dict[str, str]:
    """Give the variables the program starts with: these sources come first on its path."""
    variables = dict(os.environ)
    others = variables.get("PYTHONPATH", "")
    variables["PYTHONPATH"] = f"{ROOT}{os.pathsep}{others}" if others else str(ROOT)
    return variables


def become(command: Sequence[str], variables: Mapping[str, str]) -> int:
    """Hand this process over to a program; give its exit code where a process cannot do that."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], list(command), dict(variables))  # noqa: S606 - no shell is wanted
    import subprocess

    child = subprocess.Popen(command, env=dict(variables))
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the program got it too and decides


def start_program(arguments: Sequence[str]) -> int:
    """Start trailsdesk with these arguments, setting up first when needed."""
    # -P: a file called like a module in the folder one happens to stand in is not ours.
    return _start(["-P", "-m", "trailsdesk", *arguments])


def is_inside() -> bool:
    """Whether this very Python has what the program needs, in our environment or another."""
    from importlib.util import find_spec

    ours = Path(sys.prefix).resolve() == environment_folder().resolve()
    return ours or all(find_spec(name) for name in ("PySide6", "sqlalchemy", "reportlab"))


def start_script(script: Path, arguments: Sequence[str]) -> int:
    """Start a script of this folder in the environment, setting up first when needed."""
    return _start([str(script), *arguments])


def _start(command: Sequence[str]) -> int:
    try:
        return become([str(prepare("run")), *command], program_environment())
    except SetupError as error:
        say(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped. The next start sets up what is missing.")
        return 130
    except OSError as error:
        say(f"\nThe environment {environment_folder()} does not start: {error.strerror}.")
        say("Delete that folder and start again; no event file is in it.")
        return 1
