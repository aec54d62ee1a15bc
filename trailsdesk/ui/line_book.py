"""What the line knows and does: times on their way into the file, and decisions about those in it.

A time is on the screen from the key press on. When the file could not take it, it stays there,
red, until it could.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.timing import FINISH, BatchKind, ReadFate, ReadId
from trailsdesk.i18n import _, message, plural
from trailsdesk.services import timing
from trailsdesk.services.finish_desk import UNSOLVED
from trailsdesk.services.on_course import stop_runner
from trailsdesk.services.paper_desk import key_clock
from trailsdesk.services.results import rule_on
from trailsdesk.ui.finish_rows import RowKey, ShownRow, State, fresh_words, moment_words, shown_row
from trailsdesk.ui.settings import SOUNDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.domain.problems import KnownError
    from trailsdesk.domain.results import RulingKind
    from trailsdesk.services.finish_desk import LineRunner, LineView
    from trailsdesk.ui.context import PanelContext

_STRUCK_REASON = "struck out at the line"
_RULED_REASON = "keyed at the line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A time keyed here that the screen does not have from the file yet.

    ``instant_ms`` at the line and for times of day from paper, ``elapsed_ms`` for times since the
    gun from paper (``kind`` says which of them); ``bibs`` are one for each row.
    ``revision`` is that of the season with it, once written.
    """

    number: int
    event_id: EventId
    race_id: RaceId | None
    bibs: tuple[str, ...]
    kind: BatchKind = BatchKind.LINE
    instant_ms: Instant | None = None
    elapsed_ms: Duration | None = None
    typed: str = ""
    state: State = "saving"
    why: str = ""
    revision: int | None = None
    read_ids: tuple[ReadId, ...] = ()


