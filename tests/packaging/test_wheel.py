"""The built package carries every module and the whole of ``resources/``."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest  # noqa: TC002

import trailsdesk

ROOT = Path(__file__).resolve().parent.parent.parent


def files_below(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_package_is_listed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {Path(file).parent for file in files_below("trailsdesk") if file.endswith(".py")}
    expected = {".".join(folder.parts) for folder in folders} | {"trailsdesk.resources"}
    assert set(project["tool"]["setuptools"]["packages"]) == expected


def test_a_built_wheel_holds_the_program_and_its_resources(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("trailsdesk", "resources"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, source / name, ignore=ignore)
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    (source / "README.md").write_text("What it is.\n")
    build = "from setuptools import build_meta; build_meta.build_wheel('..')"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        (entry,) = [name for name in held if name.endswith("/entry_points.txt")]
        assert "trailsdesk = trailsdesk.app:main" in archive.read(entry).decode()
    expected = {file for file in files_below("trailsdesk") if file.endswith(".py")}
    expected |= {f"trailsdesk/{file}" for file in files_below("resources")}
    assert expected - held == set()
    assert wheel.name.startswith(f"trailsdesk-{trailsdesk.__version__}-")


def test_resources_of_a_checkout_lie_beside_the_package() -> None:
    assert trailsdesk.resource() == ROOT / "resources"
    assert trailsdesk.resource("presets", "a.toml") == ROOT / "resources" / "presets" / "a.toml"


def test_resources_of_an_installed_program_lie_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trailsdesk" / "resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(trailsdesk, "_PACKAGE", tmp_path / "trailsdesk")
    assert trailsdesk.resource("icons") == tmp_path / "trailsdesk" / "resources" / "icons"
