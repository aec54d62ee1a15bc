"""Draw every panel of the made-up season: ``python packaging/screens.py DIR [--panel KEY ...]``.

Needs no screen. Light and dark, 1280 x 720 and 1920 x 1080, as ``<panel>-<theme>-<WxH>.png``;
the same pictures every time, so that two versions can be compared.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the season in a folder of its own, draw, and leave with 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures go")
    parser.add_argument(
        "--panel", action="append", default=[], metavar="KEY", help="only this one"
    )
    options = parser.parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from trailsdesk.demo import AFTERWARDS, play
    from trailsdesk.services.season import Season
    from trailsdesk.store.files import Store
    from trailsdesk.ui import screens

    clock = screens.StillClock(AFTERWARDS)
    with tempfile.TemporaryDirectory(prefix="trailsdesk-screens-") as place:
        file = Store().open(play(Path(place)), "demo", clock)
        try:
            made = screens.draw_panels(Season(file, clock), options.folder, panels=options.panel)
        finally:
            file.close()
    print(f"{len(made)} pictures in {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
