"""Values an organiser writes over a rules document: key path to value, checked and set in."""

from __future__ import annotations

import copy
import re
import tomllib
from typing import TYPE_CHECKING

from trailsdesk.formats.preset_table import Faults, fault

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANGE_MAX = 20_000
"""Characters of one value; the longest table of points is a tenth of it."""
_STEP = re.compile(r"([A-Za-z0-9_-]{1,80})((?:\[[0-9]{1,4}\])*)")


def parsed_changes(changes: Mapping[str, str], faults: Faults) -> dict[str, object]:
    """The values as TOML has them; one ``preset.change-value`` for each that is none."""
    values: dict[str, object] = {}
    for path, text in changes.items():
        try:
            if len(text) > CHANGE_MAX:
                raise ValueError
            found = tomllib.loads(f"value = {text}")
            if list(found) != ["value"]:
                raise ValueError
            values[path] = found["value"]
        except (ValueError, RecursionError):
            fault(faults, "preset.change-value", path[:120], found=text[:60])
    return values


def apply_changes(raw: dict[str, object], values: Mapping[str, object], faults: Faults) -> None:
    """Set the values into the document, whole tables before what lies in them.

    The table that holds a key must be there; the key itself need not be: that is how a figure
    nobody has published is filled in. ``preset.change-path`` for a path that leads nowhere.
    """
    for path in sorted(values, key=lambda path: (len(steps_of(path)), path)):
        if not _set(raw, steps_of(path), copy.deepcopy(values[path])):
            fault(faults, "preset.change-path", path[:120])


def steps_of(path: str) -> tuple[str | int, ...]:
    """The names and list positions of a key path; empty when it is none."""
    steps: list[str | int] = []
    for part in path.split("."):
        match = _STEP.fullmatch(part)
        if match is None:
            return ()
        steps.append(match[1])
        steps.extend(int(index) for index in re.findall(r"[0-9]+", match[2]))
    return tuple(steps)


def _set(raw: dict[str, object], steps: tuple[str | int, ...], value: object) -> bool:
    holder: object = raw
    for step in steps[:-1]:
        holder = _inside(holder, step)
    match holder, steps[-1:]:
        case dict(), (str(key),):
            holder[key] = value
        case list(), (int(index),) if index < len(holder):
            holder[index] = value
        case _:
            return False
    return True


def _inside(holder: object, step: str | int) -> object:
    if isinstance(holder, dict) and isinstance(step, str):
        return holder.get(step)
    if isinstance(holder, list) and isinstance(step, int) and step < len(holder):
        return holder[step]
    return None
