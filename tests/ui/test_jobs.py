from __future__ import annotations

import gc
import threading
import time

import pytest
from PySide6.QtCore import QObject

from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import DiskFull, KnownError
from trailsdesk.ui import job_room
from trailsdesk.ui.job_room import Room
from trailsdesk.ui.jobs import Cancelled, InlineJobQueue, JobQueue, Progress


@pytest.fixture
def bugs():
    return []


@pytest.fixture
def known():
    return []


@pytest.fixture(params=["threads", "inline"])
def any_queue(request, qapp, bugs, known):
    kind = JobQueue if request.param == "threads" else InlineJobQueue
    made = kind(report_bug=lambda e, op: bugs.append((e, op)), known_error=known.append)
    yield made
    made.shutdown()


@pytest.fixture
def jobs(qapp, bugs, known):
    made = JobQueue(report_bug=lambda e, op: bugs.append((e, op)), known_error=known.append)
    yield made
    made.shutdown()


class Panel(QObject):
    """Asks for work and remembers what came."""

    def __init__(self):
        super().__init__()
        self.got = []

    def take(self, value):
        self.got.append((value, threading.current_thread()))


@pytest.mark.parametrize("door", ["write", "read", "compute"])
def test_results_arrive_on_the_thread_that_asked(any_queue, door):
    panel = Panel()
    getattr(any_queue, door)(lambda: 42, panel.take)
    assert any_queue.wait_idle()
    assert panel.got == [(42, threading.main_thread())]


def test_file_work_runs_on_one_thread_and_never_on_the_screen_s(jobs):
    seen = []
    for door in (jobs.write, jobs.read) * 5:
        door(lambda: seen.append(threading.current_thread()))
    assert jobs.wait_idle()
    assert len(set(seen)) == 1
    assert seen[0] is not threading.main_thread()


def test_pure_work_keeps_off_the_database_thread(jobs):
    seen = {}
    jobs.read(lambda: seen.update(read=threading.current_thread()))
    jobs.compute(lambda: seen.update(pure=threading.current_thread()))
    assert jobs.wait_idle()
    assert seen["read"] is not seen["pure"]


def test_writes_keep_their_order_and_go_before_waiting_reads(jobs):
    order, gate = [], threading.Event()
    jobs.read(gate.wait)
    jobs.read(lambda: order.append("read"))
    for number in range(20):
        jobs.write(lambda n=number: order.append(n))
    gate.set()
    assert jobs.wait_idle()
    assert order == [*range(20), "read"]


def test_a_known_error_goes_to_failed_only(any_queue, bugs, known):
    got = []

    def full():
        raise DiskFull(free="0")

    any_queue.write(full, lambda _v: got.append("done"), got.append)
    assert any_queue.wait_idle()
    assert len(got) == 1
    assert isinstance(got[0], DiskFull)
    assert not bugs
    assert not known


def test_a_known_error_nobody_waits_for_is_still_told(any_queue, known):
    def full():
        raise DiskFull

    any_queue.write(full)
    assert any_queue.wait_idle()
    assert [type(e) for e in known] == [DiskFull]


