"""What a section of the rules in words is made of, and the words many sections share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trailsdesk.domain.people import Gender
from trailsdesk.domain.rule_source import Source
from trailsdesk.i18n import _, day_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTable:
    """A small table; columns named in ``right`` hold figures."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSection:
    """One section: sentences, tables, and where they stand."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    tables: tuple[RuleTable, ...] = ()
    sources: tuple[Source, ...] = field(default_factory=tuple)


GENDER_WORDS = {Gender.F: _("women"), Gender.M: _("men"), Gender.X: _("non-binary")}

_HOW_SURE = {
    "B": _("from a second source or an older page"),
    "C": _("in part worked out by us, not published as such"),
    "U": _("this preset's own choice"),
}


def source_words(source: Source) -> str:
    """Where a rule stands: title, article, address, when it was looked at and how sure it is."""
    pieces = [source.title, source.article, source.url]
    if source.checked is not None:
        pieces.append(_("read on {day}").format(day=day_words(source.checked, long=True)))
    pieces.append(_HOW_SURE.get(source.grade, ""))
    return " · ".join(filter(None, pieces))


def plain(value: Decimal) -> str:
    """A figure without a useless tail: ``15``, ``2.5``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def estimate_line(*, is_estimate: bool) -> tuple[str, ...]:
    """The sentence that marks a section whose figures are our own."""
    return (_("An estimate: these figures are not published."),) if is_estimate else ()


def told(sources: Iterable[Source]) -> tuple[Source, ...]:
    """The sources that say something, each once."""
    return tuple(dict.fromkeys(source for source in sources if source != Source()))
