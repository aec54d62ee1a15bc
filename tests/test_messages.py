"""Every message code has its sentence, every sentence its parameters, and none is left over."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.messages import MESSAGES, TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent / "trailsdesk"
CODE = re.compile(r"[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+")
NOT_MESSAGES = re.compile(
    r"\.(py|toml|svg|ttf|csv|xlsx|pdf|part|json|txt|trailsdesk|md|xml|rels)$"
)


def texts() -> Iterator[tuple[str, str]]:
    """Every whole string of the product but the sentences themselves, with its file.

    The names under which a table keeps its columns only look like codes.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        if "messages" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        keys = {
            id(keyword.value)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            for keyword in call.keywords
            if keyword.arg == "state_key"
        }
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in keys:
                yield node.value, str(path.relative_to(PACKAGE))


def operations() -> Iterator[tuple[str, str]]:
    """The first argument of every ``season.change``, as far as it is written out there."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "change":
                for argument in node.args[:1]:
                    if isinstance(argument, ast.Constant):
                        yield f"operation.{argument.value}", path.name


def test_every_code_has_a_sentence() -> None:
    families = {code.split(".")[0] for code in MESSAGES} - {"operation"}
    # In the preset readers such strings are key paths of the file.
    missing = {
        f"{file}: {text}"
        for text, file in texts()
        if CODE.fullmatch(text)
        and text.split(".")[0] in families
        and not NOT_MESSAGES.search(text)
        and not Path(file).name.startswith("preset_")
        and text not in MESSAGES
        and f"operation.{text}" not in MESSAGES
    }
    assert not missing, "\n".join(sorted(missing))


def test_every_operation_has_its_words() -> None:
    missing = {f"{file}: {code}" for code, file in operations() if code not in MESSAGES}
    assert not missing, "\n".join(sorted(missing))


def test_no_sentence_is_left_over() -> None:
    used = {text for text, _file in texts()} | {code for code, _file in operations()}
    left = {code for code in MESSAGES if not any(map(used.__contains__, [code, *parts(code)]))}
    left = {code for code in left if not put_together(code, used)}
    assert not left, "\n".join(sorted(left))


def parts(code: str) -> list[str]:
    """What of a code may stand alone in the source: "no-gun" of "result.no-gun"."""
    return [code.split(".", 1)[1]]


def put_together(code: str, used: set[str]) -> bool:
    """Whether two strings of the source make the code, as "result.explain" and "-adjusted" do."""
    return any(code[:at] in used and code[at:] in used for at in range(3, len(code)))


def test_sentences_are_sorted_and_never_blank() -> None:
    for topic in TOPICS:
        assert list(topic.SENTENCES) == sorted(topic.SENTENCES), topic.__name__
    for code, text in MESSAGES.items():
        assert text.strip() == text, code
        assert text, code
