"""Start trailsdesk: ``python -m trailsdesk``."""

from __future__ import annotations

import sys

from trailsdesk.app import main

if __name__ == "__main__":
    sys.exit(main())
