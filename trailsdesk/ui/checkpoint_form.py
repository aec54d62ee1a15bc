"""One checkpoint to type: what does not fit is said beside the field, cut-offs in both forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trailsdesk.domain.chrono import Duration, Instant, format_clock, format_elapsed, local_date
from trailsdesk.domain.event import Event, PointId, Race, TimingPoint
from trailsdesk.i18n import _, day_words, message
from trailsdesk.services.checkpoints import check_point, parse_at, parse_since, suggested_code
from trailsdesk.ui import style
from trailsdesk.ui.forms import Form, FormField
from trailsdesk.ui.widgets import Button, FlowRow, PlainLabel

_FORBIDDING = ("code", "distance_m")
_FIELDS = {"code": "code", "distance_m": "km", "ascent_m": "climb", "cutoff_ms": "since"}
_MOST_M = 5_000_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a checkpoint has to fit: its race, the others in order, the reads at each code.

    ``start_ms`` is what times of day count from, ``track_m`` how far the race goes by its track:
    both None while nobody knows.
    """

    event: Event
    race: Race
    own: Sequence[TimingPoint]
    reads: Mapping[str, int]
    start_ms: Instant | None
    track_m: float | None = None


class CheckpointForm(QWidget):
    """A form for a new checkpoint, or for the one chosen. It only asks; the page acts."""

    save_asked = Signal(object)
    """A ``TimingPoint`` to be saved; id 0 for a new one."""

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("One checkpoint"))
        self._read_only = read_only
        self._around: Surroundings | None = None
        self._point: TimingPoint | None = None
        self.title = PlainLabel("", "heading", elide=True)
        self.form = Form(_fields(), columns=2)
        self.save_button = Button(_("Save"), self.form.accept, kind="primary", key="Ctrl Enter")
        self.clear_button = Button(_("New checkpoint"), self.start_new, key="Ctrl N")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        column.addWidget(self.title)
        column.addWidget(self.form)
        column.addWidget(FlowRow([self.save_button, self.clear_button]))
        column.addStretch(1)
        self.form.changed.connect(self._changed)
        self.form.accepted.connect(self._accepted)
        self.setFocusProxy(self.form)
        for control in (self.form, self.save_button, self.clear_button):
            control.setEnabled(not read_only)
            if read_only:
                control.setToolTip(_("The file is open for reading only."))

    # -- showing --------------------------------------------------------------------------------

    def show_around(self, around: Surroundings) -> None:
        """What is there by now; what is being typed stays."""
        self._around = around
        no_start = _("Needs the start: type it above the list.")
        self.form.set_note("at", no_start if around.start_ms is None else "")
        self.form.control("at").setEnabled(around.start_ms is not None and not self._read_only)
        if self._point is None:
            self._name()
            if not self.typed:
                self._fill_new()

    def edit(self, point: TimingPoint) -> None:
        """Show a checkpoint to be changed."""
        self._point = point
        self._name()
        self.form.reset()
        self.form.set_values(
            {
                "code": point.code,
                "label": point.label,
                "km": "" if point.distance_m is None else f"{point.distance_m / 1000:g}",
                "climb": "" if point.ascent_m is None else f"{point.ascent_m:g}",
                "since": since_words(point.cutoff_ms),
                "optional": point.optional,
            }
        )
        self._show_at(point.cutoff_ms)
        self._say_oddities()

    def start_new(self) -> None:
        """Empty the form for a new checkpoint."""
        self._point = None
        self._name()
        self.form.reset()
        self._fill_new()
        self.form.control("label").setFocus()

    def _fill_new(self) -> None:
        own = self._around.own if self._around is not None else ()
        self.form.set_values({"code": suggested_code(own)})

    def _name(self) -> None:
        point = self._point
        words = _("New checkpoint")
        if point is not None:
            words = _("Change {label}").format(label=point.label or point.code)
        self.title.setText(words)
        self.clear_button.setVisible(point is not None)

    @property
    def point_id(self) -> PointId:
        """Id of the checkpoint being changed, 0 for a new one."""
        return PointId(0) if self._point is None else self._point.id

    @property
    def typed(self) -> bool:
        """Whether something is typed into an empty form."""
        values = self.form.values()
        return self._point is None and any(
            values[key] for key in ("label", "km", "climb", "since")
        )

    # -- reading --------------------------------------------------------------------------------

    def draft(self) -> TimingPoint | None:
        """The checkpoint as typed; None where a field makes no sense, which is then said."""
        around = self._around
        if around is None:
            return None
        values = {key: str(value or "") for key, value in self.form.values().items()}
        km, climb = _figure(values["km"]), _figure(values["climb"])
        cutoff = parse_since(values["since"]) if values["since"].strip() else None
        wrong = {
            "km": values["km"].strip() and km is None,
            "climb": values["climb"].strip() and climb is None,
            "since": values["since"].strip() and cutoff is None,
        }
        for key, is_wrong in wrong.items():
            if is_wrong:
                self.form.set_error(key, _WRONG[key])
        if any(wrong.values()):
            return None
        base = self._point or TimingPoint(race_id=around.race.id, code="", label="")
        return replace(
            base,
            code=values["code"].strip(),
            label=" ".join(values["label"].split()) or values["code"].strip(),
            distance_m=None if km is None else round(km * 1000, 1),
            ascent_m=climb,
            cutoff_ms=cutoff,
            optional=bool(self.form.value("optional")),
        )

    def _accepted(self, _values: object) -> None:
        point = self.draft()
        if point is not None and self._fits(point):
            self.save_asked.emit(point)

    def _fits(self, point: TimingPoint) -> bool:
        """Say beside the fields what does not fit; only code and distance forbid saving."""
        around = self._around
        if around is None:
            return False
        found = check_point(point, around.own, around.race, around.reads, track_m=around.track_m)
        for field, key in _FIELDS.items():
            if field in found and field in _FORBIDDING:
                self.form.set_error(key, message(found[field]))
            elif field in found:
                self.form.set_note(key, message(found[field]), "warn")
        return not any(field in found for field in _FORBIDDING)

    def _say_oddities(self) -> None:
        point = self.draft()
        if point is not None:
            self._fits(point)

    def _changed(self, key: str) -> None:
        if key == "since":
            text = str(self.form.value("since") or "")
            self._show_at(parse_since(text) if text.strip() else None)
        elif key == "at":
            self._take_at()
        for noted in ("climb", "since"):
            self.form.set_note(noted, "")
        self._say_oddities()

    # -- cut-offs -------------------------------------------------------------------------------

    def _show_at(self, cutoff_ms: Duration | None) -> None:
        """The cut-off as a moment, beside the time since the gun."""
        around = self._around
        if around is None or around.start_ms is None or cutoff_ms is None:
            self.form.set_values({"at": ""})
            return
        at = Instant(around.start_ms + cutoff_ms)
        self.form.set_values({"at": at_words(at, around)})

    def _take_at(self) -> None:
        around = self._around
        text = str(self.form.value("at") or "")
        if around is None or around.start_ms is None:
            return
        if not text.strip():
            self.form.set_values({"since": ""})
            return
        found = parse_at(text, around.event, around.start_ms, self._previous())
        if found is None:
            words = _("Type a time of day as 13:15, with a date where it is another day’s.")
            self.form.set_error("at", words)
            return
        self.form.set_values({"since": since_words(found)})
        self.form.set_error("at", "")
        day = local_date(Instant(around.start_ms + found), around.event.zone)
        if day != local_date(around.start_ms, around.event.zone):
            self.form.set_note("at", day_words(day, year=False, weekday=True, long=True))

    def _previous(self) -> Duration | None:
        """The cut-off before this one: the next time of day counts from there."""
        around, point = self._around, self._point
        if around is None:
            return None
        before = [
            each.cutoff_ms
            for each in around.own
            if each.cutoff_ms is not None and (point is None or each.ordinal < point.ordinal)
        ]
        return max(before, default=None)


