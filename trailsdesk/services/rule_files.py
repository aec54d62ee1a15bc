"""Rules to make a season from: a preset that comes with the program, or a file of one's own."""

from __future__ import annotations

from pathlib import Path

from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.formats.presets import PresetInfo, described, expect_text, load_preset, preset_text
from trailsdesk.services.sources import read_source

__all__ = ["SUFFIX", "PresetInfo", "examples_text", "own_rules", "rules_text"]

SUFFIX = ".toml"
_EXAMPLES = ".expect.toml"


def rules_text(name: str) -> str:
    """The rules of that preset, or in that file where the name ends in ``.toml``.

    Raises:
        KnownError: ``preset.unknown``, ``preset.not-utf8``, ``input.missing`` and its kind.
    """
    if not name.endswith(SUFFIX):
        return preset_text(name)
    source = read_source(Path(name))
    try:
        return source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputUnreadable("preset.not-utf8", name=source.name) from error


def examples_text(name: str) -> str | None:
    """The worked examples beside those rules; None where there are none."""
    if not name.endswith(SUFFIX):
        return expect_text(name)
    beside = Path(name).with_suffix(_EXAMPLES)
    return rules_text(str(beside)) if beside.is_file() else None


def own_rules(path: Path) -> PresetInfo:
    """What a file of one's own holds, for the list of rules; its id is the path.

    The rules are read whole: what is wrong with them is told now (``KnownError``).
    """
    text = rules_text(str(path))
    load_preset(text)
    return described(str(path), path, text)
