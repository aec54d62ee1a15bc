"""GPX files of all sorts, and those that must not reach the reader."""

from __future__ import annotations

import time

import pytest

from tests.course.made import a_trk, gpx, line_of
from trailsdesk.course.gpx import read_gpx
from trailsdesk.course.track import are_alternatives
from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.i18n import message

POINTS: list[tuple[float, float, float | None]] = [(45.0, 7.0, 100.0), (45.01, 7.0, None)]


def refused(data: bytes) -> str:
    started = time.perf_counter()
    with pytest.raises(InputUnreadable) as caught:
        read_gpx("hostile.gpx", data)
    assert time.perf_counter() - started < 5, "refused too late"
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
        (b"<gpx>" + b"<a>" * 500_000, "course.hostile"),
        (gpx(f"<name>{'x' * 10_000_000}</name>"), "course.hostile"),
        (b"<gpx" + b' xmlns="x"' * 40_000 + b"></gpx>", "course.hostile"),
        (gpx('<trk><trkseg><trkpt lat="nan" lon="7"/></trkseg></trk>'), "course.bad-place"),
        (gpx('<trk><trkseg><trkpt lat="inf" lon="7"/></trkseg></trk>'), "course.bad-place"),
        (gpx('<trk><trkseg><trkpt lat="999" lon="7"/></trkseg></trk>'), "course.bad-place"),
        (gpx('<trk><trkseg><trkpt lat="45"/></trkseg></trk>'), "course.bad-place"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_course_is_refused_at_once_with_a_plain_reason(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_document_type_in_another_encoding_is_seen_too() -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<gpx/>'
    assert refused(text.encode("utf-16")) == "course.doctype"


def test_a_time_that_is_none_does_not_stop_the_course() -> None:
    point = '<trkpt lat="45" lon="7"><time>yesterday</time></trkpt>'
    found = read_gpx("a.gpx", gpx(f"<trk><trkseg>{point}</trkseg></trk>"))
    assert found.lines[0].parts[0].times == (None,)


def test_a_height_that_is_no_number_is_named() -> None:
    point = '<trkpt lat="45" lon="7"><ele>high</ele></trkpt>'
    with pytest.raises(InputUnreadable) as caught:
        read_gpx("a.gpx", gpx(f"<trk><trkseg>{point}</trkseg></trk>"))
    assert "high" in message(caught.value)
