"""Many values made at once are the values made one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.many import many_of
from trailsdesk.domain.pace import breathing
from trailsdesk.domain.timing import Read, ReadId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thing:
    name: str
    size: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class _Careful:
    name: str
    known: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known.append(self.name)


@given(st.lists(st.tuples(st.text(max_size=5), st.integers())))
def test_columns_make_what_calls_make(rows: list[tuple[str, int]]) -> None:
    made = many_of(Read, len(rows), line=range(1, len(rows) + 1), bib=[b for b, _ in rows],
                   elapsed_ms=(ms for _, ms in rows), id=repeat(ReadId(3)))  # fmt: skip
    called = [
        Read(line=line, bib=bib, elapsed_ms=ms, id=ReadId(3))  # type: ignore[arg-type]
        for line, (bib, ms) in enumerate(rows, 1)
    ]
    assert made == called
    assert [hash(one) for one in made] == [hash(one) for one in called]


def test_what_has_no_column_has_its_default() -> None:
    assert many_of(_Thing, 2, name=["a", "b"]) == [_Thing(name="a"), _Thing(name="b")]


@pytest.mark.parametrize(
    "columns",
    [{}, {"name": ["a"]}, {"name": ["a", "b", "c"]}, {"name": iter(["a"])}],
    ids=["none", "too short", "too long", "ends early"],
)
def test_a_column_that_does_not_fit_is_a_mistake_of_the_caller(columns: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="name"):
        many_of(_Thing, 2, **columns)  # type: ignore[arg-type]


def test_what_is_no_field_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match="colour"):
        many_of(_Thing, 1, name=["a"], colour=["red"])


def test_a_type_that_acts_when_it_is_made_is_not_made_like_this() -> None:
    with pytest.raises(TypeError, match="__post_init__"):
        many_of(_Careful, 1, name=["a"])


def test_what_is_made_in_several_pieces_is_all_there_and_in_order() -> None:
    breaths: list[int] = []
    with breathing(lambda: breaths.append(1)):
        made = many_of(_Thing, 5000, name=(str(at) for at in range(5000)), size=range(5000))
    assert made == [_Thing(name=str(at), size=at) for at in range(5000)]
    assert len(breaths) > 6, "others come in between"
    with pytest.raises(ValueError, match="too few of name"):
        many_of(_Thing, 5000, name=(str(at) for at in range(4096)))
