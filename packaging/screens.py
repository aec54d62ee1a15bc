"""Draw the panels of the made-up season: ``python3 packaging/screens.py DIR [--panel KEY ...]``.

Needs no screen; sets up what is missing as ``run.py`` does. Light and dark, 1280 x 720 and
1920 x 1080, as ``<panel>-<theme>-<WxH>.png``, and pages beside them as ``results-awards-…``; the
same pictures every time, so that two versions can be compared.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from setup_environment import is_inside, start_script

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
    from trailsdesk.cli.pictures import draw_demo
    from trailsdesk.demo import play

    with tempfile.TemporaryDirectory(prefix="trailsdesk-screens-") as place:
        made = draw_demo(play(Path(place)), options.folder, panels=options.panel)
    print(f"{len(made)} pictures in {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main() if is_inside() else start_script(Path(__file__).resolve(), sys.argv[1:]))
