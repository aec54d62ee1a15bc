"""The dated tables of course difficulty, from ``resources/difficulty``."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from trailsdesk import resource
from trailsdesk.domain.effort import (
    EffortRules,
    PenaltyBand,
    PenaltyTable,
    PointsLevel,
    PointsTable,
)
from trailsdesk.formats.preset_finals import read_border
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_table import Table

if TYPE_CHECKING:
    from trailsdesk.domain.problems import Problem


@cache
def load_effort_rules(name: str = "itra") -> EffortRules:
    """The rules shipped under that name.

    Raises:
        ValueError: the file does not say what it must; it is part of the program.
    """
    text = resource("difficulty", f"{name}.toml").read_text(encoding="utf-8")
    rules, faults = read_effort_rules(text)
    if faults:
        raise ValueError(f"difficulty/{name}.toml: {faults[0].code} {faults[0].params}")
    return rules


def read_effort_rules(text: str) -> tuple[EffortRules, list[Problem]]:
    """The rules in a text, and what is wrong with it; unknown keys are faults."""
    faults: list[Problem] = []
    document = Table(tomllib.loads(text), "", faults)
    document.whole("schema", low=1, high=1)
    classes = document.table("classes")
    rules = EffortRules(
        id=document.code("id"),
        points=tuple(_points(each) for each in document.tables("points", required=True)),
        penalties=tuple(_penalty(each) for each in document.tables("penalty", required=True)),
        classes=tuple(read_border(each) for each in classes.tables("levels")) if classes else (),
        minimum_km_effort=document.decimal("minimum_km_effort"),
        drawn_percent=document.percent("drawn_percent"),
        source=read_source(document),
        classes_source=read_source(classes) if classes else read_source(document),
    )
    document.close()
    return rules, faults


def _points(table: Table) -> PointsTable:
    levels = tuple(
        PointsLevel(
            points=level.whole("points", high=100),
            category=level.text("category", ""),
            from_km_effort=level.decimal("from"),
        )
        for level in table.tables("levels", required=True)
    )
    if any(a.from_km_effort >= b.from_km_effort for a, b in pairwise(levels)):
        table.fault("preset.bands-order", "levels")
    return PointsTable(
        edition=table.text("edition"),
        since=table.day("since"),
        levels=levels,
        source=read_source(table),
    )


def _penalty(table: Table) -> PenaltyTable:
    bands = tuple(
        PenaltyBand(from_interval=band.decimal("from"), minus=band.decimal("minus"))
        for band in table.tables("bands", required=True)
    )
    if any(a.from_interval >= b.from_interval for a, b in pairwise(bands)):
        table.fault("preset.bands-order", "bands")
    return PenaltyTable(
        edition=table.text("edition"),
        since=table.day("since"),
        bands=bands,
        source=read_source(table),
    )
