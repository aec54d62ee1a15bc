"""Words for people: gettext for every text, and sentences for message codes.

One catalogue serves the window, paper, spreadsheets and the command line. Nothing here knows Qt.
"""

from __future__ import annotations

import gettext
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import KnownError, Note, Problem
from trailsdesk.messages import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

_translations: gettext.NullTranslations = gettext.NullTranslations()


def use(translations: gettext.NullTranslations) -> None:
    """Take another catalogue from here on; texts already made keep their language."""
    global _translations  # one catalogue per process is the meaning of this module
    _translations = translations


def _(text: str) -> str:
    """The text in the user's language."""
    return _translations.gettext(text)


def plural(one: str, many: str, count: int) -> str:
    """The form of a text for ``count``, with ``{count}`` filled in."""
    return _translations.ngettext(one, many, count).format(count=count)


def sentence(code: str, params: Mapping[str, str | int]) -> str:
    """The sentence of a message code; an unknown code is shown as it is, never hidden."""
    template = MESSAGES.get(code)
    if template is None:
        return (
            code if not params else f"{code}: " + ", ".join(f"{k} {v}" for k, v in params.items())
        )
    return _(template).format_map(_Forgiving(params))


def message(item: Problem | Note | KnownError) -> str:
    """What happened, where and what to do, in one or two sentences (without file, row, column)."""
    note = item.note if isinstance(item, KnownError) else item
    return sentence(note.code, note.params)


def where(problem: Problem) -> str:
    """File, row and column of a problem, as far as it has them."""
    parts = []
    if problem.file:
        parts.append(problem.file)
    if problem.row is not None:
        parts.append(_("row {row}").format(row=problem.row))
    if problem.column:
        parts.append(_("column “{column}”").format(column=problem.column))
    return ", ".join(parts)


class _Forgiving(dict[str, str | int]):
    """A missing parameter shows as a gap instead of losing the whole message."""

    def __missing__(self, key: str) -> str:
        return "…"
