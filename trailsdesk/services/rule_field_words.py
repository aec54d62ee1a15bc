"""What the values of the rules are called on screen, from their key path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.formats.preset_changes import steps_of
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = ("label", "name", "title", "code", "id")
"""The values of a row that say which one it is, the plainest first."""


def section_words(path: str) -> str:
    """The section a value stands in, as its heading."""
    steps = steps_of(path)
    first = str(steps[0]) if len(steps) > 1 else ""
    return _(_SECTIONS.get(first, first.replace("_", " ").capitalize()))


def field_words(path: str, values: Mapping[str, str]) -> str:
    """What a value is called within its section.

    Args:
        values: every value by its path, for the names of the rows they stand in.
    """
    pieces: list[str] = []
    at = ""
    steps = steps_of(path)
    for step in steps:
        if isinstance(step, int):
            at = f"{at}[{step}]"
            name = next((values[f"{at}.{key}"] for key in _NAMES if values.get(f"{at}.{key}")), "")
            pieces.append(name or str(step + 1))
            continue
        at = f"{at}.{step}" if at else step
        named = values.get(f"{at}.label", "")  # a table whose name is the organiser's
        pieces.append(_(_KEYS[step]) if step in _KEYS else named or step.replace("_", " "))
    inside = pieces[1:] if len(steps) > 1 else pieces
    return " \N{MIDDLE DOT} ".join(inside)


_SECTIONS = {
    "": "The preset",
    "age_limit": "Age limits",
    "awards": "Prizes",
    "calendar": "Calendar",
    "categories": "Categories",
    "event": "Events",
    "federation": "Federation",
    "fees": "Fees",
    "finals": "Finals",
    "length": "Lengths",
    "medals": "Medals",
    "points": "Points",
    "qualification": "Qualification",
    "standings": "Standings",
    "start": "Start",
    "teams": "Teams",
    "timing": "Timing",
}
_KEYS = {
    "accepted": "taken",
    "age": "age taken on",
    "age_limit": "age limit",
    "aliases": "other names",
    "amount": "amount",
    "apply_by": "asked for by",
    "ascent_m": "climb (m)",
    "ask_by": "asked for by",
    "at_least": "at least",
    "bands": "band",
    "before_factor": "rounded before factors",
    "below": "under",
    "bonus": "points on top",
    "by_gender": "parted by gender",
    "cancellation_credit": "credit when an event is called off",
    "categories": "categories",
    "category_depth": "places in each category",
    "category_of_rank": "category that counts",
    "change": "change of class",
    "checked": "read on",
    "checklist": "checklist",
    "classes": "classes",
    "closes": "closes",
    "closes_days_before": "closes (days before)",
    "code": "short name",
    "confirmed": "date is sure",
    "count_best": "best results that count",
    "counted_until": "earned until",
    "country": "country",
    "currency": "currency",
    "current": "counts as",
    "date": "day",
    "day": "day",
    "days": "days",
    "days_before": "days before",
    "deferral": "priority kept",
    "depth": "rolls down to place",
    "direction": "which total wins",
    "distance_m": "length (m)",
    "distance_transfer": "change of distance",
    "division": "division",
    "draw": "draw",
    "duplicate_gap_ms": "one passing within (ms)",
    "edition": "edition",
    "effort": "km-effort",
    "entries_close": "entries close",
    "equal_places": "points of equal places",
    "estimate": "an estimate",
    "event": "event",
    "event_age": "age at an event, taken on",
    "events": "events",
    "extension": "longer period",
    "F": "women",
    "factor": "factor",
    "far_km": "far is more than (km)",
    "far_top": "first so many when far",
    "fares": "fare",
    "fee": "fee",
    "few": "factor for few scores",
    "final": "final",
    "first": "first",
    "first_overall": "first overall always in",
    "fixed": "fixed points",
    "fixed_date": "fixed day of the age",
    "from": "from",
    "from_m": "from (m)",
    "gear_check": "gear looked at",
    "gender_labels": "words for genders",
    "genders": "genders",
    "general": "general index",
    "grade": "how sure",
    "groups": "age groups that take part",
    "helpers": "who helps earns",
    "host": "host",
    "hosts": "hosts",
    "id": "id",
    "index": "index",
    "index_system": "index of",
    "into": "into the race",
    "kind": "kind",
    "label": "name",
    "last": "last",
    "late_entries": "entries after the closing",
    "league": "league",
    "leap_day": "born on 29 February, older on",
    "least": "least",
    "least_km_effort": "least km-effort",
    "least_natural": "least natural ground (%)",
    "level": "right of a high index",
    "levels": "class",
    "M": "men",
    "membership": "membership",
    "merge_below": "merge below so many starters",
    "min_days": "from so many days before",
    "mode": "rounding",
    "month": "month",
    "most": "most",
    "most_paved": "most paved (%)",
    "must_finish": "events to finish",
    "must_include": "must have a result at",
    "name": "name",
    "nations": "countries",
    "nearest_km": "nearest such race (km)",
    "needed_months": "one score within (months)",
    "needs_adult": "adult needed",
    "never": "never from",
    "non_binary": "neither women nor men",
    "of": "of so many events",
    "of_starters": "shares by starters",
    "official_time": "time that ranks",
    "old_factor": "factor of old scores",
    "old_months": "old after (months)",
    "one_race_per_class": "one race of a class",
    "opens": "index needed for",
    "other_change": "other change",
    "outside": "score of",
    "over": "over",
    "overall_depth": "places overall",
    "parted_by": "parted by",
    "participation": "races run",
    "percent": "share (%)",
    "percent_off": "off the price (%)",
    "places": "places",
    "podium": "podium",
    "points": "points",
    "position_over_counted_only": "only counted results break ties",
    "postage": "postage",
    "price": "price",
    "prices": "price",
    "qualifying": "races that give places",
    "races": "race",
    "ranked_by": "places by the score of",
    "ranking": "ranking",
    "refund": "refund",
    "region": "region",
    "reply_days": "days to answer",
    "results": "results",
    "results_due": "results due",
    "round_first": "km-effort rounded first",
    "rounding": "rounding",
    "schema": "schema",
    "scope": "place among",
    "scopes": "place among",
    "score": "score",
    "season": "season",
    "series_age": "age for the series, taken on",
    "series_depth": "places in the series",
    "series_entry": "entry for all events",
    "spread": "spread",
    "step": "step",
    "steps": "steps",
    "summary": "summary",
    "system": "score of",
    "tables": "tables",
    "tickets": "tickets",
    "tickets_label": "what tickets are called",
    "tie": "equal times",
    "tie_breaks": "equal totals",
    "tier": "price step",
    "tiers": "tiers",
    "to": "to",
    "to_m": "to (m)",
    "top": "first so many",
    "top_places": "places in a final",
    "total": "total",
    "unfinished_points": "points without finishing",
    "unit_ms": "shown in steps of (ms)",
    "until": "until",
    "up_to": "up to",
    "used_months": "scores of the last (months)",
    "valid_months": "good for (months)",
    "variant": "elsewhere",
    "venue": "place",
    "version": "version",
    "weights": "weights",
    "within_years": "within (years)",
    "words": "words",
    "X": "non-binary",
    "years": "years",
    "years_later": "years later",
    "zone": "time zone",
}
