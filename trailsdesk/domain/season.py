"""SeasonData: everything stored in a series file, as immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trailsdesk.domain.award_marks import AwardMark, AwardMarkId
from trailsdesk.domain.entry import (
    CategoryMerge,
    CategoryOverride,
    CheckIn,
    Entry,
    EntryId,
    MedalGiven,
    MergeId,
    Waiver,
)
from trailsdesk.domain.event import (
    BibRange,
    BibRangeId,
    Event,
    EventId,
    PointId,
    Race,
    RaceCourse,
    RaceId,
    Series,
    TimingPoint,
    Wave,
    WaveId,
)
from trailsdesk.domain.ledger import LedgerLine, LineId
from trailsdesk.domain.people import Runner, RunnerId, RunnerVerdict, VerdictId
from trailsdesk.domain.printed import PrintedSheet, SheetId
from trailsdesk.domain.publication import Publication, PublicationId
from trailsdesk.domain.qualification import AnswerId, SlotAnswer
from trailsdesk.domain.questions import AnswerTextId, Question, QuestionAnswer, QuestionId
from trailsdesk.domain.results import AdjustmentId, Ruling, RulingId, TimeAdjustment
from trailsdesk.domain.scores import OutsideScore, ScoreId
from trailsdesk.domain.sheet_art import SheetArt, SheetArtId
from trailsdesk.domain.spot_draw import DrawId, SpotDraw, SpotPrize, SpotPrizeId
from trailsdesk.domain.till import Till, TillId, TillMove, TillMoveId
from trailsdesk.domain.timing import (
    BatchId,
    Chip,
    ChipId,
    Read,
    ReadBatch,
    ReadId,
    ReadRuling,
    ReadRulingId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonData:
    """The stored evidence, each kind by id. ``revision`` is the number of the last change."""

    revision: int
    series: Series
    events: Mapping[EventId, Event] = field(default_factory=dict)
    races: Mapping[RaceId, Race] = field(default_factory=dict)
    waves: Mapping[WaveId, Wave] = field(default_factory=dict)
    runners: Mapping[RunnerId, Runner] = field(default_factory=dict)
    entries: Mapping[EntryId, Entry] = field(default_factory=dict)
    overrides: Mapping[EntryId, CategoryOverride] = field(default_factory=dict)
    batches: Mapping[BatchId, ReadBatch] = field(default_factory=dict)
    reads: Mapping[ReadId, Read] = field(default_factory=dict)
    read_rulings: Mapping[ReadRulingId, ReadRuling] = field(default_factory=dict)
    rulings: Mapping[RulingId, Ruling] = field(default_factory=dict)
    adjustments: Mapping[AdjustmentId, TimeAdjustment] = field(default_factory=dict)
    points: Mapping[PointId, TimingPoint] = field(default_factory=dict)
    courses: Mapping[RaceId, RaceCourse] = field(default_factory=dict)
    bib_ranges: Mapping[BibRangeId, BibRange] = field(default_factory=dict)
    check_ins: Mapping[EntryId, CheckIn] = field(default_factory=dict)
    chips: Mapping[ChipId, Chip] = field(default_factory=dict)
    printed: Mapping[SheetId, PrintedSheet] = field(default_factory=dict)
    merges: Mapping[MergeId, CategoryMerge] = field(default_factory=dict)
    scores: Mapping[ScoreId, OutsideScore] = field(default_factory=dict)
    verdicts: Mapping[VerdictId, RunnerVerdict] = field(default_factory=dict)
    slot_answers: Mapping[AnswerId, SlotAnswer] = field(default_factory=dict)
    medals_given: Mapping[EntryId, MedalGiven] = field(default_factory=dict)
    waivers: Mapping[EntryId, Waiver] = field(default_factory=dict)
    tills: Mapping[TillId, Till] = field(default_factory=dict)
    till_moves: Mapping[TillMoveId, TillMove] = field(default_factory=dict)
    ledger: Mapping[LineId, LedgerLine] = field(default_factory=dict)
    questions: Mapping[QuestionId, Question] = field(default_factory=dict)
    answers: Mapping[AnswerTextId, QuestionAnswer] = field(default_factory=dict)
    award_marks: Mapping[AwardMarkId, AwardMark] = field(default_factory=dict)
    spot_draws: Mapping[DrawId, SpotDraw] = field(default_factory=dict)
    spot_prizes: Mapping[SpotPrizeId, SpotPrize] = field(default_factory=dict)
    sheet_art: Mapping[SheetArtId, SheetArt] = field(default_factory=dict)
    publications: Mapping[PublicationId, Publication] = field(default_factory=dict)

    def events_in_order(self) -> tuple[Event, ...]:
        """The events by date, then by their place in the preset."""
        return tuple(sorted(self.events.values(), key=lambda e: (e.date, e.ordinal, e.id)))

    def races_of(self, event_id: EventId) -> tuple[Race, ...]:
        """The races of an event in the preset's order (cheapest first)."""
        races = [race for race in self.races.values() if race.event_id == event_id]
        return tuple(sorted(races, key=lambda race: (race.ordinal, race.id)))

    def waves_of(self, race_id: RaceId) -> tuple[Wave, ...]:
        """The waves of a race in order."""
        waves = [wave for wave in self.waves.values() if wave.race_id == race_id]
        return tuple(sorted(waves, key=lambda wave: (wave.ordinal, wave.id)))

    def start_groups_of(self, race_id: RaceId) -> tuple[Wave, ...]:
        """The waves of a race in order, the own starts of single runners left out."""
        return tuple(wave for wave in self.waves_of(race_id) if not wave.is_own_start)

    def bib_ranges_of(self, race_id: RaceId) -> tuple[BibRange, ...]:
        """The bib ranges of a race in the order they were written."""
        ranges = [each for each in self.bib_ranges.values() if each.race_id == race_id]
        return tuple(sorted(ranges, key=lambda each: each.id))

    def points_of(self, race_id: RaceId) -> tuple[TimingPoint, ...]:
        """The timing points of a race along the course."""
        points = [point for point in self.points.values() if point.race_id == race_id]
        return tuple(sorted(points, key=lambda point: (point.ordinal, point.id)))
