"""Start trailsdesk: ``python -m trailsdesk``."""

from __future__ import annotations

import sys

from trailsdesk.app import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # A built program reads workbooks in a second copy of itself, started here.
        import multiprocessing

        multiprocessing.freeze_support()
    sys.exit(main())
