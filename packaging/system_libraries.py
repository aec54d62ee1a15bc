"""The shared libraries of Linux that Qt needs and its packages do not bring.

Found with a clean minimal system, one package at a time. On Windows and macOS there is nothing to
look after.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from setup_environment import say

if TYPE_CHECKING:
    from collections.abc import Sequence

_INSTALL_SECONDS = 900


class Library(NamedTuple):
    """A shared library and the package each family of systems has it in."""

    file: str
    apt: str
    dnf: str
    pacman: str


# Without these not even a program without a window starts.
EVERYWHERE = (
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
)
# And these for windows on an X11 screen.
ON_SCREEN = (
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Library(
        "libxcb-render-util.so.0",
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
)
_COMMANDS = {
    "apt": ("apt-get", "apt-get install --no-install-recommends"),
    "dnf": ("dnf", "dnf install"),
    "pacman": ("pacman", "pacman -S --needed"),
}
# Debian renamed libglib2.0-0 when it moved to 64-bit time; Ubuntu names the Debian it stems from.
_BEFORE_RENAME = ("buster", "bullseye", "bookworm")
_FIRST_RENAMED = 13


def look_after_libraries() -> None:
    """Find what Qt misses here; install it where that is allowed, else say how to. Never stops."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries(EVERYWHERE + ON_SCREEN)
    if not missing:
        return
    say("Qt needs system libraries that are missing: " + ", ".join(x.file for x in missing))
    if install_system_packages(package_names(missing, "apt")):
        missing = missing_libraries(EVERYWHERE + ON_SCREEN)
    if missing:
        say(advice(missing))


def missing_libraries(libraries: Sequence[Library]) -> list[Library]:
    """Give those libraries that the system's own loader does not find."""
    return [library for library in libraries if not _loads(library.file)]


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def package_names(libraries: Sequence[Library], manager: str) -> list[str]:
    """Name the packages that hold these libraries, each once, for ``apt``, ``dnf``, ``pacman``."""
    names = dict.fromkeys(getattr(library, manager) for library in libraries)
    renamed = manager == "apt" and has_renamed_glib(_debian_version())
    return ["libglib2.0-0t64" if renamed and n == "libglib2.0-0" else n for n in names]


def _debian_version() -> str:
    try:
        return Path("/etc/debian_version").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def has_renamed_glib(version: str) -> bool:
    """Whether a Debian of this version ("12.5", "trixie/sid") calls it ``libglib2.0-0t64``."""
    name = version.split("/")[0]
    number = name.split(".")[0]
    return int(number) >= _FIRST_RENAMED if number.isdigit() else name not in _BEFORE_RENAME


def advice(missing: Sequence[Library]) -> str:
    """Give the command that installs what is missing, for the manager found here or for all."""
    here = [name for name, (program, _) in _COMMANDS.items() if shutil.which(program)]
    lines = [
        f"    sudo {_COMMANDS[name][1]} {' '.join(package_names(missing, name))}"
        for name in here or _COMMANDS
    ]
    needed = "at all" if any(x in EVERYWHERE for x in missing) else "with a window on X11"
    return "\n".join([f"trailsdesk does not start {needed} until they are installed:", *lines])


def install_system_packages(names: Sequence[str]) -> bool:
    """Install Debian packages when this user may do so without a question; whether it was done."""
    prefix = _permission()
    if prefix is None:
        return False
    say("Installing " + " ".join(names) + " ...")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    quick = ["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30"]
    steps = (
        [*apt, *quick, "update"],
        [*apt, *quick, "install", "--yes", "--no-install-recommends", *names],
    )
    for step in steps:
        try:
            outcome = subprocess.run(
                step,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=_INSTALL_SECONDS,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as error:
            say(f"  did not work: {error}")
            return False
        # A stale or unreachable list need not matter: the packages may be known already.
        if outcome.returncode and "install" in step:
            say("  did not work:\n" + "\n".join(outcome.stdout.splitlines()[-5:]))
            return False
    return True


def _permission() -> list[str] | None:
    """Give what stands before apt-get to have the right to install; None when there is no way."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(
        ["sudo", "-n", "true"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return ["sudo", "-n"] if asked.returncode == 0 else None