def test_anything_else_is_a_fault_of_the_program(any_queue, bugs):
    got = []
    any_queue.compute(lambda: 1 // 0, got.append, got.append, title="Measure")
    assert any_queue.wait_idle()
    assert not got
    assert [(type(e), title) for e, title in bugs] == [(ZeroDivisionError, "Measure")]


def test_always_is_called_however_a_job_ends(any_queue, bugs):
    ends = []

    def cancelled(progress):
        progress.cancel()
        progress.check()

    def refused():
        raise KnownError

    for work in (lambda: 1, lambda: 1 // 0, refused, cancelled):
        any_queue.read(work, None, lambda _e: None, always=lambda: ends.append(1))
    assert any_queue.wait_idle()
    assert ends == [1, 1, 1, 1]
    assert len(bugs) == 1


def test_the_thread_lives_on_after_a_fault(jobs, bugs):
    panel = Panel()
    jobs.write(lambda: 1 // 0)
    jobs.write(lambda: "next", panel.take)
    assert jobs.wait_idle()
    assert [value for value, _ in panel.got] == ["next"]
    assert len(bugs) == 1


def test_cancel_stops_a_job_at_its_next_check(jobs):
    begun, ends = threading.Event(), []

    def endless(progress):
        begun.set()
        while True:
            progress.check()
            time.sleep(0.001)

    handle = jobs.compute(endless, ends.append, cancelled=lambda: ends.append("cancelled"))
    assert begun.wait(5)
    handle.cancel()
    assert jobs.wait_idle()
    assert ends == ["cancelled"]


def test_a_job_cancelled_while_it_waits_never_begins(jobs):
    gate, ran, ends = threading.Event(), [], []
    jobs.write(gate.wait)
    handle = jobs.write(lambda: ran.append(1), cancelled=lambda: ends.append("cancelled"))
    handle.cancel()
    gate.set()
    assert jobs.wait_idle()
    assert not ran
    assert ends == ["cancelled"]


def test_results_for_a_closed_panel_are_dropped(jobs, bugs):
    gate, called = threading.Event(), []

    class Closing(QObject):
        def take(self, value):
            called.append(value)

    panel = Closing()
    jobs.read(gate.wait, panel.take, always=lambda: called.append("always"))
    panel.deleteLater()
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(panel, QEvent.Type.DeferredDelete.value)
    del panel
    gc.collect()
    gate.set()
    assert jobs.wait_idle()
    assert not called
    assert not bugs


def test_a_write_that_failed_is_told_even_when_its_panel_is_gone(jobs, known):
    gate = threading.Event()

    def fail():
        gate.wait()
        raise DiskFull

    panel = Panel()
    jobs.write(fail, panel.take, panel.take)
    import shiboken6

    shiboken6.delete(panel)
    gate.set()
    assert jobs.wait_idle()
    assert [type(e) for e in known] == [DiskFull]


def test_named_owner_counts_as_the_panel(jobs):
    import shiboken6

    gate, called = threading.Event(), []
    owner = QObject()
    jobs.read(gate.wait, lambda _v: called.append(1), owner=owner)
    shiboken6.delete(owner)
    gate.set()
    assert jobs.wait_idle()
    assert not called


def test_progress_is_shown_with_fraction_and_words(jobs):
    seen, gate = [], threading.Event()
    jobs.busy.connect(seen.append)

    def work(progress):
        progress.report(25, 100, "row 25")
        gate.wait(5)

    jobs.compute(work, title="Import entries")
    end = time.monotonic() + 5
    while not any(j.fraction for shot in seen for j in shot) and time.monotonic() < end:
        jobs.wait_idle(0.02)
    shown = next(j for shot in seen for j in shot if j.fraction)
    gate.set()
    assert jobs.wait_idle()
    assert (shown.title, shown.fraction, shown.text) == ("Import entries", 0.25, "row 25")
    assert shown.can_cancel
    assert seen[-1] == ()


def test_many_reports_do_not_flood_the_screen(jobs):
    seen = []
    jobs.busy.connect(seen.append)

    def work(progress):
        for number in range(50_000):
            progress.report(number, 50_000)

    jobs.compute(work, title="x")
    assert jobs.wait_idle(20)
    assert len(seen) < 200


def test_jobs_without_an_argument_cannot_be_cancelled_half_way(jobs):
    gate, seen = threading.Event(), []
    jobs.busy.connect(seen.append)
    jobs.write(gate.wait, title="Save")
    end = time.monotonic() + 5
    while not any(seen) and time.monotonic() < end:
        jobs.wait_idle(0.02)
    gate.set()
    assert jobs.wait_idle()
    assert not seen[0][0].can_cancel


def test_closing_lets_asked_for_writes_finish(qapp):
    made, kept, gate = JobQueue(), [], threading.Event()
    made.write(gate.wait)
    for number in range(50):
        made.write(lambda n=number: kept.append(n))
    made.read(lambda: kept.append("read"))
    threading.Timer(0.05, gate.set).start()
    made.shutdown()
    assert kept == list(range(50))
    with pytest.raises(RuntimeError, match="closed"):
        made.write(lambda: None)


def test_closing_twice_is_harmless(qapp):
    made = JobQueue()
    made.write(lambda: None)
    made.shutdown()
    made.shutdown()


def test_a_queue_that_goes_away_while_work_runs_does_not_bring_the_program_down(qapp):
    made, gate = JobQueue(), threading.Event()
    made.compute(gate.wait)
    gate.set()
    made.shutdown()
    del made
    gc.collect()
    qapp.processEvents()


def test_waiting_gives_up_after_its_time(jobs):
    gate = threading.Event()
    jobs.read(gate.wait)
    assert not jobs.wait_idle(0.05)
    gate.set()
    assert jobs.wait_idle()


def test_thousands_of_jobs_come_back_complete(jobs):
    panel = Panel()
    for number in range(3000):
        (jobs.read if number % 2 else jobs.compute)(lambda n=number: n, panel.take)
    assert jobs.wait_idle(30)
    assert sorted(value for value, _ in panel.got) == list(range(3000))


def test_inline_jobs_are_done_when_the_call_returns(qapp):
    made, got = InlineJobQueue(), []
    made.read(lambda: 1, got.append)
    assert got == [1]
    made.compute(lambda progress: progress.report(1, 2), lambda _v: got.append(2))
    assert got == [1, 2]
    made.shutdown()


def test_progress_knows_when_nobody_knows():
    progress = Progress()
    progress.report(5, 0, "reading")
    assert progress.fraction is None
    progress.report(7, 5)
    assert progress.fraction == 1.0
    progress.cancel()
    with pytest.raises(Cancelled):
        progress.check()


# -- urgent writes and room for keys --------------------------------------------------------------


def held(jobs):
    """A write that has begun and waits; returns what lets it go on."""
    begun, go_on = threading.Event(), threading.Event()
    jobs.write(lambda: (begun.set(), go_on.wait(5)))
    assert begun.wait(5)
    return go_on


def test_an_urgent_write_goes_before_those_that_wait(jobs):
    order = []
    go_on = held(jobs)
    jobs.read(lambda: order.append("read"))
    jobs.write(lambda: order.append("write"))
    jobs.write(lambda: order.append("first key"), urgent=True)
    jobs.write(lambda: order.append("second key"), urgent=True)
    go_on.set()
    assert jobs.wait_idle()
    assert order == ["first key", "second key", "write", "read"]


def test_between_two_steps_of_a_long_write_urgent_ones_go_first_and_only_they(jobs):
    order, threads = [], set()
    begun, go_on = threading.Event(), threading.Event()

    def long_write():
        begun.set()
        go_on.wait(5)
        for step in range(2):
            jobs.give_way()
            order.append(f"step {step}")

    def say(word):
        threads.add(threading.current_thread().name)
        order.append(word)

    jobs.write(long_write)
    assert begun.wait(5)
    jobs.write(lambda: say("other write"))
    jobs.read(lambda: say("read"))
    panel = Panel()
    jobs.write(lambda: say("key") or "kept", panel.take, urgent=True)
    jobs.write(lambda: say("key"), urgent=True)
    go_on.set()
    assert jobs.wait_idle()
    assert order == ["key", "key", "step 0", "step 1", "other write", "read"]
    assert threads == {"database"}
    assert panel.got == [("kept", threading.main_thread())]


def test_an_urgent_write_that_fails_in_between_harms_nobody(jobs, bugs, known):
    def long_write():
        begun.set()
        go_on.wait(5)
        jobs.give_way()
        return "whole"

    begun, go_on, panel = threading.Event(), threading.Event(), Panel()
    jobs.write(long_write, panel.take, title="import")
    assert begun.wait(5)
    jobs.write(fail_known, title="key", urgent=True)
    jobs.write(lambda: 1 / 0, title="key", urgent=True)
    go_on.set()
    assert jobs.wait_idle()
    assert panel.got == [("whole", threading.main_thread())]
    assert [type(bug) for bug, _ in bugs] == [ZeroDivisionError]
    assert len(known) == 1


def fail_known():
    raise KnownError("file.busy", name="x")


def test_giving_way_elsewhere_than_on_the_database_thread_does_nothing(jobs):
    order = []
    go_on = held(jobs)
    jobs.write(lambda: order.append("key"), urgent=True)
    jobs.give_way()
    assert order == []
    go_on.set()
    assert jobs.wait_idle()
    assert order == ["key"]


class StandingTime:
    """A clock that only moves while somebody sleeps."""

    def __init__(self):
        self.now = 100.0
        self.slept = 0.0

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds
        self.slept += seconds


@pytest.fixture
def clock(monkeypatch):
    standing = StandingTime()
    monkeypatch.setattr(job_room, "time", standing)
    return standing


def test_computations_stand_still_until_a_key_has_gone_through(clock):
    room = Room()
    room.wait()
    assert clock.slept == 0, "nobody types"
    room.hold(0.04)
    room.hold(0.01)
    room.wait()
    assert clock.now >= 100.04
    slept = clock.slept
    room.wait()
    assert clock.slept == slept, "the key is through"


def test_with_keys_without_end_computations_go_on_now_and_then(clock):
    room = Room()
    room.hold(1000)
    room.wait()
    slept = clock.slept
    assert 0 < slept < 1
    room.wait()
    assert clock.slept == slept, "a little is computed before they stand still again"
    clock.now += 1
    room.wait()
    assert clock.slept > slept


def test_computations_stand_still_while_what_was_worked_out_is_shown(clock):
    room = Room()
    room.window_works()
    room.wait()
    slept = clock.slept
    assert 0.04 < slept < 0.1, "long work of the window is not ended sooner by waiting for it"
    room.window_works()
    room.window_paints()
    room.wait()
    assert 0.01 < clock.slept - slept < 0.04
    slept = clock.slept
    room.window_works()
    room.hold(1)
    room.close()
    room.wait()
    assert clock.slept == slept, "nobody waits for a window that goes"


def test_what_is_being_shown_makes_room_for_itself(jobs, monkeypatch):
    order = []
    monkeypatch.setattr(Room, "window_works", lambda _room: order.append("room"))
    monkeypatch.setattr(Room, "window_paints", lambda _room: order.append("paint"))
    jobs.compute(lambda: "rows", order.append)
    assert jobs.wait_idle()
    assert order[-3:] == ["room", "rows", "paint"]


def test_computations_and_only_they_are_asked_to_stand_still(jobs, monkeypatch):
    asked = set()
    monkeypatch.setattr(
        Room, "wait", lambda _room: asked.add(threading.current_thread().name.partition("_")[0])
    )
    for door in (jobs.write, jobs.read, jobs.compute):
        door(lambda: sum(paced(range(1000))))
    assert jobs.wait_idle()
    assert asked == {"compute"}


def test_a_key_and_an_urgent_write_make_room(jobs, monkeypatch):
    said = []
    monkeypatch.setattr(Room, "hold", lambda _room, seconds: said.append("hold"))
    monkeypatch.setattr(Room, "release", lambda _room, seconds: said.append("release"))
    jobs.write(lambda: None)
    jobs.compute(lambda: None)
    assert jobs.wait_idle()
    assert said == []
    jobs.make_room()
    assert said == ["hold"]
    jobs.write(lambda: None, urgent=True)
    assert jobs.wait_idle()
    assert said == ["hold", "hold", "release"], "until what came of it is painted"


def test_room_is_given_back_when_what_it_was_made_for_is_done(clock):
    room = Room()
    room.hold(0.15)
    room.release(0.04)
    room.wait()
    assert clock.now < 100.1


def test_long_writes_stand_still_for_a_key_too_and_take_what_it_brings(jobs, monkeypatch):
    order = []

    def wait(_room, meanwhile=None):
        order.append("room")
        jobs.write(lambda: order.append("key"), urgent=True)
        meanwhile()

    monkeypatch.setattr(Room, "wait", wait)
    jobs.write(lambda: (jobs.give_way(), order.append("next step")))
    assert jobs.wait_idle()
    assert order == ["room", "key", "next step"]
