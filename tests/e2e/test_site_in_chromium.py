"""The results site in a real Chromium: searched, filtered, sorted and printed as people do it.

The browser is told what to do through a pipe; see ``chromium.py``. ``packaging/test.py`` installs
one where that is allowed.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.e2e.chromium import Chromium, browser
from tests.services.desk import Desk
from tests.services.export_desk import ARABIC, HOSTILE, race_day
from trailsdesk.services.site import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RACE = "willesden-long.html"
NAMES = "[...document.querySelectorAll('tbody tr:not([hidden]) th')].map((cell) => cell.innerText)"
SHOWN = "document.querySelector('.shown').innerText"
SEARCH = "input[type=search]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a made-up race day."""
    folder = tmp_path_factory.mktemp("season")
    desk = Desk(folder)
    race_day(desk)
    write_site(desk.season, folder / "site")
    desk.close()
    return folder / "site"


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A browser for all tests of this file."""
    program = browser()
    if program is None or sys.platform == "win32":
        said = "the results site was NOT tried: no Chromium here (packaging/browser.py)"
        if os.environ.get("CI"):
            pytest.fail(said, pytrace=False)
        pytest.skip(said)
    with Chromium(program, tmp_path_factory.mktemp("chromium")) as found:
        yield found


@pytest.fixture
def chromium(started: Chromium) -> Iterator[Chromium]:
    """The browser as it stands on a desk: light, wide, with scripts; it hears no complaint."""
    started.size(1280, 720)
    started.look()
    started.scripts(on=True)
    yield started
    assert started.said == []
    assert all(address.startswith("file://") for address in started.fetched)


def choose(chromium: Chromium, number: int, value: str) -> None:
    """Choose by keyboard, as in any list: the letters of its first word."""
    chromium.ask(f"document.querySelectorAll('.tools select')[{number}].focus()")
    chromium.type(value.split()[0])
    chosen = f"document.querySelectorAll('.tools select')[{number}].value"
    chromium.wait(f"{chosen} === {value!r}")


def search(chromium: Chromium, text: str, shown: int) -> None:
    """Click into the search and type; as many rows are left when all letters have arrived."""
    chromium.click(SEARCH)
    chromium.type(text)
    chromium.wait(f"{SHOWN}.includes('“{text}”') && {NAMES}.length === {shown}")


def test_searching_leaves_the_rows_that_match_as_one_types(chromium: Chromium, site: Path) -> None:
    chromium.open(site / RACE)
    assert len(chromium.ask(NAMES)) == 8
    assert chromium.ask(SHOWN) == ""
    search(chromium, "kow", 1)
    assert chromium.ask(NAMES) == ["Bea Kōwhai"], "found without its macron"
    assert chromium.ask(SHOWN) == "1 of 8 shown: “kow”"
    chromium.press("Escape")
    chromium.wait(f"{NAMES}.length === 8")
    search(chromium, "rimu ada", 1)


def test_search_reads_numbers_and_every_script(chromium: Chromium, site: Path) -> None:
    chromium.open(site / RACE)
    search(chromium, ARABIC, 1)
    chromium.click(".tools button")
    chromium.wait(f"{NAMES}.length === 8")
    assert chromium.ask("document.activeElement.name") == "search"
    search(chromium, "2:05:00", 2)


def test_gender_and_category_filter_together(chromium: Chromium, site: Path) -> None:
    chromium.open(site / RACE)
    labels = chromium.ask("[...document.querySelectorAll('.tools label')].map((l) => "
                          "l.firstChild.textContent.trim())")  # fmt: skip
    assert labels == ["Search name, bib, club", "Gender", "Category"]
    choose(chromium, 0, "Women")
    assert chromium.ask(NAMES) == ["Ada Rimu", "Bea Kōwhai", f"{ARABIC} حداد", "Flo Miro"]
    assert chromium.ask(SHOWN) == "4 of 8 shown: Women"
    choose(chromium, 1, "Veteran women")
    left = chromium.ask(NAMES)
    assert left
    assert set(left) < {"Ada Rimu", "Bea Kōwhai", f"{ARABIC} حداد", "Flo Miro"}


def test_the_count_is_announced(chromium: Chromium, site: Path) -> None:
    chromium.open(site / RACE)
    said = chromium.ask("[document.querySelector('.shown').role, "
                        "document.querySelector('.shown').ariaLive]")  # fmt: skip
    assert said == ["status", "polite"]
    search(chromium, "nobody at all", 0)
    assert chromium.ask(SHOWN).startswith("0 of 8 shown")


def test_columns_sort_up_down_and_back(chromium: Chromium, site: Path) -> None:
    chromium.open(site / RACE)
    before = chromium.ask(NAMES)
    time = "thead th:nth-last-child(2)"
    chromium.click(f"{time} button")
    assert chromium.ask(f"document.querySelector('{time}').ariaSort") == "ascending"
    assert chromium.ask(NAMES)[:2] == ["Ada Rimu", "Bea Kōwhai"]
    chromium.click(f"{time} button")
    downwards = chromium.ask(NAMES)
    assert downwards[0] == f"{ARABIC} حداد"
    assert set(downwards[5:]) == {"Flo Miro", "Gus Matai", "Hal Rata"}, "words behind the times"
    chromium.click(f"{time} button")
    assert chromium.ask(NAMES) == before


def test_everything_is_reached_by_keyboard(chromium: Chromium, site: Path) -> None:
    chromium.open(site / RACE)
    chromium.press("/")
    assert chromium.ask("document.activeElement.type") == "search"
    assert chromium.ask("document.activeElement.value") == ""
    reached = []
    for _step in range(6):
        chromium.press("Tab")
        reached.append(chromium.ask("document.activeElement.tagName"))
    assert reached[:4] == ["SELECT", "SELECT", "BUTTON", "BUTTON"]
    assert chromium.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    chromium.press("Enter")
    assert chromium.ask("document.querySelectorAll('[aria-sort]').length") == 1


def test_what_a_runner_typed_is_text_and_nothing_runs(chromium: Chromium, site: Path) -> None:
    chromium.open(site / RACE)
    assert f"{HOSTILE} =1+1" in chromium.ask(NAMES)
    assert "owned" not in chromium.ask("document.title")
    assert chromium.ask("document.scripts.length") == 1


def test_the_policy_lets_nothing_else_run(chromium: Chromium, site: Path) -> None:
    chromium.open(site / RACE)
    chromium.ask("document.body.append(Object.assign(document.createElement('script'), "
                 "{textContent: 'document.title = \"owned\"'}))")  # fmt: skip
    assert "owned" not in chromium.ask("document.title")
    assert any("Content Security Policy" in text for text in chromium.said)
    chromium.said.clear()


def test_without_scripts_the_table_is_there_and_nothing_useless(
    chromium: Chromium, site: Path
) -> None:
    chromium.scripts(on=False)
    chromium.open(site / RACE)
    assert len(chromium.ask(NAMES)) == 8
    assert chromium.ask("getComputedStyle(document.querySelector('.tools')).display") == "none"
    assert chromium.ask("document.querySelectorAll('thead button').length") == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_no_page_is_wider_than_a_phone(chromium: Chromium, site: Path, scripts: bool) -> None:
    chromium.size(360, 740, mobile=True)
    chromium.scripts(on=scripts)
    pages = sorted(site.glob("*.html"))
    assert len(pages) > 4
    for page in pages:
        chromium.open(page)
        assert chromium.ask("document.documentElement.scrollWidth") == 360, page.name


def test_on_a_phone_every_figure_has_its_name(chromium: Chromium, site: Path) -> None:
    chromium.size(360, 740, mobile=True)
    chromium.open(site / "willesden-long-splits.html")
    labels = chromium.ask("[...document.querySelectorAll('tbody tr:first-child [data-t]')].map("
                          "(cell) => getComputedStyle(cell, '::before').content)")  # fmt: skip
    assert [label for label in labels if "Hut" in label or "Ford" in label]
    heights = chromium.ask("[...document.querySelectorAll('.tools input, .tools select, .tools "
                           "button')].map((each) => each.offsetHeight)")  # fmt: skip
    assert min(heights) >= 44, "room for a thumb"


CONTRAST = """
(() => {
  const channel = (value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map((each) => channel(each / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (!colour.endsWith(", 0)")) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.offsetParent || element.closest("script")) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    found.push([ratio, element.outerHTML.slice(0, 80)]);
  }
  return found.sort((one, other) => one[0] - other[0])[0];
})()
"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_stands_out_from_its_ground(chromium: Chromium, site: Path, dark: bool) -> None:
    chromium.look(dark=dark)
    for name in ("index.html", RACE, "standings-long.html"):
        chromium.open(site / name)
        ratio, where = chromium.ask(CONTRAST)
        assert ratio >= 4.5, (name, where)
    ground = chromium.ask("getComputedStyle(document.documentElement).backgroundColor")
    assert (ground == "rgb(15, 20, 18)") is dark


def test_print_is_the_table_and_what_it_is_and_no_controls(
    chromium: Chromium, site: Path, tmp_path: Path
) -> None:
    chromium.open(site / RACE)
    text = printed(chromium, tmp_path)
    for word in ("Results", "Willesden Farms", "PROVISIONAL", "Ada Rimu", "3:00:00", "Hal Rata"):
        assert word in text
    for word in ("Search", "Show all", "By gender and category"):
        assert word not in text


def test_print_holds_what_the_filter_has_left_and_says_so(
    chromium: Chromium, site: Path, tmp_path: Path
) -> None:
    chromium.open(site / RACE)
    choose(chromium, 0, "Men")
    text = printed(chromium, tmp_path)
    assert "Cy Totara" in text
    assert "Ada Rimu" not in text
    assert "3 of 8 shown: Men" in text


def printed(chromium: Chromium, folder: Path) -> str:
    """The text of the pages that would come out of the printer."""
    chromium.pdf(folder / "page.pdf")
    return "\n".join(page.extract_text() for page in PdfReader(folder / "page.pdf").pages)


def test_links_lead_through_the_site_and_back(chromium: Chromium, site: Path) -> None:
    chromium.open(site / "index.html")
    chromium.click(f"a[href='{RACE}']")
    chromium.wait("document.title.startsWith('Results')")
    chromium.click("a[href='willesden-long-splits.html']")
    chromium.wait("document.title.startsWith('Splits')")
    chromium.click(".trail a")
    chromium.wait("document.querySelector('.cards') !== null")
