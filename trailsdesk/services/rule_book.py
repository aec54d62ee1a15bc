"""The rules of a season as fields to look at and change, each with what the source says of it.

A change is a value written over the preset's text, kept beside it in the file: the preset stays as
it was published, and every change can be taken back on its own.
"""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Refused
from trailsdesk.domain.rule_source import Source
from trailsdesk.formats.preset_table import Asked, Form
from trailsdesk.formats.presets import PresetError, fields_of, load_preset
from trailsdesk.i18n import _, message
from trailsdesk.services.rule_field_words import field_words, section_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trailsdesk.domain.event import Series
    from trailsdesk.services.season import Season

_FIXED = frozenset({"schema", "id", "version", "summary"})
"""What a preset is, not what it says."""
_OF_THE_EVENT = re.compile(r"event\[\d+\]\.(?!(?:entries_close|tier|host)$)")
"""What an event only takes over when it is set up; from then on it is changed at the event."""
_YES_NO = ("yes", "no")
_LISTS = frozenset({"awards.award"})
"""Lists of rows that a season may begin though its preset has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleField:
    """One value of the rules.

    ``path`` is its key path, ``section`` and ``words`` what it is called. ``value`` and
    ``published`` are as a person types them, empty where nothing is said. ``changed`` marks what
    the organiser has written over; ``choices`` are the words to choose from, empty where anything
    may be typed. ``source`` is where the section stands, with the rule in our own words.
    """

    path: str
    section: str
    words: str
    form: Form
    value: str
    published: str
    changed: bool
    choices: tuple[str, ...]
    source: Source


def rule_fields(season: Season) -> tuple[RuleField, ...]:
    """Every value of the season's rules in the order of the document."""
    series = season.data.series
    text = series.preset_text
    published = {asked.path: asked for asked in fields_of(text, series.options)}
    sources = _sources(published.values())
    fields = fields_of(text, series.options, series.changes)
    values = {asked.path: typed(asked) for asked in fields}
    found: list[RuleField] = []
    for asked in fields:
        path = asked.path
        if path in _FIXED or _is_source(path) or _OF_THE_EVENT.match(path):
            continue
        before = published.get(asked.path)
        found.append(
            RuleField(
                path=asked.path,
                section=section_words(asked.path),
                words=field_words(asked.path, values),
                form=asked.form,
                value=values[asked.path],
                published="" if before is None else typed(before),
                changed=_is_changed(asked.path, series.changes),
                choices=_YES_NO if asked.form is Form.FLAG else asked.choices,
                source=_source_of(asked.path, sources),
            )
        )
    for path in _LISTS:
        if path in series.changes or not any(each.path.startswith(f"{path}[") for each in found):
            _insert_list(found, path, series.changes.get(path, ""), sources)
    return tuple(found)


def _insert_list(
    found: list[RuleField], path: str, value: str, sources: Mapping[str, Source]
) -> None:
    """The field in which a whole list is written, as TOML, before the values of its rows."""
    table = path.rpartition(".")[0]
    inside = [at for at, each in enumerate(found) if each.path.startswith(f"{table}.")]
    rows = [at for at in inside if found[at].path.startswith(f"{path}[")]
    whole = RuleField(
        path=path,
        section=section_words(path),
        words=_("all awards, as a list"),
        form=Form.TEXT,
        value=value,
        published="",
        changed=bool(value),
        choices=(),
        source=_source_of(path, sources),
    )
    found.insert(rows[0] if rows else (inside[-1] + 1 if inside else len(found)), whole)


def change_rule(season: Season, path: str, text: str) -> None:
    """Write a value over the rules; all that follows from them is computed anew.

    An empty ``text`` takes the change back. ``Refused`` when the value is of the wrong form, or
    the rules would no longer hold together; nothing is changed then.
    """
    if not text.strip():
        restore_rule(season, path)
        return
    _write(season, changes_with(season, path, text), path)


def changes_with(season: Season, path: str, text: str) -> dict[str, str]:
    """The season's changes with one more value, as a person types it, to write or to try.

    A list of rows or a table, as TOML, can stand for all the values in it.
    """
    if _OF_THE_EVENT.match(path):
        raise Refused("rules.of-the-event", path=path[:120])
    series = season.data.series
    known = fields_of(series.preset_text, series.options, series.changes)
    asked = next((asked for asked in known if asked.path == path), None)
    if asked is not None:
        return {**series.changes, path: as_toml(asked.form, text.strip())}
    inside = (f"{path}[", f"{path}.")
    if path in _LISTS or any(each.path.startswith(inside) for each in known):
        return {**series.changes, path: text.strip()}
    raise Refused("rules.no-such-field", path=path[:120])


def restore_rule(season: Season, path: str) -> None:
    """Take the organiser's change of one value back."""
    changes = dict(season.data.series.changes)
    if changes.pop(path, None) is not None:
        _write(season, changes, path)


def typed(asked: Asked) -> str:
    """A value as a person would type it; empty where the document says nothing."""
    value = asked.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)


def as_toml(form: Form, text: str) -> str:
    """What a person typed as TOML; what is no such value is left for the reader to refuse."""
    if form in (Form.WHOLE, Form.METRES, Form.DAY):
        return text
    if form is Form.MINUTE:
        return text.replace(" ", "T") + ("" if text.count(":") > 1 else ":00")
    if form is Form.FLAG:
        return {"yes": "true", "no": "false"}.get(text.casefold(), text)
    if form in (Form.TEXTS, Form.CHOICES, Form.WHOLES):
        items = [item.strip() for item in text.split(",") if item.strip()]
        return f"[{', '.join(items if form is Form.WHOLES else map(_quoted, items))}]"
    return _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _write(season: Season, changes: Mapping[str, str], path: str) -> None:
    series = season.data.series
    if changes == series.changes:
        return
    changed = dataclasses.replace(series, changes=dict(changes))
    _try(changed)
    with season.change("rules.change", path=path) as writer:
        writer.put(changed)


def _try(series: Series) -> None:
    try:
        load_preset(series.preset_text, series.options, series.changes)
    except PresetError as error:
        raise Refused("rules.change-refused", why=message(error.faults[0])) from None


def _is_source(path: str) -> bool:
    return path.startswith(("source.", "option[")) or ".source." in path


def _is_changed(path: str, changes: Mapping[str, str]) -> bool:
    """Whether this value, or the list or table it lies in, was written over."""
    return any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in changes)


def _sources(fields: Iterable[Asked]) -> dict[str, Source]:
    """Each table that says where it stands: its path, empty for the whole, to the source."""
    told: dict[str, dict[str, object]] = {}
    for asked in fields:
        table, _, key = asked.path.rpartition(".")
        if table.rpartition(".")[2] == "source" and asked.value is not None:
            told.setdefault(table.removesuffix("source").rstrip("."), {})[key] = asked.value
    return {path: Source(**words) for path, words in told.items()}  # type: ignore[arg-type]


def _source_of(path: str, sources: Mapping[str, Source]) -> Source:
    """The source of the nearest table around a path that names one."""
    while path:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
        if path in sources:
            return sources[path]
    return sources.get("", Source())
