from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from tests.ui.season_fixture import StandingClock, open_desk
from trailsdesk.services.season import Season
from trailsdesk.store import Store
from trailsdesk.ui import screens

SMALL = ((1280, 720),)


@pytest.fixture
def season(qapp, tmp_path):
    with open_desk(tmp_path) as desk:
        path = desk.season.file.path
    clock = screens.StillClock(StandingClock().now_ms())
    file = Store().open(path, "tests", clock)
    yield Season(file, clock)
    file.close()


def test_pictures_are_named_for_what_they_show_and_have_its_size(season, tmp_path):
    made = screens.draw_panels(
        season, tmp_path / "screens", sizes=SMALL, panels=("season", "entries")
    )
    assert [place.name for place in made] == [
        "season-light-1280x720.png",
        "entries-light-1280x720.png",
        "season-dark-1280x720.png",
        "entries-dark-1280x720.png",
    ]
    for place in made:
        picture = QImage(str(place))
        assert (picture.width(), picture.height()) == (1280, 720)
    assert sorted(p.name for p in (tmp_path / "screens").iterdir()) == sorted(
        place.name for place in made
    )


def test_a_page_of_a_panel_is_another_picture_than_the_panel(season, tmp_path):
    names = sorted({name.partition("-")[0] for name in screens.PAGES} | set(screens.PAGES))
    made = screens.draw_panels(
        season, tmp_path / "screens", sizes=SMALL, themes=("light",), panels=names
    )
    assert [place.name.removesuffix("-light-1280x720.png") for place in made] == names
    assert len({place.read_bytes() for place in made}) == len(names)


def test_light_and_dark_differ_and_a_second_drawing_does_not(season, tmp_path):
    first = screens.draw_panels(season, tmp_path / "a", sizes=SMALL, panels=("season",))
    again = screens.draw_panels(season, tmp_path / "b", sizes=SMALL, panels=("season",))
    light, dark = (place.read_bytes() for place in first)
    assert light != dark
    assert [place.read_bytes() for place in again] == [light, dark]


def test_the_finish_panel_is_drawn_with_the_race_on(season, tmp_path):
    gun = season.data.races_of(season.data.events_in_order()[0].id)[0]
    scene = screens.LineScene(season=season, race=gun.code, bib="1")
    plain = screens.draw_panels(season, tmp_path / "a", sizes=SMALL, panels=("finish",))
    drawn = screens.draw_panels(
        season, tmp_path / "b", sizes=SMALL, panels=("finish",), line=scene
    )
    again = screens.draw_panels(
        season, tmp_path / "c", sizes=SMALL, panels=("finish",), line=scene
    )
    assert plain[0].read_bytes() != drawn[0].read_bytes()
    assert [p.read_bytes() for p in drawn] == [p.read_bytes() for p in again]


def test_every_sheet_is_written_as_pdf_and_workbook(season, tmp_path):
    made = screens.write_sheets(season, tmp_path / "sheets")
    names = {place.name for place in made}
    assert {"prize-list-willesden.pdf", "standings.xlsx", "start-list-willesden.pdf"} <= names
    for place in made:
        start = b"%PDF-" if place.suffix == ".pdf" else b"PK"
        assert place.read_bytes().startswith(start)
