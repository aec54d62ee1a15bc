"""The clock of the line: the time of a key is when it was pressed, not when it was looked at."""

from __future__ import annotations

from trailsdesk.domain.chrono import Instant
from trailsdesk.ui.race_clock import LONGEST_WAIT_MS, RaceClock

WALL = 1_779_570_000_000


class Wall:
    def now_ms(self) -> Instant:
        return Instant(WALL)


class Hand:
    """A steady counter and a window system's counter, moved by hand; 700 ms lie between them."""

    def __init__(self, qtbot) -> None:
        self.at = 0
        self.clock = RaceClock(Wall(), lambda: self.at)

    def press(self, at: int, *, handled: int | None = None) -> int:
        """Press at one moment, handle it then or later; milliseconds since the anchor."""
        self.at = at if handled is None else handled
        return self.clock.pressed_ms(at + 700) - WALL


def test_a_key_handled_at_once_has_the_time_of_now(qtbot):
    hand = Hand(qtbot)
    assert [hand.press(at) for at in (10, 500, 900)] == [10, 500, 900]


def test_a_key_that_waited_has_the_time_it_was_pressed(qtbot):
    hand = Hand(qtbot)
    hand.press(10)
    assert hand.press(1_000, handled=1_600) == 1_000
    assert hand.press(1_200, handled=1_600) == 1_200
    assert hand.press(2_000) == 2_000


def test_without_times_of_the_window_system_now_counts(qtbot):
    hand = Hand(qtbot)
    hand.at = 300
    assert hand.clock.pressed_ms(0) == WALL + 300


def test_after_sleep_the_counters_are_put_together_anew(qtbot):
    hand = Hand(qtbot)
    hand.press(10)
    asleep = LONGEST_WAIT_MS + 60_000
    hand.at = 1_000 + asleep
    assert hand.clock.pressed_ms(1_000 + 700) == WALL + hand.at
    hand.at += 500
    assert hand.clock.pressed_ms(1_500 + 700) == WALL + hand.at
