"""One row of every stored type, with nothing left at its default."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tests.builders import a_race, a_runner, a_series, a_wave, an_entry, an_event
from tests.store.season import NOON, Seeded, a_batch
from trailsdesk.domain.award_marks import AwardMark, AwardStep
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.entry import (
    CategoryMerge,
    CategoryOverride,
    CheckIn,
    EntryId,
    EntryStatus,
    MedalGiven,
    MedalOrder,
    Waiver,
)
from trailsdesk.domain.event import (
    BibRange,
    EventId,
    Pick,
    RaceCourse,
    RaceId,
    TimingPoint,
    WaveId,
)
from trailsdesk.domain.ledger import LedgerLine, LineId, LineItem, LineKind
from trailsdesk.domain.people import Gender, RunnerId, RunnerVerdict
from trailsdesk.domain.printed import PrintedSheet
from trailsdesk.domain.problems import Note
from trailsdesk.domain.publication import Publication, PublishedAs, PublishedRow
from trailsdesk.domain.qualification import SlotAnswer, SlotReply
from trailsdesk.domain.questions import Question, QuestionAnswer, QuestionKind
from trailsdesk.domain.results import ResultStatus, Ruling, RulingKind, TimeAdjustment
from trailsdesk.domain.scores import OutsideScore
from trailsdesk.domain.sheet_art import ArtRole, SheetArt
from trailsdesk.domain.spot_draw import DrawPool, SpotDraw, SpotPrize
from trailsdesk.domain.till import PayMethod, Till, TillMove
from trailsdesk.domain.timing import BatchKind, Chip, Read, ReadRuling, ReadRulingKind

if TYPE_CHECKING:
    from trailsdesk.services.ports import Writer
    from trailsdesk.store import OpenFile


def one_of_each(file: OpenFile, seeded: Seeded) -> dict[str, object]:
    """Write one more row of every type with nothing left at its default; the holder to the row."""
    with file.operation("everything") as writer:
        event = writer.put(
            an_event(
                "second",
                id=EventId(0),
                venue='Tāne\'s "paddock"',
                date=date(2027, 2, 28),
                ordinal=2,
                country="NZL",
                cancelled=True,
            )
        )
        race = writer.put(
            a_race(
                "long",
                id=RaceId(0),
                event_id=event.id,
                distance_m=21_097.5 + 0.1 + 0.2,
                ascent_m=1 / 3,
                ordinal=3,
                aliases=("half", 'the "21"', "\\21\\", "21 км"),
                time_limit_ms=Duration(26 * 3_600_000),
                capacity=400,
            )
        )
        wave = writer.put(a_wave(id=WaveId(0), race_id=race.id, ordinal=2, gun_ms=Instant(-1)))
        runner = writer.put(
            a_runner(
                "O'Hare\n\t\x00\x07\"\\",
                "李 🏃",
                id=RunnerId(0),
                gender=Gender.X,
                birth_date=date(2000, 2, 29),
                nation="NZL",
                club="Kākā",
                city="Ōtautahi",
                spoken='oh-"HAIR"',
                latin_family="O'Hare",
                latin_given="Li",
            )
        )
        entry = writer.put(
            an_entry(
                "A7",
                id=EntryId(0),
                runner_id=runner.id,
                race_id=race.id,
                status=EntryStatus.WITHDRAWN,
                wave_id=wave.id,
                entered_ms=NOON,
                series_entry=True,
                medal=MedalOrder.POST,
                paid_minor=4_500,
                note="pays at the gate",
                division="PC",
                medal_ms=Instant(NOON + 2),
            )
        )
        override = writer.put(
            CategoryOverride(entry_id=entry.id, category="M-OPEN", reason="asked")
        )
        reads = [
            Read(
                line=7,
                bib="A7",
                instant_ms=NOON,
                status=ResultStatus.DNF,
                occurrence=2,
                raw="A7;dnf",
                chip="0A7F",
            ),
            Read(line=8, elapsed_ms=Duration(100 * 3_600_000)),
        ]
        batch, first = writer.add_reads(
            a_batch(
                event.id,
                race_id=race.id,
                point="ridge",
                kind=BatchKind.PAPER,
                name="sheet 3",
                sha256="ab",
                actor="Bea",
                offset_ms=Duration(-37_000),
                format="table",
                fills_gaps=True,
            ),
            reads,
            b"A7;dnf\r\n",
        )
        read_ruling = writer.put(
            ReadRuling(
                read_id=first,
                kind=ReadRulingKind.ASSIGN,
                bib="A8",
                entry_id=entry.id,
                reason="misread",
                made_ms=NOON,
            )
        )
        ruling = writer.put(
            Ruling(
                entry_id=entry.id,
                kind=RulingKind.DSQ,
                reason="cut",
                actor="Jury",
                made_ms=NOON,
                point="ridge",
                way='sweep\'s "quad"',
                back_ms=Instant(NOON + 1),
            )
        )
        adjustment = writer.put(
            TimeAdjustment(
                entry_id=entry.id,
                delta_ms=Duration(-5000),
                reason="helped",
                actor="Jury",
                made_ms=NOON,
            )
        )
        point = writer.put(
            TimingPoint(
                race_id=race.id,
                code="ridge",
                label="Ridge",
                ordinal=1,
                distance_m=10_000.1,
                ascent_m=812.3,
                cutoff_ms=Duration(4 * 3_600_000),
                min_gap_ms=Duration(60_000),
                pick=Pick.LAST,
                optional=True,
                aid=True,
            )
        )
        course = writer.put(
            RaceCourse(
                race_id=race.id,
                name="course.gpx",
                sha256="ab",
                track=2,
                loops=3,
                drawn=True,
                loop_penalty="1.5",
                stage_adjustment="12",
            )
        )
        bib_range = writer.put(BibRange(race_id=race.id, prefix="A", first=1, last=400))
        check_in = writer.put(
            CheckIn(entry_id=entry.id, at_ms=NOON, gear_checked=True, adult="Bea", actor="Desk")
        )
        chip = writer.put(Chip(event_id=event.id, code="A7F", bib="A7"))
        merge = writer.put(
            CategoryMerge(race_id=race.id, category="F-U18", within="F-OPEN", reason="two runners")
        )
        verdict = writer.put(
            RunnerVerdict(first_id=seeded.runner.id, second_id=runner.id, same=True)
        )
        score = writer.put(
            OutsideScore(
                runner_id=runner.id,
                entry_id=entry.id,
                system="utmb",
                value="660.5",
                day=date(2026, 8, 9),
                race="Ridge",
                race_class="50K",
                country="NZL",
            )
        )
        answer = writer.put(
            SlotAnswer(
                entry_id=entry.id,
                rule="slots",
                reply=SlotReply.DECLINED,
                made_ms=NOON,
                actor="Desk",
                note="by phone",
            )
        )
        desk = _entry_desk(writer, event.id, entry.id)
        prizes = _prizegiving(writer, event.id, race.id, entry.id)
        series = writer.put(
            a_series(
                options={"tie": "split", "ä": "ö"},
                changes={"standings.count_best": "4"},
                name="Renamed",
            )
        )
    kept = [
        replace(read, id=first + number, batch_id=batch.id) for number, read in enumerate(reads)
    ]
    return {
        "series": series,
        "events": event,
        "races": race,
        "waves": wave,
        "runners": runner,
        "entries": entry,
        "overrides": override,
        "batches": batch,
        "reads": kept,
        "read_rulings": read_ruling,
        "rulings": ruling,
        "adjustments": adjustment,
        "points": point,
        "courses": course,
        "bib_ranges": bib_range,
        "check_ins": check_in,
        "chips": chip,
        "merges": merge,
        "verdicts": verdict,
        "scores": score,
        "slot_answers": answer,
        **desk,
        **prizes,
    }


def _entry_desk(writer: Writer, event_id: EventId, entry_id: EntryId) -> dict[str, object]:
    till = writer.put(
        Till(
            event_id=event_id,
            name='the "long" table',
            float_minor=20_000,
            opened_ms=NOON,
            opened_by="Bea",
            closed_ms=Instant(NOON + 3),
            closed_by="Cleo",
            counted={PayMethod.CASH: 25_500, PayMethod.CARD: 0},
            note="5.00 short",
        )
    )
    move = writer.put(
        TillMove(till_id=till.id, amount_minor=-500, at_ms=NOON, actor="Bea", reason="tape")
    )
    line = writer.put(
        LedgerLine(
            entry_id=entry_id,
            kind=LineKind.PAYMENT,
            item=LineItem.EXTRA,
            item_code="shuttle",
            amount_minor=-6_000,
            at_ms=NOON,
            actor="Bea",
            why=Note(code="money.paid", params={"amount": "60.00", "count": 2}),
            method=PayMethod.CARD,
            till_id=till.id,
            counters=LineId(7),
            other_entry_id=EntryId(1),
            note="by phone",
        )
    )
    question = writer.put(
        Question(
            label="T-shirt?",
            kind=QuestionKind.CHOICE,
            choices=("S", 'the "M"'),
            ordinal=2,
            protected=True,
        )
    )
    answer = writer.put(QuestionAnswer(entry_id=entry_id, question_id=question.id, value="S"))
    medal = writer.put(
        MedalGiven(entry_id=entry_id, at_ms=NOON, posted=True, actor="Bea", note="AB 12")
    )
    waiver = writer.put(Waiver(entry_id=entry_id, at_ms=NOON, signed_by="Dag", actor="Bea"))
    return {
        "tills": till,
        "till_moves": move,
        "ledger": line,
        "questions": question,
        "answers": answer,
        "medals_given": medal,
        "waivers": waiver,
    }


def _prizegiving(
    writer: Writer, event_id: EventId, race_id: RaceId, entry_id: EntryId
) -> dict[str, object]:
    mark = writer.put(
        AwardMark(
            event_id=event_id,
            award="long/F-OPEN",
            step=AwardStep.HANDED_OUT,
            winners=((1, entry_id), (1, EntryId(1))),
            entry_id=entry_id,
            made_ms=NOON,
            actor="Bea",
        )
    )
    draw = writer.put(
        SpotDraw(
            event_id=event_id,
            race_id=race_id,
            title="Raffle",
            pool=DrawPool.VOLUNTEERS,
            seed="3 5 6",
            names=("Dag", "O'\""),
            excluded=("Dag",),
            made_ms=NOON,
            actor="Bea",
        )
    )
    prize = writer.put(
        SpotPrize(
            draw_id=draw.id,
            ordinal=1,
            prize="socks",
            sponsor="The sock shop",
            turn=2,
            among=("Dag", "1"),
            passed=("1",),
            drawn_ms=NOON,
            handed_ms=Instant(NOON + 4),
        )
    )
    art = writer.put(
        SheetArt(
            role=ArtRole.CERTIFICATE,
            event_id=event_id,
            name="hills.png",
            sha256="ab",
            layout='{"name":{"top":40}}',
        )
    )
    return {"award_marks": mark, "spot_draws": draw, "spot_prizes": prize, "sheet_art": art}


def a_publication(file: OpenFile) -> Publication:
    """Publish one result with nothing left at its default."""
    row = PublishedRow(
        entry_id=EntryId(1),
        bib="1",
        category="F-OPEN",
        status=ResultStatus.OK,
        time_ms=Duration(26 * 3_600_000),
        rank=1,
        rank_gender=2,
        rank_category=3,
    )
    return file.note_published(
        Publication(
            event_id=EventId(1),
            race_id=RaceId(1),
            number=2,
            published_as=PublishedAs.OFFICIAL,
            made_ms=NOON,
            actor="Bea",
            note="after the protest",
            fingerprint="ab",
            rows=(row,),
        )
    )


def a_printing(file: OpenFile) -> PrintedSheet:
    """Remember a printing with nothing left at its default."""
    return file.note_printed(
        PrintedSheet(
            kind="results",
            event_id=EventId(1),
            race_id=RaceId(1),
            options="paper=a4",
            title="Results",
            made_ms=NOON,
            actor="Bea",
            revision=3,
            pages=2,
            fingerprint="ab",
        )
    )