_WRONG = {
    "km": _("Type kilometres from the start, as 12.5."),
    "climb": _("Type metres climbed from the start, as 850."),
    "since": _("Type hours and minutes since the gun, as 4:30."),
}


def _fields() -> tuple[FormField, ...]:
    return (
        FormField(key="label", label=_("Name"), placeholder=_("Coopers Knob"), max_length=60),
        FormField(
            key="code",
            label=_("Code"),
            required=True,
            help=_("what is said on the radio"),
            max_length=20,
        ),
        FormField(key="km", label=_("Kilometre"), placeholder="12.5", max_length=12),
        FormField(key="climb", label=_("Climb so far, m"), placeholder="850", max_length=12),
        FormField(
            key="since", label=_("Cut-off since the gun"), placeholder="4:30", max_length=20
        ),
        FormField(key="at", label=_("… or at"), placeholder="13:15", max_length=30),
        FormField(
            key="optional",
            label=_("May be missed without anybody asking"),
            kind="check",
            wide=True,
        ),
    )


def _figure(text: str) -> float | None:
    """A length as typed, ``12.5``, ``12,5 km``; None for what is none."""
    plain = text.casefold().replace("km", "").replace("m", "").replace(",", ".").strip()
    try:
        value = float(plain) if plain else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < _MOST_M else None


def since_words(cutoff_ms: Duration | None) -> str:
    """A cut-off since the gun as it is typed: ``4:30``, with seconds where it has any."""
    if cutoff_ms is None:
        return ""
    text = format_elapsed(cutoff_ms)
    return text.removesuffix(":00") if text.count(":") == 2 else text


def day_and_clock(instant_ms: Instant, zone: str) -> str:
    """A moment in words: ``Sun 24 May 10:00:00``."""
    day = day_words(local_date(instant_ms, zone), year=False, weekday=True)
    return f"{day} {format_clock(instant_ms, zone)}"


def at_words(at_ms: Instant, around: Surroundings) -> str:
    """A cut-off as a moment, as it can be typed: with its date where that is another day's."""
    zone = around.event.zone
    seconds = at_ms % 60_000 != 0
    clock = format_clock(at_ms, zone, seconds)
    day = local_date(at_ms, zone)
    same = around.start_ms is not None and day == local_date(around.start_ms, zone)
    return clock if same else f"{day.isoformat()} {clock}"
