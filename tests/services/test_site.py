"""The results site as files: every page safe and whole, no folder of somebody else touched."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR
from tests.services.export_desk import ARABIC, race_day
from trailsdesk.domain.problems import KnownError, Refused
from trailsdesk.domain.publication import PublishedAs
from trailsdesk.domain.results import RulingKind
from trailsdesk.i18n import message
from trailsdesk.services.publishing import publish
from trailsdesk.services.results import fingerprint, rule_on
from trailsdesk.services.site import site_folder, site_pages, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.desk import Desk


class Page(HTMLParser):
    """Tags, attributes and the texts of cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self._cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.tags if found == tag]


def pages(desk: Desk, *, event: bool = False) -> dict[str, Page]:
    event_id = desk.event().id if event else None
    return {name: Page(text) for name, text in site_pages(desk.season, event_id).items()}


def test_every_page_of_the_season_is_linked_and_every_link_leads_somewhere(desk: Desk) -> None:
    race_day(desk)
    found = pages(desk)
    assert next(iter(found)) == "index.html"
    assert {"willesden-long.html", "willesden-long-groups.html", "willesden-long-splits.html",
            "willesden-short.html", "standings-long.html"} <= set(found)  # fmt: skip
    linked = {link["href"] for page in found.values() for link in page.all("a")}
    assert linked == set(found)


def test_the_table_holds_the_results_row_for_row(desk: Desk) -> None:
    race_day(desk)
    header, *rows = pages(desk)["willesden-long.html"].rows
    assert header[:3] == ["Place", "Name", "Bib"]
    assert [row[2] for row in rows] == [row.bib for row in desk.rows(race="long")]
    assert [row[0] for row in rows[:5]] == ["1", "=2", "=2", "4", "5"]
    time = header.index("Time")
    assert [row[time] for row in rows] == [
        "2:00:00", "2:05:00", "2:05:00", "2:30:00", "3:00:00", "DNF", "DNS", "no time yet",
    ]  # fmt: skip


def test_groups_have_places_of_their_own(desk: Desk) -> None:
    race_day(desk)
    page = pages(desk)["willesden-long-groups.html"]
    tables = [row for row in page.rows if row[:1] != ["Place"]]
    women = [row[:2] for row in tables[:3]]
    assert women == [["1", "Ada Rimu"], ["2", "Bea Kōwhai"], ["3", f"{ARABIC} حداد"]]


def test_splits_stand_on_a_page_of_their_own(desk: Desk) -> None:
    race_day(desk)
    header, *rows = pages(desk)["willesden-long-splits.html"].rows
    assert header[-3:] == ["Hut", "Ford", "Finish"]
    assert rows[0][-3:] == ["0:40:00", "1:20:00", "2:00:00"]
    assert len(rows) == 3, "those seen on the way"


def test_no_text_of_a_person_is_markup(desk: Desk) -> None:
    race_day(desk)
    for name, page in pages(desk).items():
        scripts = page.all("script")
        assert len(scripts) == 1, name
        assert "src" not in scripts[0]
        assert not [tag for tag, attributes in page.tags if any(
            key.startswith("on") or key == "style" for key in attributes)]  # fmt: skip


def test_names_written_from_right_to_left_are_set_apart(desk: Desk) -> None:
    race_day(desk)
    text = site_pages(desk.season)["willesden-long.html"]
    assert f'<bdi dir="auto">{ARABIC} حداد</bdi>' in text


def test_nothing_is_fetched_and_nothing_else_may_run(desk: Desk) -> None:
    race_day(desk)
    for text in site_pages(desk.season).values():
        page = Page(text)
        (policy,) = (m["content"] for m in page.all("meta") if "http-equiv" in m)
        assert policy is not None
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy
        links = {tag["href"] for tag in page.all("link")}
        assert links == {"data:,"}
        assert not re.search(r"(https?:)?//\w+\.", text.split("<script>")[0])
        assert page.all("html")[0]["lang"] == "en"


