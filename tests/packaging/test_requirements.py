"""Everything installed is pinned with hashes, for every system, and no place is named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pin
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "packaging" / "requirements"
FILES = ("run", "test", "build")


def text(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def pinned(name: str) -> dict[str, str]:
    """Give name -> version of a file with what it includes."""
    whole = text(name) + (text("run") if name != "run" else "")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", whole, re.MULTILINE))


@pytest.mark.parametrize("name", FILES)
def test_no_line_names_a_place_packages_come_from(name: str) -> None:
    lines = text(name).splitlines()[1:]
    allowed = re.compile(
        r'-r run\.txt|[a-z0-9._-]+==[^\s;]+( ; sys_platform == "\w+")? \\'
        r"|    --hash=sha256:[0-9a-f]{64}( \\)?"
    )
    assert [line for line in lines if not allowed.fullmatch(line)] == []


@pytest.mark.parametrize("name", FILES)
def test_every_package_has_a_hash(name: str) -> None:
    blocks = pin.blocks(text(name))
    assert blocks
    assert [key for key, block in blocks.items() if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", FILES)
def test_everything_the_project_asks_for_is_pinned_within_its_bounds(name: str) -> None:
    versions = pinned(name)
    for line in pin.wanted(name):
        wanted = Requirement(line)
        version = versions[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(version), f"{wanted} is pinned at {version}"


@pytest.mark.parametrize("name", ["test", "build"])
def test_files_build_on_the_one_for_running(name: str) -> None:
    assert "-r run.txt" in text(name).splitlines()
    assert not pin.blocks(text(name)).keys() & pin.blocks(text("run")).keys()


def test_qt_is_below_the_version_that_loses_references() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [Requirement(line) for line in project["project"]["dependencies"]]
    (qt,) = [wanted for wanted in asked if wanted.name == "PySide6-Essentials"]
    assert not qt.specifier.contains("6.12.0")
    assert tuple(map(int, pinned("run")["pyside6-essentials"].split(".")[:2])) < (6, 12)


def test_packages_for_one_system_carry_their_condition() -> None:
    for file, conditions in pin.ONE_SYSTEM_ONLY.items():
        blocks = pin.blocks(text(file))
        for package, condition in conditions.items():
            assert f" ; {condition} \\\n" in blocks[package]


def test_a_line_that_names_a_place_is_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pin, "REQUIREMENTS", tmp_path)
    with pytest.raises(ValueError, match="would name a place"):
        pin.write_file("run", {"x": "x @ https://example.invalid/x.whl\n"}, {})
    assert list(tmp_path.iterdir()) == []
