"""Every log of lines that is known: how far lines are like it, and who reads it.

A further system is a module with a test of one line and a reader, and an entry here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trailsdesk.formats import (
    chronokeep,
    chronotrack,
    impinj,
    ipico,
    mylaps,
    one_line_logs,
    race_result,
    rfid_timing,
    sportident,
)
from trailsdesk.formats.raw import RawFile


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFormat:
    """A system's log: how far lines are like it (0 to 1), and its reader."""

    id: str
    likeness: Callable[[Sequence[str]], float]
    read: Callable[[str, str], RawFile]


def _share(fits: Callable[[str], bool]) -> Callable[[Sequence[str]], float]:
    """How many of the lines fit."""
    return lambda lines: sum(map(fits, lines)) / max(1, len(lines))


def _headed(fits: Callable[[str], bool]) -> Callable[[Sequence[str]], float]:
    """A header among the first lines settles it."""
    return lambda lines: 1.0 if any(map(fits, lines[:5])) else 0.0


def _framed(lines: Sequence[str]) -> float:
    return 1.0 if any(map(mylaps.looks_like, lines[:3])) else 0.0


def _orion(lines: Sequence[str]) -> float:
    """Passings stand between other messages, which begin like them."""
    if not any(map(one_line_logs.is_orion, lines)):
        return 0.0
    return sum(1 for line in lines if line.lstrip().startswith("$")) / len(lines)


def _exported(lines: Sequence[str]) -> float:
    """The lines of one exporter begin with the same event, or with the other program's word."""
    share = sum(map(race_result.is_exported, lines)) / max(1, len(lines))
    firsts = {re.split("[;,]", line.strip(), maxsplit=1)[0] for line in lines}
    return share if len(firsts) <= 2 + len(lines) // 10 else 0.0


LOG_FORMATS: tuple[LogFormat, ...] = (
    LogFormat(id="ipico-raw", likeness=_share(ipico.looks_like), read=ipico.read_ipico),
    LogFormat(
        id="race-result-passings",
        likeness=_share(race_result.is_passing),
        read=race_result.read_passings,
    ),
    LogFormat(id="race-result-exporter", likeness=_exported, read=race_result.read_exported),
    LogFormat(id="mylaps-passings", likeness=_framed, read=mylaps.read_mylaps),
    LogFormat(
        id="chronotrack-stream",
        likeness=_share(chronotrack.is_stream),
        read=chronotrack.read_stream,
    ),
    LogFormat(
        id="chronotrack-raw", likeness=_share(chronotrack.is_raw), read=chronotrack.read_raw
    ),
    LogFormat(
        id="rfid-timing-a", likeness=_share(rfid_timing.is_file_a), read=rfid_timing.read_file_a
    ),
    LogFormat(
        id="rfid-timing-b", likeness=_share(rfid_timing.is_file_b), read=rfid_timing.read_file_b
    ),
    LogFormat(id="rfid-ultra", likeness=_share(rfid_timing.is_ultra), read=rfid_timing.read_ultra),
    LogFormat(id="sportident", likeness=_headed(sportident.is_header), read=sportident.read_cards),
    LogFormat(
        id="chronokeep-log",
        likeness=_headed(chronokeep.is_header),
        read=chronokeep.read_chronokeep,
    ),
    LogFormat(
        id="wiclax", likeness=_share(one_line_logs.is_wiclax), read=one_line_logs.read_wiclax
    ),
    LogFormat(id="jchip", likeness=_share(one_line_logs.is_jchip), read=one_line_logs.read_jchip),
    LogFormat(id="orion", likeness=_orion, read=one_line_logs.read_orion),
    LogFormat(id="impinj", likeness=impinj.likeness, read=impinj.read_tag_times),
)
"""Every log of lines. The first of equals wins, so the narrower grammars stand first."""
