"""Word lists written as one text, so that they stay readable."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words between the ``|`` of a text."""
    return frozenset(text.split("|"))
