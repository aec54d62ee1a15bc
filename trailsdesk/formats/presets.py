"""Rules presets: TOML to ``RuleSet``, the presets that come with the program, and their examples.

A preset is read strictly and whole: an unknown key, a hole in the ages or a missing price refuses
it, and all faults are told at once with their key paths. What the published rules leave open is an
``[[option]]``; the chosen answers are set into the document before it is read.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from trailsdesk import resource
from trailsdesk.domain.problems import KnownError, Problem
from trailsdesk.domain.rules import Choice, Option, RuleSet
from trailsdesk.formats.preset_changes import apply_changes, parsed_changes
from trailsdesk.formats.preset_checks import check_rules
from trailsdesk.formats.preset_sections import read_rules
from trailsdesk.formats.preset_table import Asked, Faults, Table, fault

SIZE_MAX = 256 * 1024
"""Bytes; the largest preset of a long season is a tenth of it."""
SCHEMA = 1
"""The shape of the document this reader knows."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_EXPECT = ".expect.toml"


class PresetError(KnownError):
    """A rules document that cannot be used; ``faults`` are all of them, each with its ``path``."""

    code = "preset.faulty"

    def __init__(self, faults: tuple[Problem, ...]) -> None:
        first = str(faults[0].params.get("path", "")) if faults else ""
        super().__init__(count=len(faults), path=first)
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetInfo:
    """One preset that comes with the program.

    ``one_event`` says that its only event is a placeholder: name, day and zone are to be told.
    """

    id: str
    name: str
    season: str
    version: str
    path: Path
    summary: str
    one_event: bool = False


def load_preset(
    text: str,
    options: Mapping[str, str] | None = None,
    changes: Mapping[str, str] | None = None,
) -> RuleSet:
    """Read a rules document.

    Args:
        options: option id to choice id; an option not named stands at its default.
        changes: values written over the document and the answers: key path, as faults name it
            (``points.bands[0].points``), to the value as TOML.

    Raises:
        PresetError: anything is wrong with the document, the answers or the changes.
    """
    return _load(text, _pairs(options), _pairs(changes))


_Pairs = tuple[tuple[str, str], ...]


def _pairs(mapping: Mapping[str, str] | None) -> _Pairs:
    return tuple(sorted((mapping or {}).items()))


@lru_cache(maxsize=32)
def _load(text: str, options: _Pairs, changes: _Pairs) -> RuleSet:
    """As ``load_preset``; kept, because a season is asked for its rules in many places."""
    faults: Faults = []
    document = parse_document(text)
    answers = _Answers(dict(options), parsed_changes(dict(changes), faults))
    rules, _asked = _read(document, answers, faults)
    if not faults:
        _check_other_choices(document, answers, rules, faults)
    if faults:
        raise PresetError(tuple(faults))
    return rules


def fields_of(
    text: str,
    options: Mapping[str, str] | None = None,
    changes: Mapping[str, str] | None = None,
) -> tuple[Asked, ...]:
    """Every single value such a document can hold, with what stands there now.

    Raises:
        PresetError: the document, the answers or the changes cannot be used.
    """
    faults: Faults = []
    answers = _Answers(options or {}, parsed_changes(changes or {}, faults))
    _rules, asked = _read(parse_document(text), answers, faults)
    if faults:
        raise PresetError(tuple(faults))
    return asked


def available() -> tuple[PresetInfo, ...]:
    """The presets that come with the program, by name."""
    infos: list[PresetInfo] = []
    for path in sorted(resource("presets").glob("*.toml")):
        if path.name.endswith(_EXPECT):
            continue
        infos.append(described(path.stem, path, path.read_text(encoding="utf-8")))
    return tuple(sorted(infos, key=lambda info: (info.name.casefold(), info.id)))


def described(preset_id: str, path: Path, text: str) -> PresetInfo:
    """What the head of a rules document says; the rules themselves are not read."""
    head = parse_document(text)
    words = {key: str(head.get(key, "")) for key in ("name", "season", "version", "summary")}
    events = head.get("event")
    one = isinstance(events, list) and len(events) == 1 and "calendar" not in head
    return PresetInfo(id=preset_id, path=path, one_event=one, **words)


def preset_text(preset_id: str) -> str:
    """The text of a preset that comes with the program.

    Raises:
        KnownError: ``preset.unknown`` when there is none of that id.
    """
    path = resource("presets", f"{preset_id}.toml")
    if not _ID.fullmatch(preset_id) or not path.is_file():
        raise KnownError("preset.unknown", id=preset_id[:80])
    return path.read_text(encoding="utf-8")


def expect_text(preset_id: str) -> str | None:
    """The worked examples of a preset that comes with the program, None when it has none."""
    path = resource("presets", f"{preset_id}{_EXPECT}")
    if not _ID.fullmatch(preset_id) or not path.is_file():
        return None
    return path.read_text(encoding="utf-8")


def check_preset(text: str, expected: str) -> list[Problem]:
    """Try a preset on its worked examples; one ``preset.example-failed`` for each that differs.

    Raises:
        PresetError: the preset, or the list of examples, cannot be used.
    """
    from trailsdesk.formats.preset_examples import failed_examples

    load_preset(text)
    faults: Faults = []
    failed = failed_examples(
        parse_document(expected), lambda options: load_preset(text, options), faults
    )
    if faults:
        raise PresetError(tuple(faults))
    return failed


