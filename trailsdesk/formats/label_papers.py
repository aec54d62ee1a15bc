"""The label papers and envelopes the program knows, from ``resources/label_papers.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from functools import cache
from typing import TypeVar

from trailsdesk import resource
from trailsdesk.domain.label_paper import EnvelopePaper, LabelPaper

Stock = TypeVar("Stock", LabelPaper, EnvelopePaper)

_WHOLE = frozenset({"across", "down"})
_WORDS = frozenset({"id", "title", "paper", "envelope"})


@cache
def label_papers() -> tuple[LabelPaper, ...]:
    """Every label paper, in the order of the file."""
    return _read("labels", LabelPaper)


@cache
def envelope_papers() -> tuple[EnvelopePaper, ...]:
    """Every envelope, in the order of the file."""
    return _read("envelopes", EnvelopePaper)


def read_stock(text: str, table: str, kind: type[Stock]) -> tuple[Stock, ...]:
    """The papers of one table of a document.

    Raises:
        ValueError: a key is missing, unknown, or no positive length.
    """
    document = tomllib.loads(text)
    return tuple(_stock(each, kind) for each in document.get(table, []))


def _read(table: str, kind: type[Stock]) -> tuple[Stock, ...]:
    return read_stock(resource("label_papers.toml").read_text("utf-8"), table, kind)


def _stock(table: dict[str, object], kind: type[Stock]) -> Stock:
    wanted = {each.name for each in fields(kind)}
    if wanted != set(table):
        odd = ", ".join(sorted(wanted.symmetric_difference(table)))
        raise ValueError(f"{table.get('id', '?')}: missing or unknown: {odd}")
    for key, value in table.items():
        if key in _WORDS:
            right = isinstance(value, str) and value != ""
        elif key in _WHOLE:
            right = isinstance(value, int) and value > 0
        else:
            right = isinstance(value, float) and value >= 0
        if not right:
            raise ValueError(f"{table['id']}: {key} cannot be {value!r}")
    return kind(**table)  # type: ignore[arg-type]
