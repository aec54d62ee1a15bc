"""Where a rule stands: every rule carries its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule stands. ``says`` is it in our own words, ``grade`` how sure we are."""

    title: str = ""
    article: str = ""
    url: str = ""
    checked: date | None = None
    says: str = ""
    grade: str = ""
