"""The clock of the line: the time of a key is when it was pressed, not when it was looked at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from trailsdesk.domain.chrono import Instant, format_clock
from trailsdesk.ui.race_clock import (
    LONGEST_WAIT_MS,
    RESTING_MS,
    SLEEP_MS,
    TICK_MS,
    RaceClock,
    slept_ms,
    steady_ms,
)

WALL = 1_779_570_000_000


class Wall:
    def now_ms(self) -> Instant:
        return Instant(WALL)


class Hand:
    """A steady counter and a window system's counter, moved by hand; 700 ms lie between them."""

    def __init__(self, qtbot) -> None:
        self.at = self.slept = 0
        self.clock = RaceClock(Wall(), lambda: self.at, slept=lambda: self.slept)

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


def test_after_a_short_sleep_a_key_is_not_taken_for_one_that_waited(qtbot):
    hand = Hand(qtbot)
    hand.press(10)
    hand.slept = 3_000  # the steady counter went on meanwhile, that of the window system did not
    hand.at = 4_500
    assert hand.clock.pressed_ms(1_500 + 700) == WALL + hand.at
    assert hand.press(1_900, handled=4_900) == 4_900
    assert hand.press(2_000, handled=5_400) == 5_000  # and this one did wait, for 400 ms


def test_a_key_that_waited_long_is_believed_when_the_program_stood_still(qtbot):
    hand = Hand(qtbot)
    hand.clock.run(True)
    hand.press(10)
    hand.at = 100
    hand.clock.tick()
    # Nothing moves for twelve seconds, while three keys are pressed.
    assert hand.press(2_000, handled=12_100) == 2_000
    hand.at = 12_150
    hand.clock.tick()
    assert hand.press(6_000, handled=12_300) == 6_000
    assert hand.press(11_900, handled=12_350) == 11_900
    assert hand.press(13_000) == 13_000


def test_a_long_wait_is_not_believed_of_a_program_that_was_awake(qtbot):
    hand = Hand(qtbot)
    hand.clock.run(True)
    hand.press(10)
    for hand.at in range(100, 60_000, 100):
        hand.clock.tick()
    assert hand.press(30_000, handled=60_000) == 60_000


def test_counters_that_drift_apart_over_hours_take_no_time_away(qtbot):
    hand = Hand(qtbot)
    for minute in range(10 * 60):
        hand.at = minute * 60_000
        drift = minute * 6  # 100 in a million: 3.6 s in ten hours
        shown = hand.clock.pressed_ms(hand.at + 700 - drift) - WALL
        assert 0 <= hand.at - shown <= 70, minute


class Moved:
    """A computer's clock that is moved by hand beside a steady counter."""

    def __init__(self, qtbot) -> None:
        self.steady = 0
        self.moved = 0
        self.told = []
        self.clock = RaceClock(self, lambda: self.steady)
        self.clock.jumped.connect(self.told.append)

    def now_ms(self) -> Instant:
        return Instant(WALL + self.steady + self.moved)


def test_the_computers_clock_moved_both_ways_changes_no_instant(qtbot):
    moved = Moved(qtbot)
    for step, ahead in ((3_600_000, 3_600_000), (-7_200_000, -3_600_000), (3_600_000, 0)):
        moved.steady += 1_000
        moved.moved += step
        moved.clock.tick()
        assert moved.told[-1] == ahead
        assert moved.clock.now_ms() == WALL + moved.steady


def test_a_drift_of_parts_of_a_second_is_never_told(qtbot):
    moved = Moved(qtbot)
    for _second in range(10_000):
        moved.steady += 1_000
        moved.moved += 1
        moved.clock.tick()
    assert moved.told == []


def test_a_laptop_that_slept_has_not_been_moved(qtbot):
    moved = Moved(qtbot)
    moved.steady += 4 * 3_600_000  # both counters go on through the sleep
    moved.clock.tick()
    assert moved.told == []
    assert moved.clock.now_ms() == WALL + moved.steady


def test_following_the_computer_is_a_decision_and_moves_only_what_comes_after(qtbot):
    moved = Moved(qtbot)
    before = moved.clock.now_ms()
    moved.moved = 60_000
    moved.clock.tick()
    moved.clock.follow()
    assert moved.clock.now_ms() == before + 60_000
    assert moved.told[-1] == 0


def test_the_clock_goes_on_looking_while_nobody_looks_at_it(qtbot):
    moved = Moved(qtbot)
    watchers = (object(), object())
    for who in watchers:
        moved.clock.run(True, who)
    moved.clock.run(False, watchers[0])
    assert moved.clock._timer.interval() == TICK_MS  # one of them still looks
    moved.clock.run(False, watchers[1])
    assert moved.clock._timer.interval() == RESTING_MS
    assert moved.clock._timer.isActive()


def test_the_steady_counter_of_this_computer_only_goes_forward():
    counter, slept = steady_ms(), slept_ms()
    seen = [counter() for _look in range(1_000)]
    assert seen == sorted(seen)
    assert slept() >= -SLEEP_MS


@pytest.mark.parametrize(
    ("gun", "zone"),
    [
        # The clocks go back an hour at 3:00 on 5 April 2026, forward at 2:00 on 27 September.
        (datetime(2026, 4, 4, 13, 30, tzinfo=UTC), "Pacific/Auckland"),
        (datetime(2026, 9, 26, 13, 30, tzinfo=UTC), "Pacific/Auckland"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "Europe/Vienna"),
    ],
)
def test_a_night_of_changed_clocks_is_as_long_as_it_is(qtbot, gun, zone):
    moved = Moved(qtbot)
    start = Instant(int(gun.timestamp() * 1000))
    moved.moved = start - WALL
    moved.clock.follow()
    moved.steady += 2 * 3_600_000
    moved.clock.tick()
    assert moved.told[-1] == 0
    assert moved.clock.now_ms() - start == 2 * 3_600_000
    shown = format_clock(moved.clock.now_ms(), zone), format_clock(start, zone)
    hours = (int(shown[0][:2]) - int(shown[1][:2])) % 24
    assert hours in (1, 3)  # what a wall clock says of the same two hours
