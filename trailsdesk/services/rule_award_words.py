"""The plan of awards in words: the chain, who may have how much, and the order of calling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import ages_text
from trailsdesk.domain.award_rules import (
    Award,
    AwardOrder,
    AwardScope,
    AwardTime,
    OnePrize,
    TeamBy,
)
from trailsdesk.i18n import _, plural
from trailsdesk.services.rule_sections import GENDER_WORDS, RuleSection, RuleTable, told

if TYPE_CHECKING:
    from trailsdesk.domain.award_rules import AwardsRule
    from trailsdesk.domain.rules import RuleSet

_SCOPES = {
    AwardScope.OVERALL: _("all together"),
    AwardScope.GENDER: _("women and men apart"),
    AwardScope.CATEGORY: _("in each category"),
    AwardScope.TEAM: _("clubs, by the points of the event"),
    AwardScope.FIRST_LOCAL: _("locals"),
    AwardScope.REGIONAL: _("of the region"),
    AwardScope.SPECIAL: _("special"),
}
_ONE_PRIZE = {
    OnePrize.NONE: _("A runner can have several prizes: every award stands on its own."),
    OnePrize.MOST_PRESTIGIOUS: _(
        "A runner keeps the prize that comes first in this list; in the others everybody behind"
        " moves up."
    ),
    OnePrize.BOTH_ENGRAVED: _(
        "A runner keeps the prize that comes first in this list and is named in the others too;"
        " their prizes pass to the next without one."
    ),
    OnePrize.ENGRAVED_ONLY: _(
        "A runner keeps the prize that comes first in this list and is named in the others too;"
        " their prizes are not given."
    ),
    OnePrize.NO_MOVE: _(
        "A runner keeps the prize that comes first in this list; in the others the place stays"
        " empty."
    ),
}
_ORDERS = {
    AwardOrder.YOUNGEST: _("Called from the youngest category to the oldest, overall last."),
    AwardOrder.OLDEST: _("Called from the oldest category to the youngest, overall last."),
    AwardOrder.AS_SET: _("Called in the order of this list."),
}
_TIMES = {AwardTime.GUN: _("by gun time"), AwardTime.NET: _("by net time")}


def awards_section(rules: RuleSet) -> RuleSection:
    """Who is honoured at an event and in the series."""
    rule = rules.awards
    series = (_("Series, in each category"), str(rule.series_depth), "")
    lines = [_("Who shares the last place on the list is on it too.")]
    if not rule.awards:
        table = RuleTable(
            header=(_("Prizes"), _("Places")),
            rows=(
                (_("Event, in each category"), str(rule.category_depth)),
                (_("Event, overall"), str(rule.overall_depth)),
                series[:2],
            ),
            right=frozenset({1}),
        )
    else:
        rows = (*((_name(each), _places(each), _about(each)) for each in rule.awards), series)
        table = RuleTable(
            header=(_("Prizes"), _("Places"), _("Who and how")), rows=rows, right=frozenset({1})
        )
    if rule.awards or rule.one_prize is not OnePrize.NONE:
        lines += _common(rule)
    sources = told((rule.source, *(award.source for award in rule.awards)))
    return RuleSection(
        key="awards",
        title=_("Prizes"),
        lines=tuple(lines),
        tables=(table,),
        sources=sources or (rule.source,),
    )


def _common(rule: AwardsRule) -> list[str]:
    """What holds for the chain as a whole."""
    lines = [_ONE_PRIZE[rule.one_prize]]
    if rule.most_prizes > 1:
        text = _("That begins with more than {count} prizes for one runner.")
        lines.append(text.format(count=rule.most_prizes))
    return [*lines, _ORDERS[rule.order]]


def _name(award: Award) -> str:
    scope = _scope(award)
    return f"{award.label}, {scope}" if award.label else scope[:1].upper() + scope[1:]


def _scope(award: Award) -> str:
    """Among whom; of clubs also what ranks them."""
    if award.scope is not AwardScope.TEAM or award.team_by is TeamBy.POINTS:
        return _SCOPES[award.scope]
    if award.team_by is TeamBy.PLACES:
        return plural(
            "clubs, by the place of their first finisher",
            "clubs, by the added places of their first {count} finishers",
            award.team_size,
        )
    return plural(
        "clubs, by the time of their first finisher",
        "clubs, by the added times of their first {count} finishers",
        award.team_size,
    )


def _places(award: Award) -> str:
    """How many places: ``3``, or from how many starters how many."""
    if not award.bands:
        return str(award.places)
    text = _("{places} from {starters} starters")
    return "; ".join(
        text.format(places=band.places, starters=band.from_starters) for band in award.bands
    )


def _about(award: Award) -> str:
    """The filters and the rest of one award."""
    pieces = [*_who(award)]
    if award.to_point:
        text = _("fastest from {start} to {end}")
        pieces.append(text.format(start=award.from_point, end=award.to_point))
    if award.time in _TIMES:
        pieces.append(_TIMES[award.time])
    if award.least_starters:
        text = plural("from {count} starter", "from {count} starters", award.least_starters)
        pieces.append(text)
    if award.combines:
        pieces.append(_("beside other prizes"))
    if award.prizes:
        pieces.append(", ".join(award.prizes))
    if award.sponsor:
        pieces.append(_("presented by {sponsor}").format(sponsor=award.sponsor))
    return " \N{MIDDLE DOT} ".join(pieces)


def _who(award: Award) -> list[str]:
    pieces = []
    if award.genders:
        pieces.append(", ".join(GENDER_WORDS[gender] for gender in award.genders))
    elif award.by_gender:
        pieces.append(_("women and men apart"))
    if not award.non_binary:
        pieces.append(_("women and men only"))
    if award.from_age is not None or award.to_age is not None:
        pieces.append(_("aged {ages}").format(ages=ages_text(award.from_age or 0, award.to_age)))
    from_where = (*award.cities, *award.clubs, *award.nations)
    if from_where:
        pieces.append(_("from {places}").format(places=", ".join(from_where)))
    pieces += [", ".join(listed) for listed in (award.categories, award.races) if listed]
    return pieces
