"""Who may know whom: the table of CONTRIBUTING.md, held by reading every import of the sources.

Needs nothing installed, sees imports inside functions too, and says which line breaks which rule.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "trailsdesk"
SOURCES = sorted(PACKAGE.rglob("*.py"))


class Layer(NamedTuple):
    """What a layer may import beside itself and the standard library."""

    ours: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


def _layer(ours: str = "", others: str = "") -> Layer:
    return Layer(frozenset(ours.split()), frozenset(others.split()))


# `trailsdesk` stands for the package file itself: the version and where the resources are.
LAYERS = {
    "domain": _layer(),
    "messages": _layer(),
    "i18n": _layer("trailsdesk domain messages"),
    "course": _layer("trailsdesk domain", "gpxpy"),
    "formats": _layer("trailsdesk domain", "openpyxl defusedxml"),
    "documents": _layer("trailsdesk domain i18n", "reportlab openpyxl matplotlib uharfbuzz bidi"),
    "store": _layer("trailsdesk domain services.ports", "sqlalchemy"),
    "services": _layer("trailsdesk domain course formats documents i18n"),
    "ui": _layer("trailsdesk domain services i18n", "PySide6 shiboken6 matplotlib"),
}
# The places that put everything together, and who of them may know Qt.
COMPOSE = {"__init__", "__main__", "app", "cli", "collector", "demo"}
KNOWS_QT = {"app"}
# Within a layer, what only one file may import.
ONE_FILE = {
    ("course", "gpxpy"): "course/gpx.py",
    ("ui", "matplotlib"): "ui/profile_view.py",
}
# Slow to import, so imported where first used; a view that is itself imported late may differ.
ON_FIRST_USE = frozenset({"gpxpy", "matplotlib", "openpyxl", "reportlab"})
IMPORTED_LATE = {"ui/profile_view.py"}
# The domain is pure: the same input gives the same output on every computer at every time.
NOT_IN_DOMAIN = frozenset(
    {"asyncio", "gettext", "glob", "http", "io", "locale", "logging", "os", "pathlib", "random"}
    | {"secrets", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time"}
    | {"urllib"}
)
IMPURE_CALLS = frozenset({"open", "input", "print", "now", "utcnow", "today"})
# The program never reaches for the network, in no layer.
NETWORK = frozenset({"ftplib", "http", "imaplib", "poplib", "smtplib", "socket", "ssl", "xmlrpc"})


class Found(NamedTuple):
    """One import: the dotted module, its line, and whether it runs when the file is imported."""

    module: str
    line: int
    at_import: bool


def imports(tree: ast.AST, *, at_import: bool = True) -> list[Found]:
    """List the imports of a tree; those in functions and for type checkers run later or never."""
    found: list[Found] = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            found += [Found(name.name, node.lineno, at_import) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names = [f"{module}.{name.name}" for name in node.names]
            found += [Found(name, node.lineno, at_import) for name in names]
        else:
            later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or (
                isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
            )
            found += imports(node, at_import=at_import and not later)
    return found


def breaches(file: str, source: str) -> list[str]:
    """Say what a file below ``trailsdesk/`` imports that its layer must not know."""
    layer = file.split("/", maxsplit=1)[0].removesuffix(".py")
    tree = ast.parse(source)
    said = [
        f"{file}:{found.line} {why}: {found.module}"
        for found in imports(tree)
        if (why := _why_not(layer, file, found))
    ]
    return said + (_impure_calls(file, tree) if layer == "domain" else [])


def _why_not(layer: str, file: str, found: Found) -> str:
    top, _, rest = found.module.partition(".")
    if top in NETWORK or found.module.startswith(("urllib.request", "PySide6.QtNetwork")):
        return "reaches for the network"
    if layer == "domain" and top in NOT_IN_DOMAIN:
        return "the domain is pure"
    if top == "trailsdesk":
        return "" if layer in COMPOSE else _why_not_ours(layer, rest)
    if top in sys.stdlib_module_names:
        return ""
    if found.at_import and top in ON_FIRST_USE and file not in IMPORTED_LATE:
        return "is slow, import it where it is first used"
    if layer in COMPOSE:
        return "" if top != "PySide6" or layer in KNOWS_QT else "Qt is only for ui and app"
    if top not in LAYERS[layer].others:
        return "not a library of this layer"
    return "" if ONE_FILE.get((layer, top), file) == file else "only for one file"


def _why_not_ours(layer: str, rest: str) -> str:
    if rest.split(".")[0] == layer:
        return ""
    # `from trailsdesk import resource` names no layer: it is the package file.
    wanted = rest if rest.split(".")[0] in {*LAYERS, *COMPOSE} else "trailsdesk"
    allowed = any(wanted == ours or wanted.startswith(f"{ours}.") for ours in LAYERS[layer].ours)
    return "" if allowed else "not a layer below this one"


def _impure_calls(file: str, tree: ast.AST) -> list[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = [(call, getattr(call.func, "attr", getattr(call.func, "id", ""))) for call in calls]
    return [
        f"{file}:{call.lineno} the domain is pure: {name}()"
        for call, name in names
        if name in IMPURE_CALLS
    ]


def test_every_file_belongs_to_a_layer() -> None:
    tops = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in SOURCES}
    assert tops <= {*LAYERS, *COMPOSE}


@pytest.mark.parametrize("layer", [*LAYERS, *sorted(COMPOSE)])
def test_layer_knows_only_what_it_may(layer: str) -> None:
    said = [
        line
        for path in SOURCES
        if path.relative_to(PACKAGE).parts[0].removesuffix(".py") == layer
        for line in breaches(
            path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")
        )
    ]
    assert not said, "\n".join(said)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("domain/fees.py", "from trailsdesk.formats import fields"),
        ("domain/fees.py", "def f():\n    import pathlib"),
        ("domain/fees.py", "import datetime\nx = datetime.date.today()"),
        ("domain/fees.py", "from trailsdesk import resource"),
        ("services/entries.py", "from trailsdesk.store import engine"),
        ("services/entries.py", "from PySide6.QtCore import QObject"),
        ("store/engine.py", "from trailsdesk.services import entries"),
        ("store/engine.py", "import trailsdesk.formats.presets"),
        ("formats/tables.py", "import openpyxl"),
        ("formats/tables.py", "from trailsdesk.documents import pdf"),
        ("course/track.py", "def f():\n    import gpxpy"),
        ("ui/panels/entries.py", "from trailsdesk.store import engine"),
        ("ui/panels/entries.py", "import sqlalchemy"),
        ("ui/bus.py", "from PySide6.QtNetwork import QTcpSocket"),
        ("cli/commands.py", "from PySide6.QtCore import QObject"),
        ("app.py", "import urllib.request"),
    ],
)
def test_a_breach_is_seen(file: str, source: str) -> None:
    assert breaches(file, source)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("store/engine.py", "from trailsdesk.services.ports import Clock\nimport sqlalchemy"),
        ("store/engine.py", "from trailsdesk.services import ports"),
        ("formats/tables.py", "def f():\n    import openpyxl"),
        ("documents/pdf.py", "if TYPE_CHECKING:\n    from reportlab.pdfgen import canvas"),
        ("services/entries.py", "from trailsdesk import __version__, resource"),
        ("ui/panels/entries.py", "from trailsdesk.services import entries"),
        ("app.py", "from trailsdesk.store import engine\nfrom PySide6 import QtWidgets"),
    ],
)
def test_the_wanted_roads_are_open(file: str, source: str) -> None:
    assert breaches(file, source) == []
