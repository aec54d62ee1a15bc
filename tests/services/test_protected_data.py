"""What is protected stays where it is needed: in no file, sheet, page, log or step of History."""

from __future__ import annotations

import dataclasses
import io
import logging
import zipfile
from typing import TYPE_CHECKING

import pytest

from trailsdesk.documents.plain_text import as_text
from trailsdesk.domain.entry import Entry
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.domain.privacy import Protected
from trailsdesk.domain.problems import KnownError
from trailsdesk.domain.questions import QuestionKind
from trailsdesk.services import history, printing, privacy, questions
from trailsdesk.services.at_the_desk import AtTheDesk
from trailsdesk.services.entry_desk import contact_of, entry_detail, guarded_of, save_entry
from trailsdesk.services.exports import EXPORTS, ExportRequest, What, export_named, make_export
from trailsdesk.services.site import site_pages

from tests.services.desk import ACTOR  # isort: skip

if TYPE_CHECKING:
    from tests.services.desk import Desk

SECRET = Contact(
    runner_id=RunnerId(0),
    email="secret.mail@example.invalid",
    phone="0800 SECRETPHONE",
    emergency_name="Secretkin Rimu",
    emergency_phone="0800 SECRETKIN",
    medical="secretasthma",
    address="Secret Street 1",
)
GUARDIAN, ALLERGY = "Secretguardian Rimu", "secretnuts"
SECRETS = ("secret.mail", "SECRETPHONE", "Secretkin", "SECRETKIN", "secretasthma",
           "Secret Street", "Secretguardian", "secretnuts")  # fmt: skip
HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance,Medal,Entered,Paid"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A race that is run, with one runner of whom everything protected is on file."""
    desk.entries(
        "401,Ada,Rimu,F,1990-03-02,NZL,long,post,2026-03-01,10.00",
        "402,Bea,Tawa,F,1991-07-20,NZL,long,collect,2026-03-01,0.00",
        header=HEADER,
    )
    season, entry = desk.season, desk.entry("401")
    asked = questions.add_question(season, "Allergies", QuestionKind.TEXT, protected=True)
    shirt = questions.add_question(season, "T-shirt", QuestionKind.TEXT)
    at_desk = AtTheDesk(waiver=GUARDIAN, answers={asked.id: ALLERGY, shirt.id: "M"})
    save_entry(season, desk.runner("401"), entry, SECRET, at_desk, actor=ACTOR)
    desk.clock.set("2026-05-24 09:00:00")
    desk.start("10:00:00")
    desk.clock.set("2026-05-24 18:00:00")
    desk.times("401,12:00:00,", "402,12:05:00,", race="long")
    return desk


def held_in(content: bytes | str) -> list[str]:
    """Which secrets stand in it; a workbook is looked through file by file."""
    if isinstance(content, bytes):
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                content = "\n".join(book.read(name).decode("utf-8", "replace")
                                    for name in book.namelist())  # fmt: skip
        else:
            content = content.decode("utf-8", "replace")
    return [secret for secret in SECRETS if secret in content]


def test_the_secrets_are_on_file_and_would_be_found(desk: Desk) -> None:
    guarded = guarded_of(desk.season, desk.entry("401").id)
    said = "\n".join([str(guarded.contact), guarded.signed_by, guarded.answers[0].value])
    assert held_in(said) == list(SECRETS)


@pytest.mark.parametrize("kind", [kind.id for kind in EXPORTS if not kind.folder])
def test_no_export_holds_them_unasked(desk: Desk, kind: str) -> None:
    named = export_named(kind)
    for what in What if named.of_rows else (What.RESULTS,):
        request = ExportRequest(what=what, event_id=desk.event().id, race_id=desk.race("long").id)
        content = make_export(desk.season, named, request).content
        assert held_in(content) == []


def test_no_page_of_the_site_holds_them(desk: Desk) -> None:
    assert held_in("\n".join(site_pages(desk.season).values())) == []


@pytest.mark.parametrize("kind", [kind for kind in printing.KINDS if not kind.protected],
                         ids=lambda kind: kind.id)  # fmt: skip
def test_no_sheet_but_the_protected_ones_holds_them(desk: Desk, kind: printing.PrintKind) -> None:
    try:
        request = printing.sheet_request(desk.season, kind, desk.event().id, desk.race("long").id)
        sheet = kind.build(desk.season, printing.with_tracks(desk.season, kind, request))
        said = as_text(sheet)
    except KnownError as refused:
        said = str(refused.note)
    assert held_in(said) == []


def test_the_detail_of_an_entry_holds_them_only_when_they_are_asked_for(desk: Desk) -> None:
    detail = entry_detail(desk.season, desk.entry("401").id)
    assert detail is not None
    assert held_in(str(detail)) == []
    assert (detail.guarded, detail.signed) == (1, True)
    assert [(each.question.label, each.value) for each in detail.answers] == [("T-shirt", "M")]


def test_no_log_and_no_step_of_history_holds_them(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    season, runner = desk.season, desk.runner("401")
    with caplog.at_level(logging.DEBUG):
        contact = dataclasses.replace(contact_of(season, runner.id), phone="0800 SECRETPHONE 2")
        asked = next(q for q in questions.questions_in_order(season) if q.protected)
        at_desk = AtTheDesk(waiver=GUARDIAN + " 2", answers={asked.id: ALLERGY + " 2"})
        save_entry(season, runner, desk.entry("401"), contact, at_desk, actor=ACTOR)
        late = Entry(runner_id=RunnerId(0), race_id=desk.race("long").id, bib="403")
        person = dataclasses.replace(runner, id=RunnerId(0), family_name="Late")
        save_entry(season, person, late, SECRET, at_desk, actor=ACTOR)
        everybody = privacy.plan_purge(season, Protected)
        privacy.purge(season, everybody, copies_too=False)
    assert held_in(caplog.text) == []
    said = "\n".join(f"{info.name} {dict(info.params)}" for info in history.history(season))
    assert "privacy.purge" in said
    assert held_in(said) == []


def test_after_the_purge_nothing_of_it_is_shown_to_who_asks(desk: Desk) -> None:
    plan = privacy.plan_purge(desk.season, Protected)
    assert set(plan.counts.values()) == {1}
    privacy.purge(desk.season, plan, copies_too=False)
    guarded = guarded_of(desk.season, desk.entry("401").id)
    assert held_in(str(guarded)) == []
    assert desk.entry("401").id in desk.season.data.waivers
    assert held_in(desk.path.read_bytes()) == []
