"""Work off the user-interface thread.

Three doors, one promise: a job is a plain function of frozen inputs; what it returns arrives on
the user-interface thread, or not at all when the panel that asked is gone.

* :meth:`JobQueue.write` and :meth:`JobQueue.read` run one after the other on ONE thread, the only
  one that touches the series file. Urgent writes that wait go first, then writes, then reads; in
  between the steps of long work (:meth:`JobQueue.give_way`) the urgent ones go as well.
* :meth:`JobQueue.compute` runs pure work (parsing, measuring a track, PDF) on a small pool.

A worker never owns or touches a QObject: it is given one bound signal of the queue's post box.
"""

from __future__ import annotations

import atexit
import inspect
import itertools
import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, TypeVar, Unpack

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal

from trailsdesk.domain.pace import breathing
from trailsdesk.domain.problems import KnownError
from trailsdesk.ui.job_room import Room

Result = TypeVar("Result")
Work = Callable[[], Result] | Callable[["Progress"], Result]
Outcome = Literal["done", "failed", "cancelled", "bug"]
Kind = Literal["write", "read", "compute"]

_REPORT_EVERY_S = 0.05
_ETA_AFTER_S = 1.0
_KEY_S = 0.04
"""What a key needs to be heard and what it brings to be painted."""
_URGENT_S = 0.15
"""As long an urgent write is waited for; the file may be slow."""


class JobOptions(TypedDict, total=False):
    """What may be said of any job besides its work and its answer.

    * ``title``: what the progress strip says ("Import entries"), in the user's language.
    * ``owner``: when this object is gone by then, nothing is called. Taken from the callbacks by
      itself where they are methods of a QObject.
    * ``cancelled``: called instead of ``done`` when the job was cancelled.
    * ``always``: called last, however the job ended (give back a button).
    * ``urgent``: a short write that may go before others and in the middle of a long one.
    """

    title: str
    owner: QObject | None
    cancelled: Callable[[], object] | None
    always: Callable[[], object] | None
    urgent: bool


class Cancelled(Exception):
    """Raised inside a job by :meth:`Progress.check` after the user pressed Cancel."""


