"""Nothing grows beyond what one reader can hold, and what must not be written is not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*ROOT.glob("trailsdesk/**/*.py"), *ROOT.glob("packaging/**/*.py")])
PROGRAM = [path for path in SOURCES if path.is_relative_to(ROOT / "trailsdesk")]

FILE_LINES = 600
FUNCTION_LINES = 80
VAGUE_NAMES = frozenset({"utils", "util", "common", "misc", "helpers", "helper", "manager"})
# Where every fault of a job, and of the program, ends as a message instead of a crash.
CATCH_ALL = frozenset({"trailsdesk/ui/jobs.py", "trailsdesk/app.py"})
# An upsert by replacing deletes first: the journal would lose the row, and references with it.
REPLACES = re.compile(r"\b(INSERT\s+OR\s+REPLACE|REPLACE\s+INTO)\b", re.IGNORECASE)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def forbidden_calls(tree: ast.AST) -> list[str]:
    """Give the calls that run text as code."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [f.id for f in called if isinstance(f, ast.Name) and f.id in {"eval", "exec"}]


def forbidden_imports(tree: ast.AST) -> list[str]:
    """Give imports that run what a file says, or keep figures alive behind the program's back."""
    modules: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules += [f"{node.module}.{alias.name}" for alias in node.names]
    parts = [(module, set(module.split("."))) for module in modules]
    return [m for m, words in parts if words & {"pickle", "shelve", "marshal", "pyplot", "pylab"}]


def swallowing(tree: ast.AST) -> list[int]:
    """Give the lines where every fault is caught and not raised again."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = ast.dump(node.type) if node.type else "BaseException"
        raised_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        if re.search(r"'(Base)?Exception'|^BaseException$", caught) and not raised_again:
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("path", SOURCES, ids=name)
class TestEverySourceFile:
    def test_is_short_enough_to_read(self, path: Path) -> None:
        assert path.read_text(encoding="utf-8").count("\n") <= FILE_LINES

    def test_has_no_overlong_function(self, path: Path) -> None:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        lengths = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in functions(tree)}
        assert not {key: lines for key, lines in lengths.items() if lines > FUNCTION_LINES}

    def test_runs_no_text_and_loads_no_objects(self, path: Path) -> None:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert forbidden_calls(tree) + forbidden_imports(tree) == []

    def test_is_named_for_what_it_does(self, path: Path) -> None:
        assert not VAGUE_NAMES & {path.stem, *path.relative_to(ROOT).parts}


@pytest.mark.parametrize("path", PROGRAM, ids=name)
def test_rows_are_never_replaced(path: Path) -> None:
    assert not REPLACES.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PROGRAM, ids=name)
def test_faults_are_not_swallowed(path: Path) -> None:
    lines = swallowing(ast.parse(path.read_text(encoding="utf-8")))
    assert not lines or name(path) in CATCH_ALL


def test_the_checks_see_what_they_forbid() -> None:
    assert REPLACES.search("INSERT or\n  REPLACE INTO entry")
    assert forbidden_calls(ast.parse("x = eval('1')")) == ["eval"]
    assert forbidden_imports(ast.parse("from matplotlib import pyplot")) == ["matplotlib.pyplot"]
    assert swallowing(ast.parse("try:\n  f()\nexcept Exception:\n  g()")) == [3]
    assert swallowing(ast.parse("try:\n  f()\nexcept:\n  pass")) == [3]
    assert swallowing(ast.parse("try:\n  f()\nexcept BaseException:\n  g()\n  raise")) == []
    assert swallowing(ast.parse("try:\n  f()\nexcept ValueError:\n  pass")) == []
