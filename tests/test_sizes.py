"""Nothing grows beyond what one reader can hold, and what must not be written is not."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*ROOT.glob("trailsdesk/**/*.py"), *ROOT.glob("packaging/**/*.py")])
PROGRAM = [path for path in SOURCES if path.is_relative_to(ROOT / "trailsdesk")]

FILE_LINES = 600
FUNCTION_LINES = 80
VAGUE_NAMES = frozenset({"utils", "util", "common", "misc", "helpers", "helper", "manager"})
# Where every fault of a job, and of the program, ends as a message instead of a crash.
CATCH_ALL = frozenset({"trailsdesk/ui/jobs.py", "trailsdesk/cli/__init__.py"})
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


@functools.cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def test_there_are_sources_to_look_at() -> None:
    assert len(SOURCES) > len(PROGRAM) > 0


def test_files_are_short_enough_to_read() -> None:
    lengths = {name(path): text(path).count("\n") for path in SOURCES}
    assert {key: lines for key, lines in lengths.items() if lines > FILE_LINES} == {}


def test_functions_are_short_enough_to_hold_in_mind() -> None:
    lengths = {
        f"{name(path)}:{f.name}": (f.end_lineno or 0) - f.lineno + 1
        for path in SOURCES
        for f in functions(tree(path))
    }
    assert {key: lines for key, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_no_text_is_run_and_no_objects_are_loaded() -> None:
    found = {name(p): forbidden_calls(tree(p)) + forbidden_imports(tree(p)) for p in SOURCES}
    assert {key: what for key, what in found.items() if what} == {}


def test_files_are_named_for_what_they_do() -> None:
    vague = [
        name(path)
        for path in SOURCES
        if VAGUE_NAMES & {path.stem, *path.relative_to(ROOT).parent.parts}
    ]
    assert vague == []


def test_rows_are_never_replaced() -> None:
    assert [name(path) for path in PROGRAM if REPLACES.search(text(path))] == []


def test_faults_are_not_swallowed() -> None:
    found = {name(path): swallowing(tree(path)) for path in PROGRAM}
    assert {key: at for key, at in found.items() if at and key not in CATCH_ALL} == {}


def test_the_checks_see_what_they_forbid() -> None:
    assert REPLACES.search("INSERT or\n  REPLACE INTO entry")
    assert forbidden_calls(ast.parse("x = eval('1')")) == ["eval"]
    assert forbidden_imports(ast.parse("from matplotlib import pyplot")) == ["matplotlib.pyplot"]
    assert swallowing(ast.parse("try:\n  f()\nexcept Exception:\n  g()")) == [3]
    assert swallowing(ast.parse("try:\n  f()\nexcept:\n  pass")) == [3]
    assert swallowing(ast.parse("try:\n  f()\nexcept BaseException:\n  g()\n  raise")) == []
    assert swallowing(ast.parse("try:\n  f()\nexcept ValueError:\n  pass")) == []