class LineBook(QObject):
    """The times of the line, saved or not, and all that may be done with them."""

    changed = Signal()
    """Rows changed; ask :meth:`rows`."""
    said = Signal(str, str)
    """What was done or why not, and its tone."""

    def __init__(self, context: PanelContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._taken: dict[int, Taken] = {}
        self._count = 0
        self._ids: dict[RowKey, ReadId] = {}
        self._later: dict[RowKey, list[Callable[[ReadId], None]]] = {}
        self.view: LineView | None = None
        self._shown_of: LineView | None = None
        self._shown: Sequence[ShownRow] = ()

    # -- what there is --------------------------------------------------------------------------

    def set_view(self, view: LineView) -> None:
        """The file as it was read; what it holds is no longer shown as on its way."""
        self.view = view
        self._drop_written()
        self.changed.emit()

    def _drop_written(self) -> None:
        if self.view is None:
            return
        known = self.view.revision
        self._taken = {
            number: each
            for number, each in self._taken.items()
            if each.revision is None or each.revision > known
        }

    def rows(self, kinds: frozenset[BatchKind] | None = None) -> tuple[ShownRow, ...]:
        """All rows of the scope, those on their way first, newest first."""
        view = self.view
        if view is None:
            return ()
        saved = self._saved(view)
        if kinds is not None:
            saved = [each for each in saved if each.row is not None and each.row.kind in kinds]
        here = {(row.instant_ms, row.keyed) for row in saved if row.row is not None}
        fresh = []
        for each in reversed(self._taken.values()):
            if each.event_id == view.event_id and (kinds is None or each.kind in kinds):
                fresh += [self._fresh(each, at, view) for at in range(len(each.bibs))]
        fresh = [r for r in fresh if r.state == "failed" or (r.instant_ms, r.keyed) not in here]
        return (*fresh, *saved)

    def _saved(self, view: LineView) -> Sequence[ShownRow]:
        """The rows of a view in words; a key pressed changes hardly any of them."""
        if self._shown_of is not view:
            same_zone = self._shown_of is not None and self._shown_of.zone == view.zone
            before = {each.key: each for each in self._shown} if same_zone else {}
            self._shown = [
                shown
                if (shown := before.get(row.read_id)) is not None and shown.row == row
                else shown_row(row, view.zone)
                for row in view.rows
            ]
            self._shown_of = view
        return self._shown

    def _fresh(self, taken: Taken, at: int, view: LineView) -> ShownRow:
        bib = taken.bibs[at]
        fresh = fresh_words(view, bib)
        words, runner, tone = fresh.words, fresh.runner, fresh.tone
        gun = runner.gun_ms if runner is not None else self._gun(taken, view)
        since = taken.elapsed_ms
        if since is None and taken.instant_ms is not None and gun is not None:
            since = Duration(taken.instant_ms - gun)
        if taken.state == "failed":
            name = words if bib else _("no bib")
            words, tone = _("NOT SAVED · {name}").format(name=name), "bad"
        return ShownRow(
            key=fresh_key(taken.number, at),
            instant_ms=taken.instant_ms,
            time=moment_words(since, taken.instant_ms, view.zone),
            bib=runner.bib if runner is not None else bib,
            keyed=bib,
            runner=words,
            race=runner.race_label if runner is not None else "",
            category=runner.category_label if runner is not None else "",
            tone=tone,
            state=taken.state,
            fate=fresh.fate,
            suggestions=fresh.suggestions,
        )

    @staticmethod
    def _gun(taken: Taken, view: LineView) -> Instant | None:
        if taken.race_id is None:
            return view.one_gun
        guns = [race.gun_ms for race in view.races if race.race_id == taken.race_id]
        return guns[0] if guns else None

    @property
    def failed(self) -> tuple[Taken, ...]:
        """Times the file could not take, oldest first."""
        return tuple(each for each in self._taken.values() if each.state == "failed")

    @property
    def may_change(self) -> bool:
        """Whether the file takes anything at all."""
        return not self._context.season.file.read_only

    def current_key(self, key: RowKey) -> RowKey:
        """What a row is called now that the file may have it."""
        return self._ids.get(key, key)

    # -- taking times ---------------------------------------------------------------------------

    def take(self, bibs: Sequence[str], instant_ms: Instant) -> RowKey:
        """Somebody crossed at that instant: on the screen at once, then into the file."""
        return self._begin(bibs=tuple(bibs), instant_ms=instant_ms)

    def take_paper(
        self,
        bib: str,
        typed: str,
        *,
        elapsed_ms: Duration | None = None,
        instant_ms: Instant | None = None,
    ) -> RowKey:
        """A line of a paper sheet: a bib and its time since the gun, or its time of day."""
        return self._begin(
            bibs=(bib,),
            kind=BatchKind.PAPER,
            elapsed_ms=elapsed_ms,
            instant_ms=instant_ms,
            typed=typed,
        )

    def _begin(
        self,
        *,
        bibs: tuple[str, ...],
        kind: BatchKind = BatchKind.LINE,
        instant_ms: Instant | None = None,
        elapsed_ms: Duration | None = None,
        typed: str = "",
    ) -> RowKey:
        scope = self._context.scope
        self._count += 1
        taken = Taken(
            number=self._count,
            event_id=scope.event_id,
            race_id=scope.race_id,
            bibs=bibs,
            kind=kind,
            instant_ms=instant_ms,
            elapsed_ms=elapsed_ms,
            typed=typed,
        )
        self._taken[taken.number] = taken
        self.changed.emit()
        self._write(taken)
        return fresh_key(taken.number, 0)

    def try_again(self) -> None:
        """Write what could not be written, with the times as they were taken."""
        for each in self.failed:
            again = replace(each, state="saving", why="")
            self._taken[each.number] = again
            self._write(again)
        self.changed.emit()

    def _write(self, taken: Taken) -> None:
        season, actor = self._context.season, self._context.actor()

        event_id, race_id, bibs = taken.event_id, taken.race_id, taken.bibs

        def act() -> tuple[tuple[ReadId, ...], int]:
            ids: tuple[ReadId, ...]
            if taken.kind is BatchKind.PAPER and taken.instant_ms is not None:
                ids = (
                    key_clock(
                        season, event_id, race_id, bibs[0], taken.instant_ms, actor, taken.typed
                    ),
                )
            elif taken.instant_ms is None:
                elapsed = taken.elapsed_ms or Duration(0)
                ids = (
                    timing.key_paper(
                        season, event_id, race_id, bibs[0], elapsed, actor, taken.typed
                    ),
                )
            elif len(bibs) == 1:
                ids = (
                    timing.key_finish(season, event_id, race_id, bibs[0], taken.instant_ms, actor),
                )
            else:
                ids = timing.key_together(season, event_id, race_id, bibs, taken.instant_ms, actor)
            return ids, season.data.revision

        # Not ``context.change``: a fault of the program must turn the row red as well.
        self._context.jobs.write(
            act,
            lambda answer: self._was_written(taken.number, *answer),
            lambda error: self._was_refused(taken.number, error),
            title=_("Take a time"),
            urgent=True,
            owner=self,
            always=lambda: self._has_ended(taken.number),
        )

    def _was_written(self, number: int, ids: tuple[ReadId, ...], revision: int) -> None:
        taken = self._taken.get(number)
        if taken is None:
            return
        self._taken[number] = replace(taken, state="saved", revision=revision, read_ids=ids)
        for at, read_id in enumerate(ids):
            key = fresh_key(number, at)
            self._ids[key] = read_id
            for run in self._later.pop(key, ()):
                run(read_id)
        self._drop_written()
        self._sound(needs_you=any(self._needs_you(bib) for bib in taken.bibs))
        self.changed.emit()

    def _was_refused(self, number: int, error: KnownError) -> None:
        self._fail(number, message(error))

    def _has_ended(self, number: int) -> None:
        """Neither written nor refused: a fault of the program, told elsewhere as such."""
        taken = self._taken.get(number)
        if taken is not None and taken.state == "saving":
            self._fail(number, _("the program failed; write this time down"))

    def _fail(self, number: int, why: str) -> None:
        taken = self._taken.get(number)
        if taken is not None:
            self._taken[number] = replace(taken, state="failed", why=why)
            self._sound(needs_you=True)
            self.changed.emit()

    def _needs_you(self, bib: str) -> bool:
        return self.view is None or fresh_words(self.view, bib).fate in UNSOLVED

    def _sound(self, *, needs_you: bool) -> None:
        if not self._context.settings.get(SOUNDS):
            return
        QApplication.beep()
        if needs_you:
            QTimer.singleShot(250, self, QApplication.beep)

    # -- decisions ------------------------------------------------------------------------------

    def with_read(self, key: RowKey, run: Callable[[ReadId], None]) -> None:
        """Do something with a row's read, as soon as the file has it."""
        now = self._ids.get(key, key)
        if isinstance(now, int):
            run(ReadId(now))
        else:
            self._later.setdefault(now, []).append(run)

    def give_bib(self, key: RowKey, bib: str, was: str = "") -> None:
        """Say whose a time is."""
        season = self._context.season
        words = (
            _("{was} is now {bib}.").format(was=was, bib=bib)
            if was
            else _("The blank is now {bib}.").format(bib=bib)
        )
        self.with_read(
            key,
            lambda read_id: self._change(
                lambda: timing.assign_bib(season, read_id, bib), _("Give a bib"), words
            ),
        )

    def give_runner(self, key: RowKey, runner: LineRunner, was: str = "") -> None:
        """Say whose a time is where the bib alone does not say it: more than one wears it."""
        view, season = self.view, self._context.season
        if view is not None and len(view.find(runner.bib)) == 1:
            self.give_bib(key, runner.bib, was)
            return
        words = _("{time_of} is {bib} {name} now.").format(
            time_of=was or _("The blank"), bib=runner.bib, name=runner.name
        )
        self.with_read(
            key,
            lambda read_id: self._change(
                lambda: timing.assign_runner(season, read_id, runner.entry_id),
                _("Give a bib"),
                words,
            ),
        )

    def fill(self, keys: Sequence[RowKey], bibs: Sequence[str]) -> None:
        """Give bibs to blanks, one after the other, as one change."""
        ids = [self._ids.get(key, key) for key in keys]
        pairs = [
            (ReadId(read_id), bib)
            for read_id, bib in zip(ids, bibs, strict=True)
            if isinstance(read_id, int)
        ]
        if len(pairs) != len(bibs):
            for key, bib in zip(keys, bibs, strict=True):
                self.give_bib(key, bib)
            return
        season = self._context.season
        words = plural("{count} blank filled:", "{count} blanks filled:", len(bibs))
        self._change(
            lambda: timing.fill_blanks(season, pairs),
            _("Fill blanks"),
            f"{words} {', '.join(bibs)}",
        )

    def strike(self, row: ShownRow) -> None:
        """Leave a time out, or take it back in; it stays in the file either way."""
        season = self._context.season
        name = row.bib or _("The blank")
        ruling_id = row.row.ruling_id if row.row is not None else None
        if row.is_struck and ruling_id is not None:
            withdrawn = ruling_id
            self._change(
                lambda: timing.withdraw_ruling(season, withdrawn),
                _("Take a time back in"),
                _("{name} at {time} counts again.").format(name=name, time=row.time),
            )
            return
        words = _("{name} at {time} is struck out; Del again takes it back in.")
        self.with_read(
            row.key,
            lambda read_id: self._change(
                lambda: timing.ignore_read(season, read_id, _STRUCK_REASON),
                _("Strike a time out"),
                words.format(name=name, time=row.time),
            ),
        )

    def govern(self, row: ShownRow) -> None:
        """Make a repeat the runner's time, or take a runner of another race as one of this."""
        season = self._context.season
        if row.fate is ReadFate.WRONG_RACE:
            self.give_bib(row.key, row.bib, row.bib)
        elif row.fate in (ReadFate.REPEAT, ReadFate.BEFORE_GUN):
            self.with_read(
                row.key,
                lambda read_id: self._change(
                    lambda: timing.govern_read(season, read_id),
                    _("Choose the time that counts"),
                    _("{time} is the time of {bib} now.").format(time=row.time, bib=row.bib),
                ),
            )
        else:
            self.said.emit(_("Only a repeated time can be made to count instead."), "muted")

    def swap(self, first: ShownRow, second: ShownRow) -> None:
        """Two were keyed in the wrong order: the bibs change places, the times stay."""
        if not (first.bib and second.bib):
            self.said.emit(_("Only two rows with bibs can change places."), "muted")
            return
        season = self._context.season
        words = _("{first} and {second} have changed places.")
        words = words.format(first=first.bib, second=second.bib)

        def change(one: ReadId, other: ReadId) -> None:
            pair = (one, first.bib), (other, second.bib)
            self._change(lambda: timing.swap_bibs(season, *pair), _("Swap two bibs"), words)

        self.with_read(
            first.key, lambda one: self.with_read(second.key, lambda other: change(one, other))
        )

    def rule(self, runner: LineRunner, kind: RulingKind) -> None:
        """DNF or DNS of a runner."""
        season, actor = self._context.season, self._context.actor()
        was_in = self.view is not None and self.view.is_in(runner.entry_id)
        words = _("{bib} {name}: {status}. Ctrl+Z takes it back.")
        if was_in:
            words = _("{bib} {name} has a time and is {status} now. Ctrl+Z takes it back.")
        self._change(
            lambda: rule_on(season, runner.entry_id, kind, _RULED_REASON, actor),
            _("Rule on a runner"),
            words.format(bib=runner.bib, name=runner.name, status=kind.value),
            "warn" if was_in else "good",
        )

    def withdraw(self, runner: LineRunner, instant_ms: Instant) -> None:
        """A runner gives up and is here: a DNF of whom nobody has to look for any more."""
        season, actor = self._context.season, self._context.actor()
        words = _("{bib} {name}: withdrawn, and back at the line. Ctrl+Z takes it back.")
        was_in = self.view is not None and self.view.is_in(runner.entry_id)
        if was_in:
            words = _("{bib} {name} has a time and is withdrawn now. Ctrl+Z takes it back.")
        self._change(
            lambda: stop_runner(
                season,
                runner.entry_id,
                point=FINISH,
                way="",
                reason=_RULED_REASON,
                actor=actor,
                back_ms=instant_ms,
            ),
            _("Withdraw a runner"),
            words.format(bib=runner.bib, name=runner.name),
            "warn" if was_in else "good",
        )

    def _change(
        self, act: Callable[[], object], title: str, words: str, tone: str = "good"
    ) -> None:
        self._context.change(act, title, lambda _result: self.said.emit(words, tone))


def fresh_key(number: int, at: int) -> str:
    """The name of a row before the file has given it one."""
    return f"new-{number}-{at}"
