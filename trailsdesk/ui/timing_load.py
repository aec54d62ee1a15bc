"""What the Timing panel shows, worked out where nobody waits for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.pace import paced
from trailsdesk.domain.timing import BatchKind, ReadFate
from trailsdesk.i18n import _, plural
from trailsdesk.services.chips import ChipLine, chip_lines
from trailsdesk.services.timing_desk import (
    TO_SOLVE,
    ReadLine,
    SourceLine,
    read_lines,
    source_lines,
)
from trailsdesk.ui.row_model import PreparedRows

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.timing import ReadId
    from trailsdesk.services.season import Season
    from trailsdesk.ui.style import Tone

ReadsReady = Callable[[Iterable[ReadLine]], PreparedRows[ReadLine]]
ChipsReady = Callable[[Iterable[ChipLine]], PreparedRows[ChipLine]]

FATE_GROUPS: dict[str, frozenset[ReadFate]] = {
    "unsolved": frozenset(TO_SOLVE),
    "used": frozenset({ReadFate.GOVERNS}),
    "repeated": frozenset({ReadFate.REPEAT, ReadFate.BEFORE_GUN}),
    "spare": frozenset({ReadFate.BACKUP}),
    "ignored": frozenset({ReadFate.IGNORED}),
}
"""The groups the times of a source can be filtered by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Sources, the reads of the chosen one, and the chips of the event."""

    sources: tuple[SourceLine, ...]
    chosen: str
    reads: PreparedRows[ReadLine]
    counts: dict[str, int]
    chips: tuple[ChipLine, ...]
    chip_rows: PreparedRows[ChipLine]


def load(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    chosen: str,
    wanted: ReadId | None,
    ready: tuple[ReadsReady, ChipsReady],
) -> Loaded:
    """Gather all of it; the source of ``wanted`` is chosen, else ``chosen``, else the newest."""
    sources = source_lines(season, event_id, race_id)
    if wanted is not None and wanted in season.data.reads:
        batch_id = season.data.reads[wanted].batch_id
        chosen = next((line.key for line in sources if batch_id in line.batch_ids), chosen)
    if not any(line.key == chosen for line in sources):
        chosen = sources[0].key if sources else ""
    batch_ids = next((line.batch_ids for line in sources if line.key == chosen), ())
    reads = read_lines(season, event_id, batch_ids)
    fates = Counter(line.fate for line in paced(reads))
    chips = chip_lines(season, event_id)
    return Loaded(
        sources=sources,
        chosen=chosen,
        reads=ready[0](reads),
        counts={key: sum(fates[fate] for fate in group) for key, group in FATE_GROUPS.items()},
        chips=chips,
        chip_rows=ready[1](chips),
    )


def counts_words(loaded: Loaded) -> str:
    """How much there is, in a line."""
    if not loaded.sources:
        return ""
    reads = sum(line.reads for line in loaded.sources if not line.retracted)
    unsolved = sum(line.unsolved for line in loaded.sources)
    words = [
        plural("{count} time", "{count} times", reads),
        plural("{count} source", "{count} sources", len(loaded.sources)),
    ]
    if unsolved:
        words.append(plural("{count} unsolved", "{count} unsolved", unsolved))
    return " · ".join(words)


def fate_chips(counts: dict[str, int]) -> list[tuple[str, str, Tone]]:
    """The chips that filter the times of a source, those of empty groups left out."""
    words: dict[str, tuple[str, Tone]] = {
        "unsolved": (_("{count} unsolved"), "warn"),
        "used": (_("{count} finishes"), "good"),
        "repeated": (_("{count} repeated"), "muted"),
        "spare": (_("{count} not needed"), "muted"),
        "ignored": (_("{count} left out"), "muted"),
    }
    chips: list[tuple[str, str, Tone]] = [("all", _("All"), "good")]
    chips += [
        (key, text.format(count=counts[key]), tone)
        for key, (text, tone) in words.items()
        if counts.get(key)
    ]
    return chips


def source_hint(line: SourceLine | None) -> str:
    """What there is to know about the chosen source."""
    if line is None:
        return _("Choose a source.")
    if line.retracted:
        return _("Out of the results; every time of it is kept.")
    if line.fills_gaps:
        return _("Counts only for those of whom no leading source has a time.")
    if line.kind is BatchKind.FILE:
        return _("The same file again adds nothing; an overlapping one only what is new.")
    return _("What was keyed is never changed; decisions about it can be withdrawn.")
