"""The commands on what was changed in a season's file; they take nothing but the file."""

from __future__ import annotations

from trailsdesk.cli.command_line import CommandLine

HISTORY_COMMANDS = (
    CommandLine("history", "Who changed what, newest first."),
    CommandLine("undo", "Take back the last change.", json=False),
    CommandLine("redo", "Do the last undone change again.", json=False),
    CommandLine("check", "Check that the file is sound.", json=False),
)
