"""A Linux that lacks what Qt needs is told the exact command; nothing stops because of it."""

from __future__ import annotations

import sys

import pytest
import system_libraries
from system_libraries import EVERYWHERE, ON_SCREEN, Library


@pytest.fixture
def bare_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system_libraries, "_loads", lambda _file: False)
    monkeypatch.setattr(system_libraries, "_permission", lambda: None)
    monkeypatch.setattr(system_libraries, "_debian_version", lambda: "12.5")


@pytest.mark.parametrize(
    ("version", "renamed"),
    [
        ("11.9", False),
        ("12.5", False),
        ("bookworm/sid", False),  # Ubuntu 22.04
        ("13.1", True),
        ("trixie/sid", True),  # Ubuntu 24.04
        ("forky/sid", True),
    ],
)
def test_glib_has_the_name_this_debian_gave_it(
    version: str, renamed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert system_libraries.has_renamed_glib(version) is renamed
    monkeypatch.setattr(system_libraries, "_debian_version", lambda: version)
    names = system_libraries.package_names(EVERYWHERE, "apt")
    assert ("libglib2.0-0t64" in names) is renamed
    assert ("libglib2.0-0" in names) is not renamed


@pytest.mark.usefixtures("bare_linux")
def test_without_permission_the_exact_command_is_printed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name if name == "apt-get" else None)
    system_libraries.look_after_libraries()
    said = capfd.readouterr()
    assert said.out == ""
    command = next(line for line in said.err.splitlines() if "sudo" in line)
    assert command.split()[:4] == ["sudo", "apt-get", "install", "--no-install-recommends"]
    assert set(command.split()[4:]) == {library.apt for library in EVERYWHERE + ON_SCREEN}


@pytest.mark.usefixtures("bare_linux")
def test_an_unknown_system_gets_the_commands_of_all_families(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    advice = system_libraries.advice([EVERYWHERE[0]])
    assert "sudo apt-get install --no-install-recommends libgl1" in advice
    assert "sudo dnf install libglvnd-glx" in advice
    assert "sudo pacman -S --needed libglvnd" in advice


@pytest.mark.usefixtures("bare_linux")
def test_with_permission_the_missing_packages_are_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps: list[list[str]] = []

    def run(step: list[str], **_options: object) -> object:
        steps.append(step)
        return type("Done", (), {"returncode": 0, "stdout": ""})

    monkeypatch.setattr(system_libraries, "_permission", lambda: ["sudo", "-n"])
    monkeypatch.setattr("subprocess.run", run)
    system_libraries.look_after_libraries()
    assert [step[-1] == "update" for step in steps] == [True, False]
    assert all("DEBIAN_FRONTEND=noninteractive" in step for step in steps)
    assert {"--no-install-recommends", "--yes", "libxcb-cursor0"} <= set(steps[1])


@pytest.mark.usefixtures("bare_linux")
def test_a_failing_installer_leaves_the_command_to_the_user(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def run(_step: list[str], **_options: object) -> object:
        return type("Done", (), {"returncode": 100, "stdout": "E: no such package"})

    monkeypatch.setattr(system_libraries, "_permission", list)
    monkeypatch.setattr("subprocess.run", run)
    system_libraries.look_after_libraries()
    said = capfd.readouterr().err
    assert "E: no such package" in said
    assert "until they are installed" in said


def test_a_complete_system_hears_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "_loads", lambda _file: True)
    system_libraries.look_after_libraries()
    assert capfd.readouterr().err == ""


def test_a_library_nobody_has_is_missing() -> None:
    nowhere = Library("libnobody-has-this.so.9", "a", "b", "c")
    assert system_libraries.missing_libraries([nowhere]) == [nowhere]
