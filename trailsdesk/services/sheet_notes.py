"""What stands on the front of a sheet: who is missing from it, and what to look at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.awards import award_label
from trailsdesk.documents.sheet import Notice
from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.people import full_name
from trailsdesk.domain.results import ResultRow
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.evidence_problems import doubts_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.awards import Prize, PrizeGroup
    from trailsdesk.domain.medals import MedalRow
    from trailsdesk.domain.problems import Problem
    from trailsdesk.services.season import Season

_LISTED = 12
"""More than so many are counted: the front page is to be read, not the list made longer."""
_NOBODY = "\N{EM DASH}"


def front_notes(
    rows: Sequence[ResultRow | MedalRow], problems: Sequence[Problem] = ()
) -> list[Notice]:
    """How many problems a sheet is printed over, and who on it lacks a name or a category."""
    found = []
    if problems:
        text = plural(
            "Printed over {count} open problem: see the end of this list.",
            "Printed over {count} open problems: see the end of this list.",
            len(problems),
        )
        found.append(Notice(text=text))
    nameless = [row for row in rows if not (row.family_name or row.given_name)]
    if nameless:
        text = plural("{count} without a name", "{count} without a name", len(nameless))
        found.append(Notice(text=f"{text}: {_('bibs {bibs}').format(bibs=_bibs(nameless))}"))
    return found + _unclassified(rows)


def _unclassified(rows: Sequence[ResultRow | MedalRow]) -> list[Notice]:
    """Who stands in no category, and why: counted on the front, named beside it."""
    found = [row for row in rows if isinstance(row, ResultRow) and not row.category]
    if not found:
        return []
    text = plural(
        "Unclassified: {count} runner has no category and stands in no group.",
        "Unclassified: {count} runners have no category and stand in no group.",
        len(found),
    )
    ordered = sorted(found, key=lambda row: (bib_sort_key(row.bib), row.entry_id))
    items = [_why(row) for row in ordered[:_LISTED]]
    return [Notice(text=text, items=_cut(items, len(ordered)))]


def _why(row: ResultRow) -> str:
    missing = []
    if row.birth_date is None:
        missing.append(_("no birth date"))
    if row.gender is None:
        missing.append(_("no gender"))
    who = f"#{row.bib or _NOBODY} {full_name(row)}".rstrip()
    return f"{who}: {', '.join(missing) or _('no category takes the age')}"


def podium_doubts(
    season: Season, groups: Iterable[PrizeGroup]
) -> tuple[tuple[PrizeGroup, Prize, Problem], ...]:
    """Who would be called to the table although something about their race cannot be so.

    One of the questions about each; a runner who stands in several groups comes for each.
    """
    found = []
    for group in groups:
        for prize in group.prizes:
            doubts = doubts_about(season, prize.row.result.race_id).get(prize.row.entry_id, ())
            if doubts:
                found.append((group, prize, doubts[0]))
    return tuple(found)


def podium_note(season: Season, groups: Iterable[PrizeGroup]) -> list[Notice]:
    """The same as a notice: before anybody is called out, these are to be looked at."""
    found = podium_doubts(season, groups)
    if not found:
        return []
    text = plural(
        "Look at this before the prizes are given:", "Look at these before the prizes are given:",
        len(found),
    )  # fmt: skip
    alike: dict[str, list[str]] = {}
    for group, prize, problem in found:
        alike.setdefault(_asked(problem), []).append(_stands(group, prize))
    items = [_together(asked, stands) for asked, stands in alike.items()]
    return [Notice(text=text, items=_cut(items[:_LISTED], len(items)))]


def doubt_words(group: PrizeGroup, prize: Prize, problem: Problem) -> str:
    """A place on the podium and what is asked about it, by bib."""
    return f"{_stands(group, prize)}: {_asked(problem)}"


def _together(asked: str, stands: list[str]) -> str:
    """One sentence for all it is asked about."""
    if len(stands) == 1:
        return f"{stands[0]}: {asked}"
    return f"{asked} {'; '.join(_cut(stands[:_LISTED], len(stands)))}"


def _asked(problem: Problem) -> str:
    first, _stop, _rest = message(problem).partition(". ")
    return f"{first.removesuffix('.')}."


def _stands(group: PrizeGroup, prize: Prize) -> str:
    return _("#{bib} {name}, place {place} in {group}").format(
        bib=prize.row.bib or _NOBODY,
        name=full_name(prize.row),
        place=prize.place,
        group=group_words(group),
    )


def group_words(group: PrizeGroup) -> str:
    """What a group of prizes is called, with its race."""
    return ", ".join(filter(None, (award_label(group), group.race_label)))


def _bibs(rows: Sequence[ResultRow | MedalRow]) -> str:
    ordered = sorted((row.bib for row in rows), key=bib_sort_key)
    text = ", ".join(bib or _NOBODY for bib in ordered[:_LISTED])
    more = len(ordered) - _LISTED
    return text if more <= 0 else text + " " + plural("and {count} more", "and {count} more", more)


def _cut(items: list[str], total: int) -> tuple[str, ...]:
    more = total - len(items)
    if more:
        items = [*items, plural("and {count} more", "and {count} more", more)]
    return tuple(items)
