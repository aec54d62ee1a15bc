"""A rehearsal in words: who crosses, what the crew managed, what to do about the peak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.rehearsal import CAPACITIES, Advice, Desks, Outcome, advise
from trailsdesk.i18n import _, plural

if TYPE_CHECKING:
    from trailsdesk.domain.rehearsal import Score
    from trailsdesk.services.rehearsal import Expected
    from trailsdesk.ui.style import Tone


def peak_words(found: Expected) -> str:
    """The busiest minute to be ready for, and how that was reckoned."""
    peak = found.peak
    if not peak.field:
        return _("Nobody is entered yet, so no peak can be expected.")
    rate = plural("{count} in the busiest minute", "{count} in the busiest minute",
                  peak.per_minute)  # fmt: skip
    if peak.finishers:
        how = _("{event} had {before} of its {finishers} in one minute; {field} are entered now")
        how = how.format(
            event=found.event_name,
            before=peak.before,
            finishers=peak.finishers,
            field=peak.field,
        )
    elif peak.effort_km is not None:
        how = _("an estimate from {field} entered over {effort} km-effort in {race}")
        how = how.format(field=peak.field, effort=f"{peak.effort_km:.0f}", race=found.race_label)
    else:
        how = _("a rough estimate from {field} entered; the race’s length would make it better")
        how = how.format(field=peak.field)
    return _("Expected: {rate} ({how}).").format(rate=rate, how=how)


def score_words(result: Score) -> str:
    """What the crew managed, in a sentence."""
    if not result.scored:
        return _("Nobody crossed, so there is nothing to tell.")
    right = result.count(Outcome.RIGHT)
    if right < 2 or result.median_delay_ms is None or result.worst_delay_ms is None:
        words = _("{right} of {count} were keyed with their bib: too few to tell a rate.")
        return words.format(right=right, count=len(result.scored))
    text = _(
        "You sustained {rate} a minute with {share} % errors; from shown to keyed it took"
        " {median} s as a rule and {worst} s at worst."
    )
    return text.format(
        rate=rate_words(result.sustained),
        share=round(100 * result.error_share),
        median=_seconds(result.median_delay_ms),
        worst=_seconds(result.worst_delay_ms),
    )


def rate_words(rate: float) -> str:
    """``9``, or ``3.5`` where halves matter."""
    return f"{rate:.1f}".removesuffix(".0") if rate < 10 else f"{rate:.0f}"


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.1f}"


def figures_of(result: Score) -> tuple[tuple[str, str], ...]:
    """How the runners shown came out: figures and captions."""
    return (
        (str(len(result.scored)), _("shown")),
        (str(result.count(Outcome.RIGHT)), _("right")),
        (str(result.count(Outcome.WRONG)), _("wrong bib")),
        (str(result.count(Outcome.BLANK)), _("without bib")),
        (str(result.count(Outcome.MISSED)), _("missed")),
        (str(len(result.extra)), _("too many")),
    )


def advice_words(result: Score, found: Expected) -> tuple[str, Tone]:
    """What to do about the peak, and whether that is good news."""
    peak = found.peak.per_minute
    if not peak:
        return "", "muted"
    advice = advise(result, peak)
    known = {each.desks: each.per_minute for each in CAPACITIES}
    words = {
        Advice.NOTHING_KEYED: _(
            "Key the bibs shown above in the box below, Enter for each, and try again."
        ),
        Advice.ENOUGH: _("The expected peak is {peak}: this crew is ready for it."),
        Advice.FASTER: _("The expected peak is {peak}: you kept up, so rehearse that rate now."),
        Advice.FEWER_ERRORS: _(
            "Slower is faster here: press Space for whoever is not read for certain, and fill the"
            " blanks with F3 when it is quiet. Then try the same rate again."
        ),
        Advice.SPOTTER: _(
            "The expected peak is {peak}: add a spotter who reads the bibs out before the line."
            " One keyboard with a spotter manages about {one} a minute."
        ),
        Advice.TWO_DESKS: _(
            "The expected peak is {peak}: part the work, one keys times with Space and another"
            " the bibs. Two people so manage up to {two} a minute."
        ),
        Advice.CHIPS: _(
            "The expected peak is {peak}: more than hands can key (about {two}). Use chips, or"
            " film the line and key from the film."
        ),
    }
    text = words[advice].format(peak=peak, one=known[Desks.ONE], two=known[Desks.TWO])
    return text, "good" if advice is Advice.ENOUGH else "warn"