class Progress:
    """What a running job may say and must ask. Safe to use from any thread."""

    def __init__(self, tell: Callable[[], None] | None = None) -> None:
        self._tell = tell
        self._cancelled = threading.Event()
        self._state: tuple[float | None, str] = (None, "")
        self._told = 0.0

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say how far the job is; ``total`` 0 means nobody knows. Cheap: may be called per row."""
        self._state = (min(1.0, done / total) if total > 0 else None, text)
        now = time.monotonic()
        if self._tell is not None and now - self._told >= _REPORT_EVERY_S:
            self._told = now
            self._tell()

    def check(self) -> None:
        """Stop here when the user cancelled.

        Raises:
            Cancelled: let it pass through; the job's transaction is rolled back by it.
        """
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the job to stop at its next :meth:`check`."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether Cancel was pressed."""
        return self._cancelled.is_set()

    @property
    def fraction(self) -> float | None:
        """0 to 1, or ``None`` while unknown."""
        return self._state[0]

    @property
    def text(self) -> str:
        """The last words reported."""
        return self._state[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningJob:
    """A job as the progress strip shows it; times in seconds."""

    id: int
    title: str
    fraction: float | None
    eta_s: float | None
    text: str
    can_cancel: bool
    running_s: float


class JobHandle:
    """What the asker holds: enough to cancel."""

    def __init__(self, job_id: int, progress: Progress) -> None:
        self.id = job_id
        self._progress = progress

    def cancel(self) -> None:
        """Ask the job to stop; a job that has not begun never begins."""
        self._progress.cancel()


@dataclass(eq=False, slots=True, kw_only=True)
class _Job:
    id: int
    kind: Kind
    work: Callable[..., Any]
    wants_progress: bool
    progress: Progress
    title: str
    done: Callable[[Any], object] | None
    failed: Callable[[KnownError], object] | None
    cancelled: Callable[[], object] | None
    always: Callable[[], object] | None
    owners: tuple[QObject, ...]
    urgent: bool = False
    started_s: float | None = None
    outcome: Outcome = "done"
    value: Any = None

    def run(self, post: Callable[[object, str], None]) -> None:
        """Do the work and post the outcome: the one boundary no exception may pass."""
        try:
            self.progress.check()
            self.started_s = time.monotonic()
            post(self, "begun")
            self.value = self.work(self.progress) if self.wants_progress else self.work()
        except Cancelled:
            self.outcome = "cancelled"
        except KnownError as error:
            self.outcome, self.value = "failed", error
        except Exception as error:
            self.outcome, self.value = "bug", error
        post(self, "ended")

    def let_go(self) -> None:
        """Hold on to nothing any more: neither to what was computed nor to those who asked."""
        self.progress._tell = None  # noqa: SLF001 - its own module
        self.work, self.value, self.owners = _nothing, None, ()
        self.done = self.failed = self.cancelled = self.always = None


def _nothing() -> None:
    """The work of a job that has ended."""


class _PostBox(QObject):
    posted = Signal(object, str)


class JobQueue(QObject):
    """Runs jobs and brings their results back; see the module's text.

    Args:
        report_bug: told about every exception that is not a ``KnownError``, with the job's title.
        known_error: told about a ``KnownError`` when the asker gave no ``failed``.
    """

    busy = Signal(object)
    """Tuple of :class:`RunningJob` whenever one begins, reports or ends."""

    _idle = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        report_bug: Callable[[BaseException, str], None] | None = None,
        known_error: Callable[[KnownError], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._report_bug = report_bug
        self._known_error = known_error
        self._numbers = itertools.count(1)
        self._jobs: dict[int, _Job] = {}
        self._begun: dict[int, _Job] = {}
        self._box = _PostBox(self)
        self._box.posted.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._room = Room()
        self._database: _DatabaseThread | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._closed = False

    # -- asking ---------------------------------------------------------------------------------

    def write(
        self,
        fn: Work[Result],
        done: Callable[[Result], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        **options: Unpack[JobOptions],
    ) -> JobHandle:
        """Change the file on the database thread.

        Args:
            fn: the work; when it takes one argument it is given a :class:`Progress`.
            done: gets what ``fn`` returned, on the user-interface thread.
            failed: gets a ``KnownError``; everything else goes to the bug reporter.
            options: see :class:`JobOptions`.
        """
        return self._ask("write", fn, done, failed, options)

    def read(
        self,
        fn: Work[Result],
        done: Callable[[Result], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        **options: Unpack[JobOptions],
    ) -> JobHandle:
        """Read the file on the database thread; arguments as in :meth:`write`."""
        return self._ask("read", fn, done, failed, options)

    def compute(
        self,
        fn: Work[Result],
        done: Callable[[Result], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        **options: Unpack[JobOptions],
    ) -> JobHandle:
        """Pure work on the pool, away from the file; arguments as in :meth:`write`."""
        return self._ask("compute", fn, done, failed, options)

    def cancel(self, job_id: int) -> None:
        """Cancel a job by number; one that ended already is left alone."""
        job = self._jobs.get(job_id)
        if job is not None:
            job.progress.cancel()

    def give_way(self) -> None:
        """Between two steps of long work on the database thread: do what is urgent first.

        The caller must have nothing under way in the file. Of no effect on other threads.
        """
        if self._database is not None and self._database.is_here():
            self._database.give_way()
            self._room.wait(self._database.give_way)

    def make_room(self) -> None:
        """A key was pressed: computations stand still for a moment and let it through."""
        self._room.hold(_KEY_S)

    @property
    def quiet_s(self) -> float:
        """How long nobody has typed or changed anything."""
        return self._room.quiet_s

    def running(self) -> tuple[RunningJob, ...]:
        """The jobs that have begun, oldest first."""
        now = time.monotonic()
        return tuple(_as_seen(job, now) for job in self._begun.values())

    def wait_idle(self, timeout_s: float = 5.0) -> bool:
        """Turn the event loop until all results have arrived; false when time ran out."""
        until = time.monotonic() + timeout_s
        # A result on its way may ask for more: idle once is not idle at the end.
        while self._jobs and (left_s := until - time.monotonic()) > 0:
            # A real event loop: it gives the interpreter to the workers while it waits.
            loop = QEventLoop()
            timer = QTimer()
            timer.setSingleShot(True)
            timer.timeout.connect(loop.quit)
            self._idle.connect(loop.quit)
            timer.start(max(1, round(left_s * 1000)))
            loop.exec()
            self._idle.disconnect(loop.quit)
        return not self._jobs

    def shutdown(self) -> None:
        """Let every asked-for write finish, drop the rest, end the threads. No results follow."""
        if self._closed:
            return
        self._closed = True
        self._room.close()
        for job in self._jobs.values():
            if job.kind != "write":
                job.progress.cancel()
        if self._database is not None:
            self._database.finish()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._jobs.clear()
        self._begun.clear()

    # -- running --------------------------------------------------------------------------------

    def _ask(
        self,
        kind: Kind,
        work: Callable[..., Any],
        done: Callable[[Any], object] | None,
        failed: Callable[[KnownError], object] | None,
        options: JobOptions,
    ) -> JobHandle:
        if self._closed:
            raise RuntimeError("the job queue is closed")
        number = next(self._numbers)
        post = self._box.posted.emit
        progress = Progress()
        cancelled, always = options.get("cancelled"), options.get("always")
        job = _Job(
            id=number,
            kind=kind,
            work=work,
            wants_progress=_wants_progress(work),
            progress=progress,
            title=options.get("title", ""),
            done=done,
            failed=failed,
            cancelled=cancelled,
            always=always,
            owners=_owners(options.get("owner"), done, failed, cancelled, always),
            urgent=options.get("urgent", False),
        )
        progress._tell = lambda: _post(post, job, "report")  # noqa: SLF001 - its own module
        self._jobs[number] = job
        if job.urgent:
            self._room.hold(_URGENT_S)
        self._start(job)
        return JobHandle(number, progress)

    def _start(self, job: _Job) -> None:
        emit = self._box.posted.emit

        def post(what: object, word: str) -> None:
            _post(emit, what, word)

        if job.kind == "compute":
            if self._pool is None:
                workers = max(1, (os.cpu_count() or 2) - 1)
                self._pool = ThreadPoolExecutor(workers, thread_name_prefix="compute")
            self._pool.submit(self._compute, job, post)
            return
        if self._database is None:
            self._database = _DatabaseThread()
        self._database.put(job, post)

    def _compute(self, job: _Job, post: Callable[[object, str], None]) -> None:
        with breathing(self._room.wait):
            job.run(post)

    def _receive(self, job: object, word: str) -> None:
        if not isinstance(job, _Job) or job.id not in self._jobs:
            return
        if word != "ended":
            self._begun[job.id] = job
            self.busy.emit(self.running())
            return
        self._room.window_works()
        try:
            self._end(job)
        finally:
            self._room.window_paints()

    def _end(self, job: _Job) -> None:
        del self._jobs[job.id]
        if job.urgent and not any(other.urgent for other in self._jobs.values()):
            self._room.release(_KEY_S)
        if self._begun.pop(job.id, None) is not None:
            self.busy.emit(self.running())
        try:
            self._deliver(job)
        finally:
            job.let_go()
            if not self._jobs:
                self._idle.emit()

    def _deliver(self, job: _Job) -> None:
        alive = all(shiboken6.isValid(owner) for owner in job.owners)
        try:
            if job.outcome == "bug":
                self._tell_bug(job)
            elif job.outcome == "failed" and (job.failed is None or not alive):
                # A change that was not kept is told even when its panel has been closed.
                if self._known_error is not None and (alive or job.kind == "write"):
                    self._known_error(job.value)
            elif alive:
                self._call_back(job)
        finally:
            if alive and job.always is not None:
                job.always()

    @staticmethod
    def _call_back(job: _Job) -> None:
        if job.outcome == "done" and job.done is not None:
            job.done(job.value)
        elif job.outcome == "failed" and job.failed is not None:
            job.failed(job.value)
        elif job.outcome == "cancelled" and job.cancelled is not None:
            job.cancelled()

    def _tell_bug(self, job: _Job) -> None:
        if self._report_bug is None:
            raise job.value
        self._report_bug(job.value, job.title)


class InlineJobQueue(JobQueue):
    """The same doors, but every job runs at once and calls back before the call returns."""

    def _start(self, job: _Job) -> None:
        job.run(self._receive)


class _DatabaseThread:
    """One thread, one queue; by urgency, those alike in the order they were asked for."""

    _URGENT, _WRITE, _READ, _STOP = range(4)

    def __init__(self) -> None:
        self._waiting: queue.PriorityQueue[tuple[int, int, Any]] = queue.PriorityQueue()
        self._order = itertools.count()
        # A daemon, so that a crash elsewhere cannot leave a hidden process behind; ``atexit``
        # still lets the writes finish.
        self._thread = threading.Thread(target=self._run, name="database", daemon=True)
        self._thread.start()
        atexit.register(self.finish)

    def put(self, job: _Job, post: Callable[[object, str], None]) -> None:
        urgency = self._READ if job.kind == "read" else self._WRITE
        if job.urgent:
            urgency = self._URGENT
        self._waiting.put((urgency, next(self._order), (job, post)))

    def finish(self) -> None:
        atexit.unregister(self.finish)
        self._waiting.put((self._STOP, next(self._order), None))
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def is_here(self) -> bool:
        """Whether this is the database thread."""
        return threading.current_thread() is self._thread

    def give_way(self) -> None:
        while (item := self._next_urgent()) is not None:
            job, post = item
            job.run(post)

    def _next_urgent(self) -> Any:  # noqa: ANN401 - what ``put`` put there
        with self._waiting.mutex:
            waiting = self._waiting.queue
            if not waiting or waiting[0][0] != self._URGENT:
                return None
        # Nobody else takes from the queue; what comes now is more urgent still, or behind.
        return self._waiting.get()[2]

    def _run(self) -> None:
        while True:
            _urgency, _number, item = self._waiting.get()
            if item is None:
                return
            job, post = item
            job.run(post)


def _post(emit: Callable[[object, str], None], job: object, word: str) -> None:
    # The window may be gone while a worker ends; its result has nobody to go to.
    with suppress(RuntimeError):
        emit(job, word)


def _wants_progress(work: Callable[..., Any]) -> bool:
    """Whether a job takes one argument: its progress."""
    try:
        parameters = inspect.signature(work).parameters.values()
    except (TypeError, ValueError):
        return False
    needed = [
        p
        for p in parameters
        if p.default is p.empty and p.kind in {p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD}
    ]
    return len(needed) == 1


def _owners(owner: QObject | None, *callbacks: object) -> tuple[QObject, ...]:
    found = [owner] if owner is not None else []
    bound = (getattr(callback, "__self__", None) for callback in callbacks)
    found.extend(candidate for candidate in bound if isinstance(candidate, QObject))
    return tuple({id(each): each for each in found}.values())


def _as_seen(job: _Job, now: float) -> RunningJob:
    running_s = now - (job.started_s if job.started_s is not None else now)
    fraction = job.progress.fraction
    eta_s = None
    if fraction is not None and fraction > 0 and running_s >= _ETA_AFTER_S:
        eta_s = running_s * (1 - fraction) / fraction
    return RunningJob(
        id=job.id,
        title=job.title,
        fraction=fraction,
        eta_s=eta_s,
        text=job.progress.text,
        can_cancel=job.wants_progress and not job.progress.cancelled,
        running_s=running_s,
    )
