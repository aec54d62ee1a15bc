"""Offline desk of a trail race: entries, fees, timing, results, points and prize sheets."""

from __future__ import annotations

from pathlib import Path

__all__ = ["__version__", "resource"]

__version__ = "0.1.0"

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Say where a file or folder of ``resources/`` lies on this computer.

    An installed program carries the folder inside the package, a checkout beside it. Nothing is
    opened and the path need not exist: the reader says what is missing, in its own words.

    Args:
        parts: names below ``resources/``, for instance ``"presets", "utmb-finals.toml"``; none
            gives the folder itself.
    """
    inside = _PACKAGE / "resources"
    root = inside if inside.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
