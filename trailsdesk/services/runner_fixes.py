"""What mends doubts about people: one runner or two, and a division that is not there."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from trailsdesk.domain.people import RunnerId
from trailsdesk.i18n import _
from trailsdesk.services.categories import choose_division
from trailsdesk.services.fix_case import MOST_BUTTONS, Case, Fix, PressFix
from trailsdesk.services.one_runner import answer, tell_apart, verdict_on, withdraw_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def _pair(case: Case) -> tuple[RunnerId, RunnerId]:
    params = case.problem.params
    return RunnerId(int(params["first_id"])), RunnerId(int(params["second_id"]))


def _doubtful(case: Case) -> Iterable[Fix]:
    first, second = _pair(case)
    for label, same in ((_("Same runner"), True), (_("Two runners"), False)):
        yield PressFix(label=label, act=partial(answer, case.season, first, second, same=same))


def _contradicted(case: Case) -> Iterable[Fix]:
    first, second = _pair(case)
    yield PressFix(
        label=_("They are two runners"),
        act=partial(answer, case.season, first, second, same=False),
    )
    verdict = verdict_on(case.season, first, second)
    if verdict is not None:
        yield PressFix(
            label=_("Take this answer back"), act=partial(withdraw_answer, case.season, verdict.id)
        )


def two_runners(case: Case) -> Iterable[Fix]:
    """A button that says of namesakes in one event that they are different people."""
    runners = sorted({entry.runner_id for entry in case.touched()})
    if len(runners) > 1:
        pairs = tuple(combinations(runners, 2))
        yield PressFix(label=_("Two runners"), act=partial(tell_apart, case.season, pairs))


def _division(case: Case) -> Iterable[Fix]:
    entry_id = case.entry.id
    yield PressFix(
        label=_("By age, no division"), act=partial(choose_division, case.season, entry_id, "")
    )
    for division in case.season.rules.categories.divisions[: MOST_BUTTONS - 1]:
        yield PressFix(
            label=division.label,
            act=partial(choose_division, case.season, entry_id, division.code),
        )


RUNNER_MAKERS: dict[str, Callable[[Case], Iterable[Fix]]] = {
    "category.division-unknown": _division,
    "runner.contradicted": _contradicted,
    "runner.doubtful": _doubtful,
}
