"""Pictures of the made-up season: every panel afterwards, finish and till with the race on."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.demo_files import write_files
from trailsdesk.demo import AFTERWARDS, AT_THE_LINE, LINE_BIB, LINE_RACE, play
from trailsdesk.services.season import Season
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from collections.abc import Sequence


def draw_demo(
    demo: Path, pictures: Path, *, sheets: Path | None = None, panels: Sequence[str] = ()
) -> tuple[Path, ...]:
    """Draw the season that :func:`trailsdesk.demo.play` left; which pictures were made.

    Args:
        demo: the season's file.
        pictures: folder of the pictures.
        sheets: folder that takes every sheet as well; the files go beside it, into ``files``.
        panels: only these, by key.
    """
    from trailsdesk.ui import screens

    afterwards, then = screens.StillClock(AFTERWARDS), screens.StillClock(AT_THE_LINE)
    with tempfile.TemporaryDirectory(prefix="trailsdesk-line-") as place:
        on = play(Path(place), until=AT_THE_LINE)
        with (
            closing(Store().open(demo, "demo", afterwards)) as file,
            closing(Store().open(on, "demo", then)) as line_file,
        ):
            season = Season(file, afterwards)
            if sheets is not None:
                screens.write_sheets(season, sheets)
                write_files(season, sheets.parent / "files")
            line = screens.LineScene(season=Season(line_file, then), race=LINE_RACE, bib=LINE_BIB)
            return screens.draw_panels(season, pictures, panels=panels, line=line)