def number_of_examples(expected: str) -> int:
    """How many worked examples a list of them holds."""
    lists = [value for value in parse_document(expected).values() if isinstance(value, list)]
    return sum(map(len, lists))


def parse_document(text: str) -> dict[str, object]:
    """TOML text as plain values, within the size limit.

    Raises:
        PresetError: too large, or not TOML; the fault names line and column.
    """
    faults: Faults = []
    if len(text.encode("utf-8", "surrogatepass")) > SIZE_MAX:
        fault(faults, "preset.too-large", "", limit=SIZE_MAX // 1024)
        raise PresetError(tuple(faults))
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        detail = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        fault(faults, "preset.not-toml", "", detail=detail[:200])
        raise PresetError(tuple(faults)) from None


@dataclass(frozen=True, slots=True)
class _Answers:
    """What an organiser says on top of a document: chosen answers, and values written over it."""

    options: Mapping[str, str]
    changes: Mapping[str, object]

    def with_choice(self, option_id: str, choice: str) -> _Answers:
        return _Answers({**self.options, option_id: choice}, self.changes)


def _read(
    document: dict[str, object], answers: _Answers, faults: Faults
) -> tuple[RuleSet, tuple[Asked, ...]]:
    """Apply the answers, read every section and check them against each other."""
    raw = copy.deepcopy(document)
    options = _apply_options(raw, answers.options, faults)
    apply_changes(raw, answers.changes, faults)
    table = Table(raw, "", faults)
    if table.whole("schema", low=1) > SCHEMA:
        table.fault("preset.schema", "schema", known=SCHEMA)
    table.text("summary", "")
    for option in table.tables("option"):
        option.ask_all()  # read, and closed, on their own above
    rules = read_rules(table)
    table.close()
    check_rules(rules, faults)
    return replace(rules, options=options), tuple(table.asked)


def _apply_options(
    raw: dict[str, object], answers: Mapping[str, str], faults: Faults
) -> tuple[Option, ...]:
    """Set the chosen answers into the document and say which answers stand."""
    options: list[Option] = []
    tables = Table(raw, "", faults).tables("option")
    for table in tables:
        option = _apply_option(table, raw, answers)
        if any(other.id == option.id for other in options):
            table.fault("preset.twice", "id", found=option.id)
        options.append(option)
        table.close()
    for name, chosen in answers.items():
        if all(option.id != name for option in options):
            fault(faults, "preset.unknown-option", f"option.{name}", found=chosen)
    return tuple(options)


def _apply_option(table: Table, raw: dict[str, object], answers: Mapping[str, str]) -> Option:
    default = table.text("default")
    option = Option(
        id=table.code("id"),
        question=table.text("question"),
        choices=(),
        default=default,
        chosen=answers.get(str(table.raw("id")) if table.has("id") else "", default),
    )
    changes: list[_Change] = []
    choices: list[Choice] = []
    for choice in table.tables("choices", required=True):
        read = Choice(id=choice.code("id"), label=choice.text("label"))
        if any(other.id == read.id for other in choices):
            choice.fault("preset.twice", "id", found=read.id)
        choices.append(read)
        found = _changes_of(choice, raw, is_default=read.id == default)
        changes += found if read.id == option.chosen else ()
    for change in changes:
        change.holder[change.key] = copy.deepcopy(change.value)
    known = [choice.id for choice in choices]
    for key, answer in {"default": default, "id": option.chosen}.items():
        if answer not in known and (key == "default" or answer != default):
            table.fault("preset.choice", key, found=answer, choices=", ".join(known))
    return replace(option, choices=tuple(choices))


@dataclass(frozen=True, slots=True)
class _Change:
    """A value an answer puts into the document."""

    holder: dict[str, object]
    key: str
    value: object


def _changes_of(choice: Table, raw: dict[str, object], *, is_default: bool) -> list[_Change]:
    sets = choice.table("sets")
    if sets is None:
        return []
    changes: list[_Change] = []
    for path in sets.names():
        holder, key = _holder(raw, path)
        if holder is None:
            choice.fault("preset.option-path", f"sets.{path}", found=path)
            continue
        change = _Change(holder, key, sets.raw(path))
        if is_default and holder[key] != change.value:
            choice.fault("preset.option-default", f"sets.{path}", found=path)
        changes.append(change)
    sets.ask_all()
    return changes


def _holder(raw: dict[str, object], path: str) -> tuple[dict[str, object] | None, str]:
    """The table of the document that holds a dotted path, None unless the key is there."""
    *parents, key = path.split(".")
    holder: object = raw
    for name in parents:
        holder = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(holder, dict) or key not in holder or not parents:
        return None, key
    return holder, key


def _check_other_choices(
    document: dict[str, object],
    answers: _Answers,
    rules: RuleSet,
    faults: Faults,
) -> None:
    """Every answer on offer must give usable rules, not only the one that stands."""
    for number, option in enumerate(rules.options):
        for index, choice in enumerate(option.choices):
            if choice.id == option.chosen:
                continue
            found: Faults = []
            _read(document, answers.with_choice(option.id, choice.id), found)
            for one in found:
                path = f"option[{number}].choices[{index}].sets"
                params = {**one.params, "path": path}
                faults.append(replace(one, params=params))
