"""A made-up race day with everything an export can stumble over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.event import TimingPoint
from trailsdesk.services import checkpoints

if TYPE_CHECKING:
    from tests.services.desk import Desk

HOSTILE = "<script>document.title='owned'</script>"
ARABIC = "سارة"
HEADER = (
    "Bib,First name,Last name,Gender,Birth date,Nationality,Distance,E-mail,Emergency contact,"
    "Medical note"
)


def race_day(desk: Desk) -> None:
    """Eight runners of the long race: a tie, a DNF, a start missed, one out, splits, odd names."""
    desk.entries(
        "1,Ada,Rimu,F,1980-03-02,NZL,long,ada@example.invalid,Bob Rimu,bee stings",
        "2,Bea,Kōwhai,F,1990-03-02,NZL,long,,,",
        "3,Cy,Totara,M,1985-03-02,NZL,long,,,",
        f"4,{HOSTILE},=1+1,M,1970-03-02,NZL,long,,,",
        f"5,{ARABIC},حداد,F,1975-03-02,UAE,long,,,",
        "6,Flo,Miro,F,1988-03-02,NZL,long,,,",
        "7,Gus,Matai,M,,NZL,long,,,",
        "8,Hal,Rata,,1999-03-02,NZL,long,,,",
        header=HEADER,
    )
    desk.entries("60,Mia,Kauri,F,2009-05-02,NZL,short,,,", header=HEADER)
    race_id = desk.race("long").id
    for number, code in enumerate(("hut", "ford"), start=1):
        point = TimingPoint(
            race_id=race_id, code=code, label=code.title(), ordinal=number,
            distance_m=number * 5000.0,
        )  # fmt: skip
        checkpoints.save_point(desk.season, point)
    desk.clock.set("2026-05-24 09:00:00")
    desk.start("10:00:00")
    desk.clock.set("2026-05-25 18:00:00")
    desk.times(
        "1,10:40:00,", "2,10:45:00,", "4,10:50:00,", name="hut.csv", race="long", point="hut"
    )
    desk.times("1,11:20:00,", name="ford.csv", race="long", point="ford")
    desk.times(
        "1,12:00:00,", "2,12:05:00,", "3,12:05:00,", "4,12:30:00,", "5,13:00:00,", "6,,DNF",
        "7,,DNS", race="long",
    )  # fmt: skip
