"""The same jobs as the window, without Qt: for scripts, for tests, for a broken screen."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from trailsdesk import __version__
from trailsdesk.cli.arguments import parser, takes_several
from trailsdesk.collector import suit_bulk_work
from trailsdesk.domain.problems import KnownError
from trailsdesk.i18n import _, message

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 done, 1 refused or failed with a line on stderr, 2 wrong usage."""
    command_line = parser()
    try:
        options = command_line.parse_args(arguments)
        several = takes_several(command_line)
        once = [value for name, value in vars(options).items() if name not in several]
        if any(isinstance(value, list) for value in once):
            command_line.error(_("“--” cannot be the value of an option"))
        if not all(map(_is_text, vars(options).values())):
            command_line.error(_("an argument is not written in the encoding of this terminal"))
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else WRONG_USAGE
    from trailsdesk.cli import commands  # after the arguments: wrong usage is told at once

    suit_bulk_work()
    try:
        return int(commands.COMMANDS[options.command](options) or DONE)
    except KnownError as error:
        print(message(error), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        return DONE
    except KeyboardInterrupt:
        print(_("Stopped; nothing was kept of what was under way."), file=sys.stderr)
        return REFUSED
    except Exception as error:  # the top-level hook: a fault of ours is told, never a traceback
        if os.environ.get("TRAILSDESK_DEBUG"):
            raise
        fault = type(error).__name__
        print(_FAULT.format(fault=fault, version=__version__), file=sys.stderr)
        return REFUSED


def _is_text(value: object) -> bool:
    """Whether a file can hold it; Python marks bytes it could not read as halves of characters."""
    if isinstance(value, list):
        return all(map(_is_text, value))
    return not isinstance(value, str) or not any("\ud800" <= char <= "\udfff" for char in value)


_FAULT = _(
    "This is a fault of trailsdesk {version} ({fault}); nothing was kept of what was under way. "
    "Run it again with TRAILSDESK_DEBUG=1 set and report what it prints."
)
