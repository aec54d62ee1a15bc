"""A season from a file of rules of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.command_line import done, run
from trailsdesk.formats.presets import preset_text

if TYPE_CHECKING:
    from pathlib import Path


def test_a_season_is_made_from_a_file_and_carries_its_rules(tmp_path: Path) -> None:
    own, file = tmp_path / "club.toml", tmp_path / "club.trailsdesk"
    own.write_text(
        preset_text("canterbury-winter-2026").replace('adult = "49.00"', 'adult = "48.00"'),
        encoding="utf-8",
    )
    done("presets", "check", own)
    done("new", file, "--preset", own)
    own.unlink()
    asked = ("--event", "willesden", "--race", "short", "--born", "1990-01-01")
    quote = done("quote", file, *asked, "--on", "2026-03-01", "--json").json
    assert quote["total_minor"] == 4_800


def test_a_fault_in_the_rules_is_named_and_no_file_is_made(tmp_path: Path) -> None:
    own, file = tmp_path / "club.toml", tmp_path / "club.trailsdesk"
    own.write_text("nonsense = 1\n", encoding="utf-8")
    ended = run("new", file, "--preset", own)
    assert ended.code == 1
    assert not file.exists()
    assert run("new", file, "--preset", tmp_path / "none.toml").code == 1
