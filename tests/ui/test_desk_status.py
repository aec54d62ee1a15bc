"""What the status bar says of the field, on every panel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trailsdesk.domain.chrono import Instant
from trailsdesk.services.raceday import FieldState
from trailsdesk.ui.desk_status import DeskFacts, segments
from trailsdesk.ui.shell import Shell, StatusSegment

NOW = Instant(1_779_582_000_000)
RACING = FieldState(
    entered=10, started=9, finished=4, withdrawn=2, on_course=3, gun_ms=Instant(NOW - 7_200_000)
)


def said(field: FieldState) -> list[str]:
    """The counts in words, between the clocks and what is saved."""
    found = segments(DeskFacts(now_ms=NOW, zone="Pacific/Auckland", field=field))
    return [
        f"{each.strong} {each.text}".strip()
        for each in found
        if each.key not in {"clock", "race", "saved"}
    ]


def out(field: FieldState) -> StatusSegment:
    found = segments(DeskFacts(now_ms=NOW, zone="Pacific/Auckland", field=field))
    return next(each for each in found if each.key == "out")


def test_before_the_gun_only_the_entries_are_counted() -> None:
    waiting = FieldState(entered=10, started=0, finished=0, withdrawn=0, on_course=0, gun_ms=None)
    assert said(waiting) == ["10 entered"]


def test_the_whole_field_is_counted_and_nobody_twice() -> None:
    assert said(RACING) == ["9 started", "4 in", "2 withdrawn", "3 out there"]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (replace(RACING, on_course=0, awaited=2), "2 withdrawn, not back yet"),
        (replace(RACING, on_course=0, awaited=2, waiting=1), "1 wait for their start"),
        (replace(RACING, on_course=1, awaited=2, waiting=1), "1 out there"),
    ],
)
def test_as_long_as_anybody_is_left_it_says_who_and_never_nobody(
    field: FieldState, words: str
) -> None:
    assert said(field)[-1] == words
    assert out(field).tone != "good"
    assert f"not seen back yet: {field.awaited}" in out(field).tooltip


def test_all_accounted_for_is_said_in_words_with_a_tick_and_in_green() -> None:
    segment = out(replace(RACING, on_course=0, accounted=True))
    assert (segment.text, segment.icon, segment.tone) == ("All accounted for", "done", "good")


def test_who_is_out_there_stays_in_a_narrow_window_when_other_words_leave(qtbot, qapp) -> None:
    shell = Shell()
    qtbot.addWidget(shell)
    shell.show()
    for field in (RACING, replace(RACING, on_course=0, accounted=True)):
        shell.set_status(
            segments(DeskFacts(now_ms=NOW, zone="Pacific/Auckland", field=field, saved_ms=NOW))
        )
        boxes = shell._segments
        leaving = shell._droppable()
        assert boxes["out"].box not in leaving
        assert boxes["started"].box in leaving
        assert boxes["out"].picture.isHidden() is not field.accounted
    assert "All accounted for" in shell.status_text()
    shell.set_status(
        segments(DeskFacts(now_ms=NOW, zone="Pacific/Auckland", field=RACING, saved_ms=NOW))
    )
    assert shell._segments["out"].picture.isHidden()
