"""What people type as the value of an option, read strictly."""

from __future__ import annotations

from datetime import date

from trailsdesk.domain.problems import Refused


def typed_day(text: str, option: str) -> date:
    """A day as ``2026-05-24``.

    Raises:
        Refused: ``cli.bad-date``, with the option.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("cli.bad-date", option=option, text=text) from error


def maybe_day(text: str | None, option: str) -> date | None:
    """The same; None where the option was left out."""
    return None if text is None else typed_day(text, option)
