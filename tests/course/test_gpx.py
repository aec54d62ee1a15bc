"""GPX files of all sorts, and those that must not reach the reader."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.course.made import a_trk, gpx, line_of
from trailsdesk.course.difficulty import measure
from trailsdesk.course.gpx import read_gpx
from trailsdesk.course.track import are_alternatives
from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.i18n import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POINTS: list[tuple[float, float, float | None]] = [(45.0, 7.0, 100.0), (45.01, 7.0, None)]


_LISTENING: list[list[str]] = []
_REACHES_OUT = (
    "open",
    "socket.connect",
    "socket.getaddrinfo",
    "urllib.Request",
    "subprocess.Popen",
)


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _LISTENING and event in _REACHES_OUT:
        for heard in _LISTENING:
            heard.append(f"{event} {arguments[:1]}")


sys.addaudithook(_note)


@contextlib.contextmanager
def opened_meanwhile() -> Iterator[list[str]]:
    """What the process opens, or reaches for over the network, as the interpreter reports it."""
    import gpxpy.gpx  # noqa: F401  its own modules are opened now, not while we listen

    heard: list[str] = []
    _LISTENING.append(heard)
    try:
        yield heard
    finally:
        _LISTENING.remove(heard)


def refused(data: bytes) -> str:
    # The processor's time: what else a computer does at that moment is not the reader's doing.
    started = time.process_time()
    with opened_meanwhile() as opened, pytest.raises(InputUnreadable) as caught:
        read_gpx("hostile.gpx", data)
    assert time.process_time() - started < 1, "refused too late"
    assert not opened, "a file was opened that nobody chose"
    words = message(caught.value)
    assert "hostile.gpx" in words
    assert "…" not in words
    return caught.value.note.code


def test_tracks_routes_and_waypoints_are_read() -> None:
    route = f"<rte><name>R</name>{line_of(POINTS, 'rtept')}</rte>"
    place = '<wpt lat="45.005" lon="7"><name>Hut</name></wpt>'
    found = read_gpx("a.gpx", gpx(place + a_trk("A", POINTS, POINTS) + route))
    assert [(line.name, line.route, len(line.parts), line.points) for line in found.lines] == [
        ("A", False, 2, 4),
        ("R", True, 1, 2),
    ]
    assert [place.name for place in found.waypoints] == ["Hut"]
    assert found.lines[0].parts[0].elevations_m == (100.0, None)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_versions_and_encodings(version: str, encoding: str) -> None:
    text = gpx(a_trk("Tête", POINTS), version=version).decode()
    named = text.replace("UTF-8", encoding.removesuffix("-sig"))
    if version == "1.0":
        named = named.replace("GPX/1/1", "GPX/1/0")
    if encoding == "utf-16":
        named = named.replace(' xmlns="http://www.topografix.com/GPX/1/0"', "")
        named = named.replace(' xmlns="http://www.topografix.com/GPX/1/1"', "")
    found = read_gpx("a.gpx", named.encode(encoding))
    assert found.lines[0].name == "Tête"


def test_empty_segments_and_tracks_are_passed_over() -> None:
    found = read_gpx("a.gpx", gpx("<trk><trkseg/></trk>" + a_trk("B", POINTS, [])))
    assert [(line.name, len(line.parts)) for line in found.lines] == [("B", 1)]


def test_extensions_on_every_point_do_no_harm() -> None:
    point = (
        '<trkpt lat="45" lon="7"><ele>1</ele><extensions><a:hr xmlns:a="x">99</a:hr>'
        "</extensions></trkpt>"
    )
    assert read_gpx("a.gpx", gpx(f"<trk><trkseg>{point}</trkseg></trk>")).lines[0].points == 1


def test_lines_that_start_at_the_same_place_are_alternatives_others_are_parts() -> None:
    long = [(45.0 + at / 1000, 7.0, None) for at in range(20)]
    other = [(45.0 + at / 1000, 7.001, None) for at in range(25)]
    after = [(45.05 + at / 1000, 7.0, None) for at in range(20)]
    both = read_gpx("a.gpx", gpx(a_trk("A", long) + a_trk("B", other)))
    parts = read_gpx("a.gpx", gpx(a_trk("A", long) + a_trk("B", after)))
    assert are_alternatives(both.lines)
    assert not are_alternatives(parts.lines)


LAUGHS = (
    "<!DOCTYPE gpx [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
)


QUADRATIC = f"<!DOCTYPE gpx [<!ENTITY a '{'ha' * 50_000}'>]>"
READS_A_FILE = '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
READS_ANOTHER_LIST = '<!DOCTYPE gpx [<!ENTITY % more SYSTEM "http://192.0.2.1/x.dtd"> %more;]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "input.empty"),
        (b"   \n", "input.empty"),
        (b"bib,time\n1,2\n", "course.broken"),
        (gpx(a_trk("A", POINTS))[:-20], "course.broken"),
        (b"<kml><a/></kml>", "course.not-gpx"),
        (gpx(""), "course.no-line"),
        (gpx('<wpt lat="1" lon="2"/>'), "course.no-line"),
        (gpx(a_trk("&c;", POINTS), head=LAUGHS), "course.doctype"),
        (
            gpx(a_trk("A", POINTS), head='<!DOCTYPE gpx SYSTEM "file:///etc/hostname">'),
            "course.doctype",
        ),
        (gpx(a_trk("A", POINTS), head=f"<!--{'x' * 100_000}--><!DOCTYPE gpx>"), "course.doctype"),
        (gpx(a_trk("&a;" * 3000, POINTS), head=QUADRATIC), "course.doctype"),
        (gpx(a_trk("&x;", POINTS), head=READS_A_FILE), "course.doctype"),
        (gpx(a_trk("A", POINTS), head=READS_ANOTHER_LIST), "course.doctype"),
        (b"<gpx>" + b"<a>" * 500_000, "course.hostile"),
        (b"<gpx>" + b"<a>" * 65 + b"</a>" * 65 + b"</gpx>", "course.hostile"),
        (gpx(f"<name><![CDATA[{'<' * 10_000_000}]]></name>"), "course.hostile"),
        (
            gpx(f"<name>{'x' * 10_000_000}".replace("x" * 5000, "x" * 999 + "<!---->")),
            "course.hostile",
        ),
        (gpx(f"<name>{'&#120;' * 1_000_000}</name>"), "course.hostile"),
        (gpx(f"<name>{'x' * 5_000}</name>").decode().encode("utf-16"), "course.hostile"),
        (b"<gpx>" + b'<a lat="1" lon="1"/>' * 1_000_001, "course.too-many-points"),
        (gpx("<wpt " + "".join(f" a{n}=''" for n in range(40)) + "/>"), "course.hostile"),
        (b" " * (25 * 1024 * 1024 + 1), "input.too-large"),
        (gpx(f"<name>{'x' * 10_000_000}</name>"), "course.hostile"),
        (b"<gpx" + b' xmlns="x"' * 40_000 + b"></gpx>", "course.hostile"),
        (gpx('<trk><trkseg><trkpt lat="nan" lon="7"/></trkseg></trk>'), "course.bad-place"),
        (gpx('<trk><trkseg><trkpt lat="inf" lon="7"/></trkseg></trk>'), "course.bad-place"),
        (gpx('<trk><trkseg><trkpt lat="999" lon="7"/></trkseg></trk>'), "course.bad-place"),
        (gpx('<trk><trkseg><trkpt lat="45"/></trkseg></trk>'), "course.no-longitude"),
        (gpx('<trk><trkseg><trkpt lon="7"/></trkseg></trk>'), "course.no-latitude"),
        (gpx("<trk><trkseg><trkpt/></trkseg></trk>"), "course.no-latitude"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_course_is_refused_at_once_with_a_plain_reason(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_document_type_in_another_encoding_is_seen_too() -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<gpx/>'
    assert refused(text.encode("utf-16")) == "course.doctype"


def test_points_that_never_leave_their_place_are_no_course() -> None:
    point = '<trkpt lat="45" lon="7"><ele>100</ele></trkpt>'
    file = read_gpx("a.gpx", gpx(f"<trk><trkseg>{point * 50}</trkseg></trk>"))
    with pytest.raises(InputUnreadable) as caught:
        measure(file, "a.gpx")
    assert caught.value.note.code == "course.no-line"


def test_names_stand_on_one_line_and_fit_a_sheet() -> None:
    place = "<wpt lat='45' lon='7'><name> Ford \n  two </name></wpt>"
    found = read_gpx("a.gpx", gpx(place + a_trk("x" * 4000, POINTS)))
    assert found.waypoints[0].name == "Ford two"
    assert found.lines[0].name == "x" * 119 + "…"


def test_a_time_that_is_none_does_not_stop_the_course() -> None:
    point = '<trkpt lat="45" lon="7"><time>yesterday</time></trkpt>'
    found = read_gpx("a.gpx", gpx(f"<trk><trkseg>{point}</trkseg></trk>"))
    assert found.lines[0].parts[0].times == (None,)


@pytest.mark.parametrize("written", ["12,5", "abc", " ", "1<!-- 2 -->3 m"])
def test_heights_that_are_no_numbers_are_missing_ones_and_told(written: str) -> None:
    good = '<trkpt lat="45.{}" lon="7"><ele>100</ele></trkpt>\n'
    bad = f'<trkpt lat="45.2" lon="7"><ele>{written}</ele></trkpt>\n'
    points = good.format(1) + bad + bad.replace("45.2", "45.3") + good.format(4)
    file = read_gpx("a.gpx", gpx(f"\n<trk><trkseg>\n{points}</trkseg></trk>", head="\n"))
    assert file.lines[0].parts[0].elevations_m == (100.0, None, None, 100.0)
    (told,) = [p for p in measure(file, "a.gpx").problems if "unreadable" in p.code]
    assert (told.params["count"], told.params["line"]) == (2, 5)
    assert str(told.params["text"]) in message(told)


def test_what_no_course_is_measured_by_may_be_no_number() -> None:
    point = (
        '<trkpt lat="45" lon="7"><ele>100.5</ele><magvar>?</magvar><fix>4d</fix><sat>7.0</sat>'
        "<hdop>1,2</hdop><name>A</name></trkpt>"
    )
    bounds = '<metadata><bounds minlat="x" minlon="" maxlat="" maxlon=""/></metadata>'
    body = f"{bounds}<trk><number>one</number><trkseg>{point}</trkseg></trk>"
    file = read_gpx("a.gpx", gpx(body))
    assert file.lines[0].parts[0].elevations_m == (100.5,)
    assert file.problems == ()


def test_the_line_of_a_point_without_a_place_is_named() -> None:
    body = '\n<trk><trkseg>\n<trkpt lat="45" lon="7"/>\n<trkpt lon="7"/></trkseg></trk>'
    for head, line in (("", 4), ("\n", 5)):
        with pytest.raises(InputUnreadable) as caught:
            read_gpx("a.gpx", gpx(body, head=head))
        assert f"the point in line {line} has no latitude" in message(caught.value)


@pytest.mark.parametrize("version", ["1/0", "1/1"])
def test_names_with_a_prefix_are_read_as_those_without(version: str) -> None:
    text = gpx('<wpt lat="45.1" lon="7"><name>Hut</name></wpt>' + a_trk("A", POINTS)).decode()
    plain = read_gpx("a.gpx", text.encode())
    head, body = text.split("?>", 1)
    body = body.replace("</", "<//").replace("<", "<g:").replace("<g://", "</g:")
    body = body.replace("xmlns=", "xmlns:g=").replace("1/1", version)
    assert "<g:trkpt" in body
    assert read_gpx("a.gpx", f"{head}?>{body}".encode()) == plain


def test_an_honest_course_opens_nothing_either() -> None:
    head = '<?xml-stylesheet href="file:///etc/hostname"?>'
    link = '<metadata><link href="file:///etc/hostname"/></metadata>'
    with opened_meanwhile() as opened:
        read_gpx("a.gpx", gpx(link + a_trk("A", POINTS), head=head))
    assert not opened


def test_what_opens_a_file_would_be_seen(tmp_path: Path) -> None:
    place = tmp_path / "seen"
    place.write_bytes(b"")
    with opened_meanwhile() as opened:
        place.read_bytes()
    assert any("seen" in each for each in opened)


@pytest.mark.parametrize("written", ["2026-05-24T10:00:00Z", "2026-05-24T12:00:00+02:00"])
def test_a_time_is_the_moment_it_names(written: str) -> None:
    point = f'<trkpt lat="45" lon="7"><time>{written}</time></trkpt>'
    found = read_gpx("a.gpx", gpx(f"<trk><trkseg>{point}</trkseg></trk>"))
    assert found.lines[0].parts[0].times == (1_779_616_800_000,)


def test_a_long_comment_is_not_held_against_a_course() -> None:
    found = read_gpx("a.gpx", gpx(f"<!--{'x' * 9000}-->" + a_trk("A", POINTS)))
    assert found.lines[0].points == 2
