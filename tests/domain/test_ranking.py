from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.ranking import rank
from trailsdesk.domain.rules import TieRule

values = st.lists(st.tuples(st.integers(0, 5), st.integers()), max_size=20)


def test_equal_keys_share_a_rank() -> None:
    items = [("a", 10), ("b", 20), ("c", 20), ("d", 30)]
    assert [place for place, _ in rank(items, lambda item: item[1])] == [1, 2, 2, 4]
    dense = rank(items, lambda item: item[1], TieRule.SAME_RANK_DENSE)
    assert [place for place, _ in dense] == [1, 2, 2, 3]


def test_a_key_may_have_several_parts() -> None:
    items = [(2, 1), (1, 2), (1, 1), (1, 1)]
    assert rank(items, lambda item: item) == [(1, (1, 1)), (1, (1, 1)), (3, (1, 2)), (4, (2, 1))]


def test_nobody_gets_no_rank() -> None:
    assert rank([], lambda item: item) == []


@given(values, st.randoms(use_true_random=False), st.sampled_from(TieRule))
def test_ranks_do_not_depend_on_the_order_of_arrival(
    items: list[tuple[int, int]], random: object, tie: TieRule
) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = sorted((place, item) for place, item in rank(items, lambda item: item[0], tie))
    other = sorted((place, item) for place, item in rank(shuffled, lambda item: item[0], tie))
    assert one == other


@given(values)
def test_a_rank_counts_those_who_were_better(items: list[tuple[int, int]]) -> None:
    for place, item in rank(items, lambda item: item[0]):
        assert place == 1 + sum(other[0] < item[0] for other in items)
    dense = [place for place, _ in rank(items, lambda item: item[0], TieRule.SAME_RANK_DENSE)]
    assert sorted(set(dense)) == list(range(1, len({item[0] for item in items}) + 1))
