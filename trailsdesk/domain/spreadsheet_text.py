"""Text that a spreadsheet would run instead of showing it, and how it is kept from doing so."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def runs_as_formula(text: str) -> bool:
    """Whether a spreadsheet that reads the text from a file or the clipboard would calculate.

    Source: the starts named under "CSV Injection" by the OWASP Foundation.
    """
    return text.startswith(_STARTS)


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would run it; others as they are.

    For names, notes and other words only: a figure (``-3``, ``+4:12``) is left to calculate.
    """
    return "'" + text if runs_as_formula(text) else text
