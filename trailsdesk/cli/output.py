"""Conclusions as JSON values and as lines of text."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.problems import KnownError
from trailsdesk.i18n import message, where

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from trailsdesk.domain.fees import FeeQuote
    from trailsdesk.domain.points import Score, Standing, StandingGroup
    from trailsdesk.domain.problems import Note, Problem
    from trailsdesk.domain.results import ResultRow

Json = dict[str, object]


def print_json(document: object) -> None:
    """One JSON document on stdout, readable, in UTF-8 whatever the console's own encoding is."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    _print([text.encode() + b"\n"])


def print_lines(lines: Iterable[str]) -> None:
    """Lines of text on stdout in UTF-8."""
    _print(line.encode("utf-8", "replace") + b"\n" for line in lines)


def _print(lines: Iterable[bytes]) -> None:
    try:
        for line in lines:
            sys.stdout.buffer.write(line)
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # whoever reads has seen enough
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise KnownError("cli.cannot-print", detail=detail) from error


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows in aligned columns, for reading on a console."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in (header, *texts)) for i in range(len(header))]
    print_lines(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (list(header), *texts)
    )


def in_words(note: Note | None) -> str | None:
    """A note as its sentence; None stays None."""
    return None if note is None else message(note)


def problem_json(problem: Problem) -> Json:
    """A problem, field for field."""
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "message": message(problem),
    }


def problem_line(problem: Problem, whose: str = "") -> str:
    """A problem as one line: how bad, where, whose unless the sentence says so, what."""
    said = message(problem)
    name = whose.partition(" ")[2] if whose.startswith("#") else whose
    pieces = (where(problem), "" if name and name in said else whose, said)
    return f"{problem.severity.value}: {': '.join(filter(None, pieces))}"


def result_json(row: ResultRow, bands: Mapping[str, str]) -> Json:
    """A result row, field for field; ranks are null unless the status is OK.

    Args:
        bands: category code to the age group's own word ("M-OPEN" to "Open").
    """
    result = row.result
    return {
        "event": row.event_code,
        "race": row.race_code,
        "bib": row.bib,
        "family_name": row.family_name,
        "given_name": row.given_name,
        "gender": row.gender.value if row.gender else None,
        "birth_date": row.birth_date.isoformat() if row.birth_date else None,
        "nation": row.nation,
        "club": row.club,
        "category": bands.get(row.category),
        "category_code": row.category or None,
        "category_label": row.category_label or None,
        "status": result.status.value,
        "time_ms": result.time_ms,
        "time": None if result.time_ms is None else format_elapsed(result.time_ms),
        "rank": result.rank,
        "rank_gender": result.rank_gender,
        "rank_category": result.rank_category,
        "gap_ms": result.gap_ms,
        "explanation": in_words(result.explanation),
    }


def standing_json(
    group: StandingGroup, standing: Standing, birth_date: str | None, bands: Mapping[str, str]
) -> Json:
    """A standing row, field for field; ``bands`` as for ``result_json``."""
    return {
        "ranking": group.ranking or None,
        "ranking_label": group.ranking_label or None,
        "race": group.race_code or None,
        "gender": group.gender.value if group.gender else None,
        "category": bands.get(group.category),
        "category_code": group.category,
        "category_label": group.label,
        "family_name": standing.family_name,
        "given_name": standing.given_name,
        "birth_date": birth_date,
        "total": number(standing.total),
        "factor": None if standing.factor is None else number(standing.factor),
        "estimate": standing.estimate,
        "rank": standing.rank,
        "shared": standing.shared,
        "eligible": standing.eligible,
        "reason": in_words(standing.reason),
        "rank_so_far": standing.rank_so_far,
        "scores": [score_json(score) for score in standing.scores],
        "explanation": in_words(standing.explanation),
    }


def score_json(score: Score) -> Json:
    """What one event gave a runner."""
    return {
        "event": score.event_code,
        "points": number(score.points),
        "counted": score.counted,
        "rank": score.rank,
    }


def number(value: Decimal) -> int | float:
    """Points as a JSON number: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def quote_json(quote: FeeQuote) -> Json:
    """A fee quote, field for field."""
    return {
        "currency": quote.currency,
        "total_minor": quote.total_minor,
        "open": quote.open,
        "reason": in_words(quote.reason),
        "lines": [
            {
                "label": message(line.label),
                "amount_minor": line.amount_minor,
                "rule": message(line.rule),
            }
            for line in quote.lines
        ],
        "explanation": in_words(quote.explanation),
    }


def summary_json(counts: Mapping[str, int], problems: Iterable[Problem]) -> Json:
    """An import's outcome, field for field."""
    return {**counts, "problems": [problem_json(problem) for problem in problems]}
