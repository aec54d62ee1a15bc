"""Long loops that let others go first.

Python runs one thread at a time. While the results of a large field are worked out on one thread,
a time keyed at the finish would wait for its turn again and again. Such loops run over ``paced``
items: whoever owns the threads says with ``breathing`` what happens between some of them; where
nobody did, nothing does.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Item = TypeVar("Item")

_EVERY = 64
_SORTED_AT_ONCE = 4096
_LET_GO_AT_ONCE = 512
_breath: ContextVar[Callable[[], object] | None] = ContextVar("breath", default=None)


@contextmanager
def breathing(breath: Callable[[], object]) -> Iterator[None]:
    """Work inside calls ``breath`` now and then; it may wait, and what it raises goes through."""
    token = _breath.set(breath)
    try:
        yield
    finally:
        _breath.reset(token)


def paced(items: Iterable[Item]) -> Iterable[Item]:
    """The items, with a breath between some of them."""
    breath = _breath.get()
    return items if breath is None else _with_breaths(items, breath)


def paced_sorted(
    items: Sequence[Item], key: Callable[[Item], Any], *, reverse: bool = False
) -> list[Item]:
    """``sorted(items, key=key, reverse=reverse)``, with breaths where somebody takes them.

    No thread comes in between while a list is sorted: many items are sorted in pieces.
    """
    breath = _breath.get()
    if breath is None or len(items) <= _SORTED_AT_ONCE:
        return sorted(items, key=key, reverse=reverse)
    pieces = []
    for start in range(0, len(items), _SORTED_AT_ONCE):
        pieces.append(sorted(items[start : start + _SORTED_AT_ONCE], key=key, reverse=reverse))
        breath()
    return list(_with_breaths(merge(*pieces, key=key, reverse=reverse), breath))


def let_go(many: list[Item]) -> None:
    """Empty a list that holds the last of very many things, with breaths in between.

    They are gone at once otherwise, and no thread comes in between meanwhile.
    """
    while many:
        del many[-_LET_GO_AT_ONCE:]
        breathe()


def breathe() -> None:
    """A breath between two pieces of work that are no loop."""
    breath = _breath.get()
    if breath is not None:
        breath()


def _with_breaths(items: Iterable[Item], breath: Callable[[], object]) -> Iterator[Item]:
    rest = iter(items)
    while piece := list(islice(rest, _EVERY)):
        yield from piece
        breath()
