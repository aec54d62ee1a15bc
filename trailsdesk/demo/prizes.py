"""The prizegiving of the made-up season: results made official, awards called, a spot draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.demo.clock import moment
from trailsdesk.domain.award_rules import AwardScope
from trailsdesk.domain.publication import PublishedAs
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.domain.spot_draw import DrawPool
from trailsdesk.services import awards, publishing, results, spot_draw

if TYPE_CHECKING:
    from trailsdesk.demo.clock import DemoClock
    from trailsdesk.domain.event import Event
    from trailsdesk.services.season import Season

ACTOR = "demo"
SEED = "DEMO-2026-TRLS"
PRIZES = (
    ("A made-up pair of shoes", "Imaginary Outfitters"),
    ("A voucher for invented pies", "The Fictional Bakery"),
    ("A head torch that is not there", "Imaginary Outfitters"),
)
REASON = "Left the marked course at the second made-up gate."


def publish(season: Season, clock: DemoClock, event: Event) -> None:
    """Who was never seen did not start; races of which all are accounted for become official."""
    clock.set(moment(event, 0, 16))
    seen = season.event_reads(event.id).entries
    for race in season.data.races_of(event.id):
        pending = {
            row.entry_id
            for row in results.result_rows(season, race.id)
            if row.result.status is ResultStatus.PENDING
        }
        for entry_id in sorted(pending - set(seen)):
            results.rule_on(season, entry_id, RulingKind.DNS, "Not seen all day.", ACTOR)
        still_out = not pending.isdisjoint(seen)
        kind = PublishedAs.PROVISIONAL if still_out else PublishedAs.OFFICIAL
        publishing.publish(season, race.id, kind, ACTOR)


def give_prizes(season: Season, clock: DemoClock, event: Event, race_code: str = "") -> None:
    """Every award with a winner is called, or those of a race, and its first prize handed over."""
    clock.set(moment(event, 0, 16, 30))
    for award in awards.award_view(season, event.id):
        group = award.group
        if group.prizes and race_code in ("", group.race_code):
            awards.announce(season, event.id, group.key, ACTOR)
            first = group.prizes[0].entry_ids[0]
            awards.hand_out(season, event.id, group.key, first, ACTOR)


def draw_prizes(season: Season, clock: DemoClock, event: Event) -> None:
    """Three spot prizes among who finished; the first is handed over."""
    clock.set(moment(event, 0, 17))
    plan = spot_draw.planned(
        season, event.id, DrawPool.FINISHERS, seed=SEED, title="Spot prizes", actor=ACTOR
    )
    kept = spot_draw.keep_draw(season, plan, PRIZES)
    spot_draw.draw_all(season, kept.id)
    spot_draw.hand_out(season, spot_draw.prizes_of(season, kept.id)[0].id)


def jury_meets(season: Season, clock: DemoClock, event: Event) -> None:
    """A day later the winner of a category loses the place: award and results are others now."""
    clock.set(moment(event, 1, 10))
    for award in awards.award_view(season, event.id):
        group = award.group
        if group.scope is AwardScope.CATEGORY and group.race_code == "short" and group.prizes:
            entry_id = group.prizes[-1].entry_ids[0]
            results.rule_on(season, entry_id, RulingKind.DSQ, REASON, ACTOR)
            return
