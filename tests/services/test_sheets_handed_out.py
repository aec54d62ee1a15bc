"""Certificates, labels, lists and pictures of a season: whom they are for, and what is kept."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.documents.test_picture_gate import grid, picture
from trailsdesk.documents.glyphs import page_sheet
from trailsdesk.documents.picture_gate import gated_picture
from trailsdesk.documents.plain_text import as_text
from trailsdesk.domain.certificate import CertificateDesign, CertificateField
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.people import Contact
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.sheet_art import ArtRole
from trailsdesk.services import printed, printing, sheet_art
from trailsdesk.services.checkpoints import save_point
from trailsdesk.services.label_sheets import address_lines
from trailsdesk.services.sheet_groups import kinds_in_groups

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.desk import Desk
    from trailsdesk.documents.sheet import Sheet

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance,Medal"


@pytest.fixture
def held(desk: Desk) -> Desk:
    desk.entries(
        "1,Made,Upton,F,1990-03-02,NZL,long,post",
        "2,Mādeline,Upton-Rangi,F,1991-04-05,NZL,long,collect",
        "3,Third,Equal,M,1992-01-01,NZL,long,post",
        "4,Out,There,M,1993-01-01,NZL,long,",
        "7,雷,李,M,1986-05-24,CHN,short,",
        header=HEADER,
    )
    desk.start("10:00:00")
    desk.times("1,11:30:00,", "2,11:31:00,", "3,11:32:00,", "7,10:31:00,")
    return desk


def sheet(desk: Desk, kind_id: str, race: str | None = None, **options: object) -> Sheet:
    kind = printing.kind_named(kind_id)
    race_id = desk.race(race).id if race else None
    request = printing.sheet_request(desk.season, kind, desk.event().id, race_id, **options)
    request = printing.with_contacts(desk.season, kind, request)
    return kind.build(desk.season, printing.with_tracks(desk.season, kind, request))


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def pages(desk: Desk, **options: object) -> int:
    return len(page_sheet(sheet(desk, "certificate", **options)).pages)


# Certificates


def test_only_who_has_finished_gets_a_certificate(held: Desk) -> None:
    text = as_text(sheet(held, "certificate"))
    assert text.count("Certificate\n") == 4
    assert "Out There" not in text
    assert "place 1 of 3" in text
    assert "in 1:30:00" in text
    assert pages(held, race="short") == 1


def test_one_runner_can_be_asked_for_and_a_wrong_bib_is_told(held: Desk) -> None:
    assert pages(held, bib="7") == 1
    with pytest.raises(Refused, match=r"certificate\.no-such-bib"):
        sheet(held, "certificate", bib="77")
    with pytest.raises(Refused, match=r"certificate\.not-finished"):
        sheet(held, "certificate", bib="4")


def test_certificates_for_the_first_places_only(held: Desk) -> None:
    held.entries(*(f"{at},Far,Behind{at},F,1990-01-01,NZL,long,post" for at in range(21, 26)),
                 header=HEADER)  # fmt: skip
    held.times(*(f"{at},12:{at}:00," for at in range(21, 26)), name="more.csv")
    assert pages(held) == 9
    text = as_text(sheet(held, "certificate", winners=True))
    assert "Behind21" in text
    assert "Behind25" not in text


def test_before_anybody_has_finished_there_is_one_page_that_says_so(desk: Desk) -> None:
    assert "Nobody has finished yet." in as_text(sheet(desk, "certificate"))


def test_a_design_is_kept_for_one_event_or_for_all_and_undone(held: Desk) -> None:
    for_all = CertificateDesign().with_look(CertificateField.TITLE, text="Bravo")
    sheet_art.set_design(held.season, None, for_all)
    assert "Bravo" in as_text(sheet(held, "certificate"))
    own = CertificateDesign().with_look(CertificateField.TITLE, text="Kia ora")
    sheet_art.set_design(held.season, held.event().id, own)
    assert "Kia ora" in as_text(sheet(held, "certificate"))
    other = held.event("mount-cass").id
    assert sheet_art.design_of(held.season, other) == for_all
    held.reopen()
    assert sheet_art.design_of(held.season, held.event().id) == own
    held.undo()
    assert "Bravo" in as_text(sheet(held, "certificate"))
    with pytest.raises(Refused, match=r"art\.bad-layout"):
        sheet_art.set_layout(held.season, None, '{"fields": {"nom": 1}}')


# Pictures


def test_a_logo_stands_on_every_sheet_and_changes_nothing_it_says(held: Desk) -> None:
    before = sheet(held, "results")
    sheet_art.set_picture(held.season, ArtRole.LOGO, None, "logo.png", picture(grid(40, 90, 3)))
    after = sheet(held, "results")
    assert before.logo is None
    assert after.logo is not None
    assert printed.fingerprint(before) == printed.fingerprint(after)
    content = printing.render(after, ".pdf")[0]
    assert len(PdfReader(io.BytesIO(content)).pages[0].images) == 1
    assert content == printing.render(sheet(held, "results"), ".pdf")[0]
    plain, with_logo = text_of(printing.render(before, ".pdf")[0]), text_of(content)
    assert plain == with_logo


def test_a_picture_is_there_after_a_restart_and_goes_when_it_is_taken_away(held: Desk) -> None:
    event_id = held.event().id
    content = picture(grid(60, 90, 3))
    sheet_art.set_picture(held.season, ArtRole.LOGO, event_id, "logo.png", content)
    held.reopen()
    assert sheet_art.art_missing(held.season)
    assert sheet_art.logo_of(held.season, event_id) is None, "not read yet: it is not waited for"
    assert sheet_art.load_art(held.season)
    logo = sheet_art.logo_of(held.season, event_id)
    assert logo is not None
    assert logo.content == gated_picture("logo.png", content).content
    assert sheet_art.logo_of(held.season, held.event("mount-cass").id) is None
    sheet_art.remove_picture(held.season, ArtRole.LOGO, event_id)
    assert sheet_art.logo_of(held.season, event_id) is None
    held.undo()
    assert sheet_art.logo_of(held.season, event_id) is not None
    with pytest.raises(Refused, match=r"art\.none"):
        sheet_art.remove_picture(held.season, ArtRole.CERTIFICATE, event_id)


def test_a_background_keeps_the_design_and_is_one_picture_for_all_pages(held: Desk) -> None:
    design = CertificateDesign().with_look(CertificateField.TITLE, text="Bravo")
    sheet_art.set_design(held.season, None, design)
    content = picture(grid(120, 170, 3), "jpeg")
    sheet_art.set_picture(held.season, ArtRole.CERTIFICATE, None, "hills.jpg", content)
    made = sheet(held, "certificate")
    drawn = printing.render(made, ".pdf")[0]
    assert drawn == printing.render(made, ".pdf")[0]
    assert "Bravo" in text_of(drawn)
    assert drawn.count(b"/Subtype /Image") == 1
    sheet_art.remove_picture(held.season, ArtRole.CERTIFICATE, None)
    assert "Bravo" in as_text(sheet(held, "certificate"))


def test_what_is_no_picture_changes_nothing(held: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"art\.not-a-picture"):
        sheet_art.set_picture(held.season, ArtRole.LOGO, None, "logo.gif", b"GIF89a")
    with pytest.raises(Refused, match=r"art\.missing"):
        sheet_art.read_picture(tmp_path / "nowhere.png")
    assert not held.season.data.sheet_art


# Labels and lists


def put_contact(desk: Desk, bib: str, **fields: str) -> None:
    with desk.season.change("entry.edit", bib=bib) as writer:
        writer.put(Contact(runner_id=desk.runner(bib).id, **fields))


def test_addresses_are_for_medals_still_to_be_posted(held: Desk) -> None:
    put_contact(held, "1", address="1 Nowhere Road, Made-up 7999, New Zealand")
    text = as_text(sheet(held, "address-labels"))
    assert "Made Upton\n1 Nowhere Road\nMade-up 7999\nNew Zealand" in text
    assert "Third Equal\n(no address on file)" in text
    assert "Mādeline" not in text
    envelope = sheet(held, "envelopes", stock="c5")
    assert "1 Nowhere Road" in as_text(envelope)


def test_a_preview_of_addresses_shows_none(held: Desk) -> None:
    put_contact(held, "1", address="1 Nowhere Road")
    kind = printing.kind_named("address-labels")
    preview = printing.build_sheet(held.season, kind, held.event().id)
    assert "Nowhere" not in as_text(preview)
    assert kind.protected


def test_an_unknown_label_paper_names_those_there_are(held: Desk) -> None:
    with pytest.raises(Refused) as told:
        sheet(held, "bib-labels", stock="a5")
    assert "a4-3x8" in str(told.value.note.params["known"])


def test_letter_paper_takes_letter_labels_and_envelopes(held: Desk) -> None:
    assert sheet(held, "bib-labels", paper="letter").options.paper.value == "LETTER"
    envelope = sheet(held, "envelopes", paper="letter").options.envelope
    assert envelope is not None
    assert envelope.value == "NUMBER_10"


def test_an_address_in_one_line_is_taken_apart_at_its_commas() -> None:
    lines = address_lines(Contact(runner_id=0, address=" 1 Nowhere Rd ,, Town "))  # type: ignore[arg-type]
    assert lines == ["1 Nowhere Rd", "Town"]
    lines = address_lines(Contact(runner_id=0, address="1 Nowhere Rd, Flat 2\nTown\n"))  # type: ignore[arg-type]
    assert lines == ["1 Nowhere Rd, Flat 2", "Town"]
    assert address_lines(None) == []


def test_medical_notes_stand_only_where_they_were_asked_for(held: Desk) -> None:
    put_contact(held, "4", emergency_name="Made Mother", emergency_phone="021", medical="asthma")
    text = as_text(sheet(held, "emergency-list"))
    assert "Made Mother" in text
    assert "asthma" not in text
    assert "asthma" in as_text(sheet(held, "emergency-list", medical=True))


def test_everybody_expected_stands_on_the_bib_hand_out(held: Desk) -> None:
    text = as_text(sheet(held, "bib-handout"))
    for name in ("Upton, Made", "Upton-Rangi, Mādeline", "There, Out", "李, 雷"):
        assert name in text


def test_late_entries_are_those_of_the_last_day_and_later(held: Desk) -> None:
    held.clock.set("2026-05-24 08:00:00")
    held.entries("88,Late,Comer,F,1990-03-02,NZL,long,", header=HEADER)
    before = as_text(sheet(held, "late-entries"))
    assert "Upton" not in before
    if "Comer" not in before:
        with held.season.change("entry.edit", bib="88") as writer:
            from dataclasses import replace

            writer.put(replace(held.entry("88"), entered_ms=held.clock.now_ms()))
    assert "Comer, Late" in as_text(sheet(held, "late-entries"))


def test_every_kind_of_sheet_stands_in_one_group() -> None:
    listed = [kind.id for _title, kinds in kinds_in_groups() for kind in kinds]
    assert sorted(listed) == sorted(kind.id for kind in printing.KINDS)
    titles = [title for title, _kinds in kinds_in_groups()]
    assert titles[:4] == ["Before the race", "On the day", "Prizegiving", "Afterwards"]


def test_splits_on_the_wall_are_asked_for_when_a_checkpoint_is_heard_of(held: Desk) -> None:
    race = held.race()
    save_point(held.season, TimingPoint(race_id=race.id, code="cp1", label="Saddle"))
    held.times("1,10:40:00,", name="one.csv", point="cp1", race="long")
    kind = printing.kind_named("splits")
    request = printing.sheet_request(held.season, kind, held.event().id, race.id)
    printed.write_pdf(held.season, kind, request, held.folder / "splits.pdf", "Test desk")
    assert "sheet.outdated" not in held.codes()
    assert "0:40:00" in as_text(kind.build(held.season, request))
    held.times("2,10:41:00,", name="two.csv", point="cp1", race="long")
    assert "sheet.outdated" in held.codes()
    assert "0:41:00" in as_text(kind.build(held.season, request))
