"""Worked examples of awards: a small field, and who is called to which place. Kind: ``award``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.award_chain import AwardField, prize_groups
from trailsdesk.domain.award_filter import AwardDetail
from trailsdesk.domain.category import category_order
from trailsdesk.domain.chrono import Duration, parse_elapsed
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.people import Gender, RunnerId
from trailsdesk.domain.results import Result, ResultRow, ResultStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

_NONE = "none"


def _award(example: Table, rules: RuleSet) -> tuple[str, str]:
    """Runners of one ``race``; ``expect`` who has the award named, with places: "1 A, =2 B, =2 C".

    A runner has a ``name``, ``gender``, ``category`` (its code) and ``time``, none without a
    finish; ``age``, ``city`` and ``club`` where the award asks for them. ``award`` is its key
    within the race: the award's id with the gender or category where it is given for several.
    """
    race, key = example.text("race"), example.text("award")
    wanted = example.text("expect")
    rows: list[ResultRow] = []
    details: dict[EntryId, AwardDetail] = {}
    for number, runner in enumerate(example.tables("runners", required=True), 1):
        row = _row(runner, number, race)
        rows.append(row)
        details[row.entry_id] = AwardDetail(
            age=runner.maybe_whole("age", high=150), city=runner.text("city", "")
        )
    known = AwardField(
        category_order=[code for code, _label in category_order(rules.categories)],
        timing=rules.timing,
        details=details,
    )
    groups = prize_groups(rows, rules.awards, known=known)
    parts = {_within(group.key, race): group.prizes for group in groups}
    said = [
        f"{'=' if prize.shared else ''}{prize.place} {prize.row.given_name}"
        + ("" if prize.prize_place is not None else " (name only)")
        for prize in parts.get(key, ())
    ]
    return wanted, ", ".join(said) or _NONE


def _within(key: str, race: str) -> str:
    """The key of an award without its race."""
    return ":".join(part for part in key.split(":") if part != race)


def _row(runner: Table, number: int, race: str) -> ResultRow:
    time = runner.text("time", "")
    elapsed = parse_elapsed(time) if time else None
    if time and elapsed is None:
        runner.fault("preset.type", "time", wanted="time", found=time[:60])
    time_ms = None if elapsed is None else Duration(elapsed)
    result = Result(
        entry_id=EntryId(number),
        race_id=RaceId(1),
        status=ResultStatus.DNF if time_ms is None else ResultStatus.OK,
        time_ms=time_ms,
        gun_time_ms=time_ms,
    )
    category = runner.text("category", "")
    return ResultRow(
        event_code="event",
        race_code=race,
        race_label=race,
        entry_id=EntryId(number),
        runner_id=RunnerId(number),
        bib=str(number),
        family_name="",
        given_name=runner.text("name"),
        gender=runner.choice("gender", Gender.F),
        birth_date=None,
        nation=runner.text("nation", ""),
        club=runner.text("club", ""),
        category=category,
        category_label=category,
        result=result,
    )


AWARD_EXAMPLES: dict[str, Callable[[Table, RuleSet], tuple[str, str]]] = {"award": _award}
