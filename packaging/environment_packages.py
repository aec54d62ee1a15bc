"""Create the environment and install the pinned packages into it, and say what went wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from setup_environment import SetupError, environment_folder, say
from system_libraries import install_system_packages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LAST_LINES = 8

# What pip says -> what it means here. The first that is found counts.
_ADVICE = (
    (
        ("No space left on device", "Errno 28"),
        "The disk is full. Some 1 GB is needed while setting up; make room and start again.",
    ),
    (
        ("DO NOT MATCH THE HASHES",),
        "A downloaded package is not the one that was pinned: a damaged download, or a package "
        "source that changes files.\nStart again; if it stays, use another package source.",
    ),
    (
        ("Permission denied", "Errno 13", "WinError 5"),
        "A file may not be written. Close a trailsdesk that is still open; or set TRAILSDESK_VENV "
        "to a folder of your own, and start again.",
    ),
    (
        (
            "NewConnectionError", "Failed to establish", "name resolution", "getaddrinfo",
            "ConnectTimeout", "Read timed out", "ReadTimeout", "ProxyError", "SSLError",
            "Could not fetch URL", "Connection aborted", "Network is unreachable",
        ),
        "The package source was not reached. Setting up needs the internet once (or a folder\n"
        "packaging/wheels, see CONTRIBUTING.md); the program itself never does.\n"
        "Check the connection, the proxy and pip's own configuration, and start again.",
    ),
    (
        ("No matching distribution", "Could not find a version"),
        "The package source was not reached, or has nothing ready-made for this computer\n"
        "(Python {version} on {platform}). Ready-made packages exist for 64-bit Python 3.11 to "
        "3.14 on Windows 10,\nmacOS 13 and Linux with glibc 2.34 (Debian 12, Ubuntu 22.04) or "
        "newer. If this is one of them, check the\nconnection, the proxy and pip's own "
        "configuration, and start again.",
    ),
)  # fmt: skip
_NO_ADVICE = "Start again; if it stays, the lines above say what the installer met."


def create_environment(folder: Path, python: Path) -> None:
    """Make an empty environment with pip in it.

    Raises:
        SetupError: Python's own ``venv`` is missing or failed.
    """
    command = [sys.executable, "-m", "venv", str(folder)]
    outcome = _run(command)
    if outcome.returncode and install_system_packages([f"python3.{sys.version_info[1]}-venv"]):
        outcome = _run(command)
    if outcome.returncode or not python.exists():
        raise SetupError(
            f"{_last_lines(outcome.stdout)}\n\n"
            "Python's part that makes environments (venv) does not work here.\n"
            f"  Debian, Ubuntu   sudo apt install python3.{sys.version_info[1]}-venv\n"
            "  elsewhere        install Python from python.org\n"
            "and start again."
        )


def install_packages(python: Path, files: Sequence[Path], wheels: Path | None) -> None:
    """Install what the files pin, checking every hash and building nothing.

    Args:
        python: the environment's interpreter.
        files: requirements files, each complete in itself or including the one before.
        wheels: a folder to take everything from, for a computer without internet.

    Raises:
        SetupError: the installer failed.
    """
    total = sum(_counts_here(line) for file in files for line in file.read_text().splitlines())
    command = [
        str(python), "-I", "-m", "pip", "install", "--require-hashes", "--no-deps",
        "--only-binary", ":all:", "--no-input", "--disable-pip-version-check",
        "--progress-bar", "off", "--requirement", str(files[-1]),
    ]  # fmt: skip
    if wheels:
        say(f"Taking packages from {wheels}.")
        command += ["--no-index", "--find-links", str(wheels)]
    lines: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PIP_USER": "0", "PYTHONUTF8": "1"},
    ) as pip:
        done = 0
        for line in pip.stdout or ():
            lines.append(line)
            done += _tell_progress(line, done, total)
    if pip.returncode:
        raise SetupError(
            f"{_last_lines(''.join(lines))}\n\nInstalling the packages failed"
            f"{_package_at(lines)}.\n{_advice(''.join(lines))}\n"
            f"The whole report is in {_keep_log(lines)}.",
            packages_touched=any("Installing collected packages" in line for line in lines),
        )


def _counts_here(line: str) -> bool:
    """Whether a line of a requirements file pins a package that this system installs."""
    if "==" not in line or line.startswith((" ", "#", "-")):
        return False
    return "sys_platform" not in line or f'"{sys.platform}"' in line


def _package_in(line: str) -> str:
    """Name the package that a line of pip's report begins with; empty for other lines."""
    word, _, rest = line.partition(" ")
    if word == "Collecting":
        return rest.split()[0].split("==")[0]
    if word == "Processing":  # a file of the folder with packages
        return re.split(r"[/\\]", rest.split(" (from ")[0])[-1].split("-")[0]
    return ""


def _tell_progress(line: str, done: int, total: int) -> bool:
    """Show a package as it comes; whether the line was about the next package."""
    if package := _package_in(line):
        say(f"  {done + 1} of {total}: {package}")
        return True
    if line.startswith("Installing collected packages"):
        say("  writing them ...")
    return line.startswith("Requirement already satisfied")


def _package_at(lines: Sequence[str]) -> str:
    """Name the package pip was at when it stopped, as ", at <name>"."""
    at = [package for line in lines if (package := _package_in(line))]
    written = any("Installing collected packages" in line for line in lines)
    return f", at {at[-1]}" if at and not written else ""


def _advice(report: str) -> str:
    for signs, advice in _ADVICE:
        if any(sign in report for sign in signs):
            version = f"{sys.version_info[0]}.{sys.version_info[1]}"
            return advice.format(version=version, platform=sys.platform)
    return _NO_ADVICE


def _keep_log(lines: Sequence[str]) -> Path:
    folder = environment_folder()
    log = folder.with_name(folder.name + ".log")
    log.write_text("".join(lines), encoding="utf-8")
    return log


def _last_lines(report: str) -> str:
    kept = [line.rstrip() for line in report.splitlines() if line.strip()]
    return "\n".join(f"    {line}" for line in kept[-_LAST_LINES:])


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
