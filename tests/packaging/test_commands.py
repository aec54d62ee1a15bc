"""The two commands: an old Python is told so, every check runs, the tests come last."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import checks
import pytest
import python_version
import setup_environment

PACKAGING = Path(python_version.__file__).parent
# What a Python of 2012 cannot read: then its owner would see a syntax error instead of advice.
TOO_NEW = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef)


@pytest.mark.parametrize("name", ["run.py", "test.py", "python_version.py"])
def test_an_old_python_can_read_far_enough(name: str) -> None:
    tree = ast.parse((PACKAGING / name).read_text(encoding="ascii"), feature_version=(3, 4))
    nodes = list(ast.walk(tree))
    assert not [node for node in nodes if isinstance(node, TOO_NEW)]
    assert not [n for n in nodes if isinstance(n, ast.ImportFrom) and n.module == "__future__"]
    assert not [n for n in nodes if isinstance(n, ast.arg) and n.annotation]


@pytest.mark.parametrize("name", ["run.py", "test.py"])
def test_the_version_is_asked_before_anything_else_is_imported(name: str) -> None:
    tree = ast.parse((PACKAGING / name).read_text(encoding="ascii"))
    order = [
        node.module if isinstance(node, ast.ImportFrom) else "require()"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
    ]
    assert order[:2] == ["python_version", "require()"]


def test_an_old_python_is_told_what_to_install_and_which_one_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = tmp_path / "python3.12"
    newer.touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "argv", ["packaging/run.py", "--version"])
    with pytest.raises(SystemExit) as left:
        python_version.require()
    said = capsys.readouterr()
    assert left.value.code == 2
    assert said.out == ""
    assert "needs Python 3.11 or newer; this is Python 3.9" in said.err
    assert "python3.12 packaging/run.py --version" in said.err


class Runs:
    """Stands in for starting checks; fails the ones it is told to."""

    def __init__(self, *failing: str) -> None:
        self.failing = failing
        self.commands: list[str] = []
        self.variables: list[dict[str, str]] = []

    def __call__(self, command: tuple[str, ...], variables: dict[str, str]) -> int:
        self.commands.append(" ".join(command[1:]))
        self.variables.append(variables)
        return int(any(word in self.commands[-1] for word in self.failing))


@pytest.fixture
def run_checks(monkeypatch: pytest.MonkeyPatch) -> object:
    def run(*arguments: str, failing: tuple[str, ...] = ()) -> tuple[int, Runs]:
        runs = Runs(*failing)
        monkeypatch.setattr(checks, "prepare", lambda _name: Path("python"))
        monkeypatch.setattr(checks, "look_after_browser", lambda: None)
        monkeypatch.setattr(checks, "_run", runs)
        return checks.main(arguments), runs

    return run


def test_all_checks_run_and_the_tests_come_last(run_checks) -> None:
    code, runs = run_checks()
    assert code == 0
    assert len(runs.commands) == 5
    assert runs.commands[-1].startswith("-m pytest -n 2")


@pytest.mark.parametrize("failing", ["ruff check", "ruff format", "mypy", "importlinter"])
def test_a_failing_check_stops_nothing_and_fails_the_whole(run_checks, failing: str) -> None:
    code, runs = run_checks(failing=(failing,))
    assert code == 1
    assert len(runs.commands) == 5
    assert runs.variables[-1]["TRAILSDESK_CHECKS"].count("FAILED") == 1


def test_arguments_go_to_pytest_alone(run_checks) -> None:
    code, runs = run_checks("-k", "fees and not slow", failing=("pytest",))
    assert code == 1
    assert runs.commands == ["-m pytest -k fees and not slow"]


def test_no_window_is_opened_unless_asked_for(run_checks, monkeypatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    _, runs = run_checks()
    assert {v["QT_QPA_PLATFORM"] for v in runs.variables} == {"offscreen"}
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    _, runs = run_checks()
    assert {v["QT_QPA_PLATFORM"] for v in runs.variables} == {"xcb"}


def test_the_pictures_are_drawn_by_whatever_python_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(setup_environment, "prepare", lambda _name: Path("environment/python"))
    monkeypatch.setattr(setup_environment, "become", lambda command, _: started.append(command))
    setup_environment.start_script(PACKAGING / "screens.py", ["somewhere"])
    assert started == [["environment/python", str(PACKAGING / "screens.py"), "somewhere"]]
    monkeypatch.setenv("TRAILSDESK_VENV", str(tmp_path / "elsewhere"))
    assert setup_environment.is_inside()
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert not setup_environment.is_inside()
    monkeypatch.setenv("TRAILSDESK_VENV", sys.prefix)
    assert setup_environment.is_inside()  # or it would start itself for ever
