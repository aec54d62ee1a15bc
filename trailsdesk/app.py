"""Where everything meets: window or command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code."""
    from trailsdesk import cli

    return cli.main(sys.argv[1:] if argv is None else argv)
