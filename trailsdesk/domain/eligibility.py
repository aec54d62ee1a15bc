"""Who may be placed in a series: enough finishes and results, every quota met; or what lacks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import ResultStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.round_score import Score
    from trailsdesk.domain.selection import RoundQuota
    from trailsdesk.domain.series_rounds import SeriesRound
    from trailsdesk.domain.standing_rules import StandingsRule
    from trailsdesk.domain.tie_breaks import Tally

_OK = ResultStatus.OK


class Requirements:
    """What one list asks of a runner."""

    def __init__(
        self,
        rule: StandingsRule,
        rounds: Sequence[SeriesRound],
        quotas: Sequence[RoundQuota],
        race_codes: Mapping[RaceId, str],
        *,
        over_all: bool,
    ) -> None:
        self._rounds = rounds
        self._must_finish = rule.must_finish
        self._at_least = max(1, rule.at_least)
        self._quotas = [quota for quota in quotas if quota.at_least]
        self._race_codes = race_codes if over_all else None

    def missing(self, tally: Tally) -> tuple[bool, Note | None]:
        """Whether the runner is or can still become eligible, and what is missing for it."""
        scores = tally.scores
        if self._must_finish:
            finished = self._finished(scores, tally)
            if finished < self._must_finish:
                return self._lacks_finishes(scores, finished)
        if tally.scoring < self._at_least:
            everywhere = range(len(scores))
            return self._lacks(
                "standing.too-few", scores, everywhere, tally.scoring, self._at_least
            )
        for quota in self._quotas:
            have = sum(at in quota.rounds for at in tally.chosen)
            if have < quota.at_least:
                rounds = sorted(quota.rounds)
                return self._lacks(
                    "standing.quota", scores, rounds, have, quota.at_least, quota.label
                )
        return True, None

    def _finished(self, scores: Sequence[Score], tally: Tally) -> int:
        """Finishes in one and the same race."""
        if self._race_codes is None:
            if None not in tally.ranks:
                return len(scores)
            return sum(score.status is _OK for score in scores)
        codes = Counter(self._race_codes[one.race_id] for one in scores if one.status is _OK)
        return max(codes.values(), default=0)

    def _lacks_finishes(self, scores: Sequence[Score], finished: int) -> tuple[bool, Note]:
        to_come, missed = self._others(scores, range(len(scores)))
        can_be = finished + len(to_come) >= self._must_finish
        code = "standing.to-come" if can_be else "standing.not-eligible"
        params: dict[str, str | int] = {
            "finished": finished,
            "required": self._must_finish,
            "events": ", ".join(to_come if can_be else missed),
        }
        return can_be, Note(code=code, params=params)

    def _lacks(
        self,
        code: str,
        scores: Sequence[Score],
        rounds: Iterable[int],
        have: int,
        needed: int,
        label: str = "",
    ) -> tuple[bool, Note]:
        to_come, missed = self._others(scores, rounds)
        can_be = have + len(to_come) >= needed
        params: dict[str, str | int] = {
            "finished": have,
            "required": needed,
            "events": ", ".join(to_come if can_be else missed),
            "label": label,
        }
        return can_be, Note(code=f"{code}-to-come" if can_be else code, params=params)

    def _others(
        self, scores: Sequence[Score], rounds: Iterable[int]
    ) -> tuple[list[str], list[str]]:
        """Names of the rounds still to come, and of those without a finish."""
        to_come: list[str] = []
        missed: list[str] = []
        for at in rounds:
            one, score = self._rounds[at], scores[at]
            if one.is_to_come(score):
                to_come.append(one.event.name)
            elif score.status is not _OK:
                missed.append(one.event.name)
        return to_come, missed
