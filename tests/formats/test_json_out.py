"""Tables as JSON: the same keys in every record, times as text and in milliseconds."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from trailsdesk.domain.exports import OutColumn, OutKind, OutTable
from trailsdesk.formats.json_out import json_file
from trailsdesk.formats.json_tables import read_json

TABLE = OutTable(
    name="results",
    columns=(
        OutColumn(key="bib", title="Bib"),
        OutColumn(key="family_name", title="Family name"),
        OutColumn(key="time", title="Time", kind=OutKind.TIME),
        OutColumn(key="total", title="Total", kind=OutKind.NUMBER),
        OutColumn(key="birth_date", title="Birth date", kind=OutKind.DATE),
    ),
    rows=(
        ("007", '"</script> Ngā \ud800', 95_940_000, Decimal("95.50"), date(1986, 8, 9)),
        ("", "=1+1", None, None, None),
    ),
)


def test_records_hold_what_is_known_and_null_for_the_rest() -> None:
    document = json.loads(json_file(TABLE))
    assert document["what"] == "results"
    first, second = document["rows"]
    assert first == {
        "bib": "007",
        "family_name": '"</script> Ngā ?',
        "time": "26:39:00",
        "time_ms": 95_940_000,
        "total": 95.5,
        "birth_date": "1986-08-09",
    }
    assert second == {**dict.fromkeys(first), "bib": "", "family_name": "=1+1"}


def test_our_own_reader_takes_the_records_as_a_table() -> None:
    (table,) = read_json("results.json", json_file(TABLE)).tables
    assert table.header[:3] == ("bib", "family_name", "time")
    assert table.rows[0].cells[0] == "007"
    assert table.rows[0].cells[2] == "26:39:00"
