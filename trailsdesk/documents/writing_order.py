"""The order in which mixed text is drawn: pieces of one direction, from left to right."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import Any

__all__ = ["visual_pieces"]

_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))


def visual_pieces(text: str) -> list[tuple[str, bool]]:
    """Cut a text into pieces of one direction, in the order they stand from left to right.

    Each piece keeps its letters in reading order; True marks one that runs from right to left. The
    first strong letter gives the direction of the whole.

    Source:
        Unicode Standard Annex 9, by way of python-bidi's steps of the algorithm.
    """
    if text.isascii() or not any(unicodedata.bidirectional(ch) in _RIGHT_TO_LEFT for ch in text):
        return [(text, False)]
    from bidi import algorithm

    storage = algorithm.get_empty_storage()
    base = algorithm.get_base_level(text)
    storage["base_level"] = base
    storage["base_dir"] = ("L", "R")[base]
    algorithm.get_embedding_levels(text, storage)
    for position, character in enumerate(storage["chars"]):
        character["position"] = position
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(storage["chars"], "R" if base else "L")
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    algorithm.reorder_resolved_levels(storage, False)
    order = [(item["position"], item["level"] % 2 == 1) for item in storage["chars"]]
    return _pieces(text, order)


def _resolve_brackets(characters: list[dict[str, Any]], base: str) -> None:
    """Give both brackets of a pair one direction, so that "(Ali)" stays together.

    A pair goes with the whole text when anything inside does, or when only the other direction is
    inside and nothing of that direction stands before it.

    Source:
        Unicode Standard Annex 9, rule N0, which python-bidi leaves out.
    """
    for opening, closing in _bracket_pairs([item["ch"] for item in characters]):
        inside = {_strong(item["type"]) for item in characters[opening + 1 : closing]} - {""}
        if not inside:
            continue
        before = [_strong(item["type"]) for item in characters[:opening]]
        last = next((strong for strong in reversed(before) if strong), base)
        direction = base if base in inside or last == base else last
        characters[opening]["type"] = characters[closing]["type"] = direction


def _strong(kind: str) -> str:
    """A resolved type as a direction: numbers count as right-to-left here, neutrals as none."""
    return {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _bracket_pairs(text: list[str]) -> list[tuple[int, int]]:
    """The positions of brackets that match, in the order they open."""
    from bidi.mirror import MIRRORED

    pairs = []
    waiting: list[int] = []
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        if category == "Ps":
            waiting.append(position)
        elif category == "Pe":
            partner = MIRRORED.get(character)
            for index in reversed(range(len(waiting))):
                if text[waiting[index]] == partner:
                    pairs.append((waiting[index], position))
                    del waiting[index:]
                    break
    return sorted(pairs)


def _pieces(text: str, order: list[tuple[int, bool]]) -> list[tuple[str, bool]]:
    """Join neighbours that go on in the same direction."""
    starts = [0]
    for index, (before, here) in enumerate(pairwise(order), start=1):
        step = -1 if here[1] else 1
        if before[1] != here[1] or here[0] - before[0] != step:
            starts.append(index)
    pieces = []
    for start, end in pairwise([*starts, len(order)]):
        positions = sorted(position for position, _ in order[start:end])
        pieces.append((text[positions[0] : positions[-1] + 1], order[start][1]))
    return pieces
