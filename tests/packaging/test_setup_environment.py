"""Set-up happens once, survives interruption, spares what is not its own and says why not."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import environment_packages
import pytest
import setup_environment
from setup_environment import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator


def make_wheel(folder: Path, version: str) -> str:
    """Write a tiny package called desktrial and give the line that pins it."""
    path = folder / f"desktrial-{version}-py3-none-any.whl"
    info = f"desktrial-{version}.dist-info"
    files = {
        "desktrial.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: desktrial\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in (*files, f"{info}/RECORD"))
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(name, text)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"desktrial=={version} \\\n    --hash=sha256:{digest}\n"


class Desk:
    """A checkout's set-up with its own requirements, packages and environment folder."""

    def __init__(self, folder: Path) -> None:
        self.requirements, self.wheels = folder / "requirements", folder / "wheels"
        self.environment = folder / "environment"
        self.requirements.mkdir()
        self.wheels.mkdir()
        (self.requirements / "test.txt").write_text("-r run.txt\n")
        self.pins = {version: make_wheel(self.wheels, version) for version in ("1.0", "1.1")}
        self.pin("1.0")

    def pin(self, version: str) -> None:
        self.pin_line(self.pins[version])

    def pin_line(self, line: str) -> None:
        (self.requirements / "run.txt").write_text(line)

    def installed(self) -> str:
        python = setup_environment.environment_python(self.environment)
        command = [python, "-I", "-c", "import desktrial; print(desktrial.VERSION)"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(tmp_path)
    _use(made, monkeypatch)
    return made


@pytest.fixture(scope="module")
def _set_up_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        made = Desk(tmp_path_factory.mktemp("desk"))
        _use(made, patch)
        setup_environment.prepare("test")
        yield made


@pytest.fixture
def ready(_set_up_once: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    _use(_set_up_once, monkeypatch)
    _set_up_once.pin("1.0")
    setup_environment.prepare("test")
    return _set_up_once


def _use(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("TRAILSDESK_VENV", str(desk.environment))
    patch.setattr(setup_environment, "REQUIREMENTS", desk.requirements)
    patch.setattr(setup_environment, "WHEELS", desk.wheels)
    patch.setattr(setup_environment, "become", lambda _command, _variables: 0)
    patch.setattr("system_libraries.look_after_libraries", lambda: None)


def test_what_is_pinned_is_installed(ready: Desk) -> None:
    assert ready.installed() == "1.0"


def test_a_later_start_compares_a_stamp_and_starts_no_other_program(
    ready: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    python = setup_environment.prepare("run")
    assert python == setup_environment.environment_python(ready.environment)
    assert capfd.readouterr() == ("", "")


def test_new_pins_are_installed_at_the_next_start_with_nothing_on_standard_output(
    ready: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    ready.pin("1.1")
    setup_environment.prepare("run")
    said = capfd.readouterr()
    assert ready.installed() == "1.1"
    assert said.out == ""
    assert "1 of 1: desktrial" in said.err


def test_a_package_that_is_not_the_pinned_one_is_refused_and_the_old_one_kept(
    ready: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    ready.pin_line("desktrial==1.1 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    assert setup_environment.start_program([]) == 1
    said = capfd.readouterr()
    assert "not the one that was pinned" in said.err
    assert "Traceback" not in said.err
    assert ready.installed() == "1.0"
    ready.pin("1.0")
    assert setup_environment.is_ready(ready.environment, "run")


def test_going_back_to_older_pins_is_noticed_for_tests_too(ready: Desk) -> None:
    ready.pin("1.1")
    setup_environment.prepare("run")
    ready.pin("1.0")
    assert not setup_environment.is_ready(ready.environment, "test")


def test_an_interrupted_set_up_is_begun_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def create_in_outline(folder: Path, python: Path) -> None:
        (folder / "pyvenv.cfg").touch()
        python.parent.mkdir()
        python.touch()

    def pull_the_plug(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment_packages, "create_environment", create_in_outline)
        patch.setattr(environment_packages, "install_packages", pull_the_plug)
        assert setup_environment.start_program([]) == 130
    assert not setup_environment.is_ready(desk.environment, "run")
    (desk.environment / "half-written").touch()
    setup_environment.prepare("run")
    assert "left half finished" in capfd.readouterr().err
    assert desk.installed() == "1.0"
    assert not (desk.environment / "half-written").exists()


def test_an_environment_of_another_python_is_made_anew(
    ready: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_environment, "python_tag", lambda: "cpython-399 here x86_64")
    assert not setup_environment.is_ready(ready.environment, "run")
    assert "is for another Python" in setup_environment._why_unusable(ready.environment)


def test_a_folder_of_somebody_else_is_left_alone(
    desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    desk.environment.mkdir()
    letter = desk.environment / "letter.txt"
    letter.write_text("mine")
    assert setup_environment.start_program([]) == 1
    assert "left alone" in capfd.readouterr().err
    assert letter.read_text() == "mine"
    assert list(desk.environment.iterdir()) == [letter]


def test_an_environment_somebody_else_made_is_used_but_never_cleared(
    ready: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    made_here = ready.environment / setup_environment._MADE_HERE
    kept = made_here.read_bytes()
    made_here.unlink()
    try:
        (ready.environment / setup_environment._UNFINISHED).touch()
        (ready.environment / "mine.txt").touch()
        setup_environment.prepare("run")
        assert (ready.environment / "mine.txt").exists()
        assert "anew" not in capfd.readouterr().err
    finally:
        made_here.write_bytes(kept)


def test_a_place_that_cannot_be_written_is_named_with_the_way_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    blocked = desk.environment.with_name("a file")
    blocked.touch()
    monkeypatch.setenv("TRAILSDESK_VENV", str(blocked / "environment"))
    assert setup_environment.start_program([]) == 1
    said = capfd.readouterr().err
    assert str(blocked / "environment") in said
    assert "Set TRAILSDESK_VENV" in said
    assert "Traceback" not in said


def test_only_one_start_sets_up_at_a_time(tmp_path: Path) -> None:
    lock = tmp_path / "environment.lock"
    with setup_environment._only_one(lock), lock.open("a+b") as other:
        assert not setup_environment._try_lock(other.fileno())
    with lock.open("a+b") as other:
        assert setup_environment._try_lock(other.fileno())


def test_the_program_gets_its_arguments_and_these_sources_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []

    def become(command: list[str], variables: dict[str, str]) -> int:
        started.append((command, variables))
        return 7

    monkeypatch.setattr(setup_environment, "prepare", lambda _name: Path("python"))
    monkeypatch.setattr(setup_environment, "become", become)
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    assert setup_environment.start_program(["results", "a b", "--json"]) == 7
    (command, variables), *_ = started
    assert command == ["python", "-P", "-m", "trailsdesk", "results", "a b", "--json"]
    assert variables["PYTHONPATH"].split(os.pathsep) == [str(setup_environment.ROOT), "elsewhere"]


@pytest.mark.parametrize(
    ("report", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one that was pinned"),
        ("ERROR: [Errno 13] Permission denied: 'x'", "Close a trailsdesk that is still open"),
        ("connection broken by 'NewConnectionError(", "internet once"),
        ("ERROR: No matching distribution found for numpy==2", "64-bit Python"),
        ("something never seen before", "Start again"),
    ],
)
def test_what_the_installer_met_becomes_advice(report: str, advice: str) -> None:
    assert advice in environment_packages._advice(report)


def test_a_python_without_venv_is_told_what_to_install(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = subprocess.CompletedProcess([], 1, "ensurepip is not available\n")
    monkeypatch.setattr(environment_packages, "_run", lambda _command: failed)
    monkeypatch.setattr(environment_packages, "install_system_packages", lambda _names: False)
    with pytest.raises(SetupError, match=rf"python3\.{sys.version_info[1]}-venv") as caught:
        setup_environment.prepare("run")
    assert "ensurepip is not available" in str(caught.value)


@pytest.mark.parametrize(
    ("line", "package"),
    [
        ("Collecting numpy==2.4.6 (from -r run.txt (line 3))", "numpy"),
        (
            "Processing ./wheels/desktrial-1.0-py3-none-any.whl (from -r ../run.txt (line 1))",
            "desktrial",
        ),
        ("Processing c:\\race\\wheels\\desktrial-1.0-py3-none-any.whl", "desktrial"),
        ("  Downloading numpy-2.4.6-cp311.whl (12 MB)", ""),
    ],
)
def test_progress_names_the_package_at_hand(line: str, package: str) -> None:
    assert environment_packages._package_in(line) == package


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("numpy==2.4.6 \\", True),
        ("    --hash=sha256:00==", False),
        ("# numpy==1", False),
        ("-r run.txt", False),
        (f'own==1 ; sys_platform == "{sys.platform}" \\', True),
        ('other==1 ; sys_platform == "elsewhere" \\', False),
    ],
)
def test_progress_counts_what_this_system_installs(line: str, counts: bool) -> None:
    assert environment_packages._counts_here(line) is counts
