"""The scripts of ``packaging/`` find each other by standing in one folder; so do their tests."""

from __future__ import annotations

import sys
from pathlib import Path

SCRIPTS = str(Path(__file__).resolve().parent.parent.parent / "packaging")
if SCRIPTS not in sys.path:
    sys.path.append(SCRIPTS)
