"""What the commands have in common: how one is described, and the arguments many take."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  no public name

EXIT = "Exit 0: done. 1: refused or failed, with the reason on stderr. 2: wrong usage."


def add_nothing(_command: argparse.ArgumentParser) -> None:
    """For a command that takes the file and no more."""


@dataclass(frozen=True, slots=True)
class CommandLine:
    """One command: its name, what it does, and what adds its arguments."""

    name: str
    words: str
    add: Callable[[argparse.ArgumentParser], None] = add_nothing
    json: bool = True
    """It can give one JSON document instead of lines."""
    file: bool = True
    """Its first argument is the season's file."""

    def add_to(self, commands: Commands) -> argparse.ArgumentParser:
        """Make the command known, with all it takes."""
        made = commands.add_parser(self.name, help=self.words, description=self.words, epilog=EXIT)
        if self.json:
            made.add_argument("--json", action="store_true", help="one JSON document on stdout")
        if self.file:
            add_file(made)
        self.add(made)
        return made


def add_file(command: argparse.ArgumentParser) -> None:
    """The season's file."""
    command.add_argument("file", type=Path, metavar="FILE", help="the season's file")


def add_event(command: argparse.ArgumentParser, *, required: bool = True) -> None:
    """An event of the season."""
    command.add_argument("--event", required=required, metavar="E", help="the event's short name")


def add_race(command: argparse.ArgumentParser, *, required: bool = False) -> None:
    """A race of the event."""
    command.add_argument("--race", required=required, metavar="R", help="the race's short name")


def add_scope(command: argparse.ArgumentParser, *, race: bool = False) -> None:
    """An event, and one race of it; all of them where the race may be left out."""
    add_event(command)
    add_race(command, required=race)


def add_paper(command: argparse.ArgumentParser) -> None:
    """The size of paper."""
    command.add_argument("--paper", choices=("a4", "letter"), default="a4")
