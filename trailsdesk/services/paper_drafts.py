"""What was typed from paper and is not saved yet, kept on the disk against a crash.

One small JSON file for each season, in the user's own folder: bibs and times, no names. A file
that cannot be read is put aside and never stands in the way.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import TYPE_CHECKING, Any

from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.paper import MOST_CHARACTERS, PaperLists, TimeCell
from trailsdesk.domain.paper_cells import MOST_ROWS, PaperTimes
from trailsdesk.domain.timing import ReadId
from trailsdesk.services.printing import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_VERSION = 1
_MOST_BYTES = 4 * 1024 * 1024


def draft_path(folder: Path, season_path: Path) -> Path:
    """Where the drafts of a season lie; its name tells nobody which season it is."""
    digest = hashlib.sha256(str(season_path.absolute()).encode("utf-8", "replace")).hexdigest()
    return folder / "drafts" / f"paper-{digest[:20]}.json"


def load_drafts(path: Path) -> dict[str, PaperLists]:
    """The lists by the name they were kept under; nothing where there are none."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError(path.name)
        kept = json.loads(path.read_text("utf-8"))
        if kept["version"] != _VERSION:
            raise ValueError(kept["version"])
        return {str(name): _lists(each) for name, each in kept["lists"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".damaged"))
        return {}


def keep_drafts(path: Path, drafts: Mapping[str, PaperLists]) -> None:
    """Write them all, whole or not at all; without any the file goes.

    Raises:
        KnownError: the disk is full, or the folder cannot be written.
    """
    filled = {name: _kept(lists) for name, lists in drafts.items() if not lists.is_empty}
    if not filled:
        with contextlib.suppress(OSError):
            path.unlink()
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"version": _VERSION, "lists": filled}, ensure_ascii=False)
    write_whole(path, text.encode())


def _kept(lists: PaperLists) -> dict[str, Any]:
    return {
        "kind": lists.kind.value,
        "times": [_kept_time(cell) for cell in lists.times],
        "bibs": list(lists.bibs),
    }


def _kept_time(cell: TimeCell) -> str | dict[str, Any]:
    if cell.read_id is None:
        return cell.text
    return {
        "text": cell.text,
        "read": cell.read_id,
        "instant": cell.instant_ms,
        "elapsed": cell.elapsed_ms,
    }


def _lists(kept: Any) -> PaperLists:  # noqa: ANN401  whatever stood in the file
    times, bibs = kept["times"], kept["bibs"]
    if not isinstance(times, list) or not isinstance(bibs, list):
        raise TypeError(type(times))
    if max(len(times), len(bibs)) > MOST_ROWS:
        raise ValueError(len(times))
    return PaperLists(
        kind=PaperTimes(kept["kind"]),
        times=tuple(_time(each) for each in times),
        bibs=tuple(_text(each) for each in bibs),
    )


def _time(kept: Any) -> TimeCell:  # noqa: ANN401
    if isinstance(kept, str):
        return TimeCell(text=_text(kept))
    instant, elapsed = _number(kept["instant"]), _number(kept["elapsed"])
    read = _number(kept["read"])
    if read is None:
        raise ValueError(kept["text"])
    return TimeCell(
        text=_text(kept["text"]),
        read_id=ReadId(read),
        instant_ms=None if instant is None else Instant(instant),
        elapsed_ms=None if elapsed is None else Duration(elapsed),
    )


def _text(kept: Any) -> str:  # noqa: ANN401
    if not isinstance(kept, str):
        raise TypeError(type(kept))
    return kept[:MOST_CHARACTERS]


def _number(kept: Any) -> int | None:  # noqa: ANN401
    if kept is not None and type(kept) is not int:
        raise TypeError(type(kept))
    return kept
