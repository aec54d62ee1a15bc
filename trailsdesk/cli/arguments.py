"""What may be typed after ``trailsdesk``."""

from __future__ import annotations

import argparse

from trailsdesk import __version__
from trailsdesk.cli.award_arguments import AWARD_COMMANDS
from trailsdesk.cli.command_line import EXIT
from trailsdesk.cli.course_arguments import COURSE_COMMANDS
from trailsdesk.cli.decision_arguments import DECISION_COMMANDS
from trailsdesk.cli.draw_arguments import DRAW_COMMANDS
from trailsdesk.cli.export_arguments import EXPORT_COMMANDS
from trailsdesk.cli.history_arguments import HISTORY_COMMANDS
from trailsdesk.cli.import_arguments import IMPORT_COMMANDS
from trailsdesk.cli.medal_arguments import MEDAL_COMMANDS
from trailsdesk.cli.money_arguments import MONEY_COMMANDS
from trailsdesk.cli.on_course_arguments import ON_COURSE_COMMANDS
from trailsdesk.cli.publish_arguments import PUBLISH_COMMANDS
from trailsdesk.cli.purge_arguments import PURGE_COMMANDS
from trailsdesk.cli.result_arguments import RESULT_COMMANDS
from trailsdesk.cli.score_arguments import SCORE_COMMANDS
from trailsdesk.cli.season_arguments import SEASON_COMMANDS
from trailsdesk.cli.setup_arguments import SETUP_COMMANDS
from trailsdesk.cli.sheet_arguments import SHEET_COMMANDS
from trailsdesk.cli.start_arguments import START_COMMANDS
from trailsdesk.cli.till_arguments import TILL_COMMANDS

_COMMANDS = (
    *SEASON_COMMANDS,
    *IMPORT_COMMANDS,
    *START_COMMANDS,
    *ON_COURSE_COMMANDS,
    *DECISION_COMMANDS,
    *RESULT_COMMANDS,
    *SCORE_COMMANDS,
    *SHEET_COMMANDS,
    *PUBLISH_COMMANDS,
    *PURGE_COMMANDS,
    *SETUP_COMMANDS,
    *AWARD_COMMANDS,
    *MEDAL_COMMANDS,
    *MONEY_COMMANDS,
    *TILL_COMMANDS,
    *HISTORY_COMMANDS,
    *COURSE_COMMANDS,
    *DRAW_COMMANDS,
    *EXPORT_COMMANDS,
)


def parser() -> argparse.ArgumentParser:
    """The command line of every job."""
    top = argparse.ArgumentParser(
        prog="trailsdesk",
        description="Trail race entries, timing, results and prize sheets, offline, in one file.",
        epilog=f"Without a command, FILE opens in the window. {EXIT}",
    )
    top.add_argument("--version", action="version", version=f"trailsdesk {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.add_to(commands)
    return top


def command_names() -> frozenset[str]:
    """The words that may stand first."""
    return frozenset(command.name for command in _COMMANDS)


def takes_several(command_line: argparse.ArgumentParser) -> frozenset[str]:
    """Names of what may be given several times, or takes several words, in any command."""
    several: set[str] = set()
    for action in command_line._actions:  # noqa: SLF001  no public name
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            several.update(*map(takes_several, action.choices.values()))
            continue
        is_repeated = isinstance(action, argparse._AppendAction)  # noqa: SLF001
        if is_repeated or action.nargs not in (None, "?", 0):
            several.add(action.dest)
    return frozenset(several)