def test_tables_have_captions_and_headings_with_a_scope(desk: Desk) -> None:
    race_day(desk)
    for name, page in pages(desk).items():
        assert len(page.all("caption")) == len(page.all("table")), name
        assert all(head.get("scope") in ("col", "row") for head in page.all("th")), name
        assert len(page.all("h1")) == 1


def test_it_says_provisional_when_made_and_of_which_results(desk: Desk) -> None:
    race_day(desk)
    text = site_pages(desk.season)["willesden-long.html"]
    assert "PROVISIONAL" in text
    assert "25 May 2026 18:00 NZST" in text
    assert fingerprint(desk.rows(race="long")) in text


def test_a_race_called_official_says_so_until_it_changes(desk: Desk) -> None:
    race_day(desk)
    rule_on(desk.season, desk.entry("8").id, RulingKind.DNF, "", ACTOR)
    publish(desk.season, desk.race("long").id, PublishedAs.OFFICIAL, ACTOR)
    pages_then = site_pages(desk.season)
    assert "OFFICIAL v1" in pages_then["willesden-long.html"]
    assert "These results are official." in pages_then["willesden-long.html"]
    assert "PROVISIONAL" in pages_then["index.html"], "other races are not"
    rule_on(desk.season, desk.entry("5").id, RulingKind.DSQ, "made up", ACTOR)
    assert "PROVISIONAL" in site_pages(desk.season)["willesden-long.html"]


def test_what_is_for_the_organiser_stays_inside(desk: Desk) -> None:
    race_day(desk)
    for text in site_pages(desk.season).values():
        for secret in ("1980-03-02", "ada@example.invalid", "bee stings", "open problem"):
            assert secret not in text


def test_one_event_alone_has_no_standings(desk: Desk) -> None:
    race_day(desk)
    names = set(pages(desk, event=True))
    assert not {name for name in names if name.startswith("standings")}
    assert "willesden-long.html" in names


def test_nobody_entered_yet_is_an_index_that_says_so(desk: Desk) -> None:
    (text,) = site_pages(desk.season).values()
    assert "nobody is entered yet" in text


# ------------------------------------------------------------------------------ the folder


def test_an_earlier_site_is_replaced_whole(desk: Desk, tmp_path: Path) -> None:
    race_day(desk)
    folder = tmp_path / "site"
    assert write_site(desk.season, folder) == len(site_pages(desk.season))
    assert (folder / "standings-long.html").exists()
    write_site(desk.season, folder, desk.event().id)
    assert not (folder / "standings-long.html").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("theirs", ["photo.jpg", "index.html"])
def test_a_folder_of_somebody_else_is_left_alone(desk: Desk, tmp_path: Path, theirs: str) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / theirs).write_text("mine")
    with pytest.raises(Refused) as refused:
        write_site(desk.season, folder)
    assert theirs in message(refused.value)
    assert [path.name for path in folder.iterdir()] == [theirs]


def test_one_strange_file_beside_an_earlier_site_is_enough(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_site(desk.season, folder)
    (folder / "photo.jpg").write_text("mine")
    with pytest.raises(Refused):
        write_site(desk.season, folder)
    assert (folder / "photo.jpg").read_text() == "mine"


def test_a_file_is_no_folder(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(Refused):
        write_site(desk.season, tmp_path / "site")
    assert (tmp_path / "site").read_text() == "mine"


def test_the_old_site_stays_when_the_new_one_cannot_be_put_there(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    race_day(desk)
    folder = tmp_path / "site"
    write_site(desk.season, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    rename = type(folder).rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(type(folder), "rename", refuse)
    with pytest.raises(KnownError):
        write_site(desk.season, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_without_the_folder_above_it_is_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as told:
        write_site(desk.season, tmp_path / "nowhere" / "site")
    assert told.value.note.code == "export.site-not-written"


def test_a_folder_that_holds_things_gets_the_site_below_it(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert site_folder(tmp_path / "new") == tmp_path / "new"
    write_site(desk.season, tmp_path / "new")
    assert site_folder(tmp_path / "new") == tmp_path / "new"
    assert site_folder(tmp_path) == tmp_path / "results-site"
