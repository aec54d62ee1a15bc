"""The lock file beside a series file: who has it open for writing.

The lock names process, host and the process's start. A lock whose process is gone from this host
is taken over at once; one from another host cannot be judged from here and stays until a person
says otherwise.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_held: set[Path] = set()
"""Locks of this very process: its own id in a file proves nothing after a restart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who wrote a lock file; ``started`` is empty where the system does not tell."""

    pid: int
    host: str
    started: str = ""


def lock_path(path: Path) -> Path:
    """Where the lock of a series file lies."""
    return path.with_name(path.name + ".lock")


def acquire(path: Path, *, take_over: bool = False) -> Holder | None:
    """Take the lock of a series file; None when it is ours now, else who holds it.

    Args:
        take_over: set a lock of another host aside (a person has said that it is stale). A lock of
            a living process on this host is never set aside.

    Raises:
        OSError: the lock cannot be written here (read-only medium, full disk).
    """
    place = lock_path(path.resolve())
    for _attempt in range(3):
        if _write(place):
            _held.add(place)
            return None
        holder = _read(place) or _read_again(place)
        if holder is not None and _holds(place, holder, take_over=take_over):
            return holder
        # Two takers may both get here; only one of them wins the exclusive creation above.
        place.unlink(missing_ok=True)
    return _read(place) or Holder(pid=0, host="")


def release(path: Path) -> None:
    """Give the lock back; quiet when it is gone already."""
    place = lock_path(path.resolve())
    if place in _held:
        _held.discard(place)
        with suppress(OSError):
            place.unlink(missing_ok=True)


def _write(place: Path) -> bool:
    text = json.dumps(
        {"pid": os.getpid(), "host": platform.node(), "started": _started(os.getpid())}
    )
    try:
        handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return False
    try:
        os.write(handle, text.encode())
    except OSError:
        os.close(handle)
        place.unlink(missing_ok=True)
        raise
    os.close(handle)
    return True


def _read(place: Path) -> Holder | None:
    """Who holds the lock; None when nobody can be made out (cut short by a power cut, or gone)."""
    try:
        data = json.loads(place.read_text(encoding="utf-8"))
        return Holder(
            pid=int(data["pid"]), host=str(data["host"]), started=str(data.get("started", ""))
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _read_again(place: Path) -> Holder | None:
    """A lock seen empty may be one that is being written this very moment."""
    time.sleep(0.05)
    return _read(place)


def _holds(place: Path, holder: Holder, *, take_over: bool) -> bool:
    if holder.host != platform.node():
        return not take_over
    if holder.pid == os.getpid():
        return place in _held
    if not _alive(holder.pid):
        return False
    started = _started(holder.pid)
    return not (started and holder.started) or started == holder.started


def _started(pid: int) -> str:
    """When a process began, as the system writes it; empty where there is no place to look."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        # The command in parentheses may hold spaces; the start time is the 20th field after it.
        return fields.rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _alive(pid: int) -> bool:
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    except OverflowError:
        return False
    return True


def _alive_on_windows(pid: int) -> bool:
    """Ask for the exit code: ``os.kill(pid, 0)`` would end the process there."""
    import ctypes

    query_limited_information, still_active = 0x1000, 259
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(query_limited_information, 0, pid)
    if not handle:
        access_denied = 5
        return bool(kernel.GetLastError() == access_denied)
    code = ctypes.c_ulong()
    known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return not known or code.value == still_active
