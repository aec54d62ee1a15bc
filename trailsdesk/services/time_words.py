"""A timing file in words: what it is, what a person checks before taking it, what it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    SECOND_MS,
    Duration,
    Instant,
    format_clock,
    format_elapsed,
    local_date,
    parse_elapsed,
)
from trailsdesk.domain.problems import Note
from trailsdesk.i18n import _, day_words, message, plural

if TYPE_CHECKING:
    from trailsdesk.services.source_roles import RoleEffect
    from trailsdesk.services.time_import import TimePlan

MOST_LISTED = 200
"""Lines a person would look through; beyond them the file is another one, or another format."""


def moment_words(instant_ms: Instant, zone: str) -> str:
    """A time of day, with its tenth where it is no whole second."""
    clock = format_clock(instant_ms, zone)
    return f"{clock}.{instant_ms % 1000 // 100}" if instant_ms % 1000 else clock


def offset_words(offset_ms: int) -> str:
    """A correction of a clock with its sign; empty for none."""
    if not offset_ms:
        return ""
    sign = "+" if offset_ms > 0 else "\N{MINUS SIGN}"
    return sign + format_elapsed(abs(offset_ms), 100 if offset_ms % 1000 else 1000)


def parse_offset(text: str) -> Duration | None:
    """A correction as typed: ``12``, ``-3.5`` seconds, ``+1:00:00``; None when it is none."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    return parse_elapsed(plain.removeprefix("+").strip(), seconds=True)


def what_it_is(plan: TimePlan, name: str) -> str:
    """The file in one line: what it was recognised as, how much, what was not understood."""
    pieces = [
        _(plan.label) if plan.label else _("Table of times"),
        plural("{count:,} read", "{count:,} reads", len(plan.drafts)),
    ]
    odd = plan.odd_rows
    if odd and plan.mapped is not None:
        pieces.append(plural("{count:,} row without any", "{count:,} rows without any", odd))
    elif odd:
        pieces.append(
            plural("{count:,} line not understood", "{count:,} lines not understood", odd)
        )
    if odd > MOST_LISTED:
        pieces.append(_("the first {count} are listed").format(count=MOST_LISTED))
    return f"{name}: " + ", ".join(pieces)


def time_facts(plan: TimePlan, zone: str) -> list[str]:
    """What a person checks before taking a timing file, one sentence each."""
    found = [_span_words(plan, zone), _day_fact(plan), _known_words(plan)]
    found += [message(Note(code=c, params={"count": n})) for c, n in plan.left_out.items()]
    if plan.guns:
        clocks = ", ".join(moment_words(gun, zone) for gun in plan.guns[:3])
        found.append(
            _("It has a gun at {times}; no race is given it unless you say so.").format(
                times=clocks
            )
        )
    return [words for words in found if words]


def _span_words(plan: TimePlan, zone: str) -> str:
    first, last = plan.first, plan.last
    if first is None or last is None:
        return ""
    if first.instant_ms is None or last.instant_ms is None:
        span = [format_elapsed(each.elapsed_ms or 0) for each in (first, last)]
        return _("First {first}, last {last} after the gun.").format(first=span[0], last=span[1])
    moments = [Instant(each + plan.offset_ms) for each in (first.instant_ms, last.instant_ms)]
    days = [local_date(each, zone) for each in moments]
    clocks = [moment_words(each, zone) for each in moments]
    if days[0] == days[1]:
        words = _("First {first}, last {last} on {day}").format(
            first=clocks[0], last=clocks[1], day=day_words(days[0])
        )
    else:
        words = _("First {first} on {day}, last {last} on {other}").format(
            first=clocks[0], day=day_words(days[0]), last=clocks[1], other=day_words(days[1])
        )
    if not plan.offset_ms:
        return words + "."
    corrected = _("{words}, clock corrected by {offset}.")
    return corrected.format(words=words, offset=offset_words(plan.offset_ms))


def _day_fact(plan: TimePlan) -> str:
    if plan.days is None:
        return ""
    first, last = plan.days
    if first == last:
        return _("Times without a date are put on {day}.").format(day=day_words(first))
    words = _("Times without a date are put on {day}, past midnight on {other}.")
    return words.format(day=day_words(first), other=day_words(last))


def _known_words(plan: TimePlan) -> str:
    people, pieces = plan.known_people, []
    if people.chips + people.chips_unknown:
        total = people.chips + people.chips_unknown
        words = plural("{count} chip", "{count} chips", total)
        if people.chips_unknown:
            words = _("{known} of {chips} known").format(known=people.chips, chips=words)
            words += ", " + plural("{count} without a bib", "{count} without a bib",
                                   people.chips_unknown)  # fmt: skip
        else:
            words += ", " + _("all known")
        pieces.append(words)
    if people.bibs + people.bibs_unknown:
        total = people.bibs + people.bibs_unknown
        words = plural("{count} bib", "{count} bibs", total)
        if people.bibs_unknown:
            words += ", " + plural(
                "{count} worn by nobody", "{count} worn by nobody", people.bibs_unknown
            )
        else:
            words += ", " + _("all known")
        pieces.append(words)
    return "; ".join(pieces) + "." if pieces else ""


def effect_words(effect: RoleEffect) -> str:
    """What two sources of the same runners mean, in one or two sentences; empty for none."""
    if not effect.shared:
        return ""
    words = plural(
        "{count} runner has a time already", "{count} runners have a time already", effect.shared
    )
    if not effect.differing:
        return _("{words}, and none differs.").format(words=words)
    span = _seconds(effect.least_ms, effect.most_ms)
    differ = plural("{count} differs", "{count} differ", effect.differing)
    words = f"{words}; {differ}" + (_(" by {span}.").format(span=span) if span else ".")
    if not effect.moves:
        return words + " " + _("No time that counts depends on it.")
    if not effect.places:
        return (
            words
            + " "
            + plural(
                "{count} time that counts would change.",
                "{count} times that count would change.",
                effect.times,
            )
        )
    times = plural("{count} time", "{count} times", effect.times)
    places = plural("{count} place", "{count} places", effect.places)
    return words + " " + _("{times} and {places} would change.").format(times=times, places=places)


def _seconds(least_ms: int, most_ms: int) -> str:
    if not most_ms:
        return ""
    if most_ms >= 60 * SECOND_MS:
        return _("up to {time}").format(time=format_elapsed(most_ms))
    least, most = (f"{ms / SECOND_MS:.1f}" for ms in (least_ms, most_ms))
    if least == most:
        return _("{seconds} s").format(seconds=most)
    return _("{least} to {most} s").format(least=least, most=most)
