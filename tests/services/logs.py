"""Made-up logs of timing systems, and short ways to take them at a ``Desk``."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.services.desk import ACTOR
from trailsdesk.services.chips import commit_chips, plan_chips, read_pairs
from trailsdesk.services.sources import Source, read_source
from trailsdesk.services.time_import import commit_times, look_at, plan_times

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.services.desk import Desk
    from trailsdesk.services.chips import ChipPlan
    from trailsdesk.services.time_import import TimePlan


def ipico(tag: str, when: str, ending: str = "") -> str:
    """A sound line of an ipico log: ``ipico("a1", "2026-05-24 11:20:00.25")``."""
    at = datetime.fromisoformat(when)
    body = f"00{tag:0>12}0a0b{at:%y%m%d%H%M%S}{at.microsecond // 10_000:02x}"
    return f"aa{body}{sum(body.encode()) & 0xFF:02x}{ending}"


def source(text: str | bytes, name: str = "log.txt") -> Source:
    """A file of that content."""
    data = text if isinstance(text, bytes) else text.encode()
    return Source(name=name, data=data, sha256=hashlib.sha256(data).hexdigest())


def plan_file(
    desk: Desk, file: Source, event: str = "willesden", race: str | None = None, **said: Any
) -> TimePlan:
    """What taking a timing file would do, recognised by its content."""
    seen = look_at(file)
    content = seen.raw
    if content is None:
        assert seen.book is not None
        numbers = seen.tables or range(len(seen.book.tables))
        tables = [seen.book.tables[number] for number in numbers]
        content = max(tables, key=lambda table: len(table.rows))
    race_id = desk.race(race, event).id if race else None
    return plan_times(desk.season, desk.event(event).id, race_id, file, content, **said)


def take_file(desk: Desk, file: Source, **said: Any) -> TimePlan:
    """Take a timing file."""
    plan = plan_file(desk, file, **said)
    commit_times(desk.season, plan, ACTOR)
    return plan


def take_log(desk: Desk, lines: Iterable[str], name: str = "log.txt", **said: Any) -> TimePlan:
    """Take a log of these lines."""
    return take_file(desk, source("\n".join(lines) + "\n", name), **said)


def take_path(desk: Desk, path: Path, **said: Any) -> TimePlan:
    """Take a real file."""
    return take_file(desk, read_source(path), **said)


def plan_chip_list(desk: Desk, *lines: str, name: str = "chips.csv") -> ChipPlan:
    """What taking a list of bibs and chips would do."""
    file = source("\n".join(["BIB,CHIP", *lines, ""]), name)
    pairs, told = read_pairs(look_at(file), file)
    return plan_chips(desk.season, desk.event().id, name, pairs, told)


def take_chips(desk: Desk, *lines: str, name: str = "chips.csv") -> ChipPlan:
    """Take a list of bibs and chips."""
    plan = plan_chip_list(desk, *lines, name=name)
    commit_chips(desk.season, plan)
    return plan
