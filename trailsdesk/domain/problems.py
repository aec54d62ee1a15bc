"""What is wrong, where and how bad; and the tree of errors a person can do something about.

A ``Problem`` never holds prose: a stable code and its parameters. ``trailsdesk.i18n.message``
makes the sentence, so that screen, paper, command line and JSON say the same.

The exceptions::

    TrailsdeskError
      KnownError            the environment or the input: told calmly, with what to do
        FileBusy            another program holds the series file
        FileTooNew          made by a newer version
        FileDamaged         not ours, cut short or changed
        FileReadOnly        opened for reading only
        DiskFull            nothing more could be written
        InputUnreadable     an imported file that cannot be read at all
        Refused             a rule or a safety check says no
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Severity(enum.StrEnum):
    """How bad: an error kept something out, a warning needs a person, an info only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One sentence not yet put into words: a message code and its parameters."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the season a problem sits, for "go there"; ids are the file's own."""

    event_id: int | None = None
    race_id: int | None = None
    entry_id: int | None = None
    runner_id: int | None = None
    batch_id: int | None = None
    read_id: int | None = None
    sheet_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to tell a person.

    ``row`` counts lines or sheet rows of ``file`` from 1, the header included; ``column`` is the
    header text as it stands in the file.
    """

    severity: Severity
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    file: str | None = None
    row: int | None = None
    column: str | None = None
    place: Place | None = None


class TrailsdeskError(Exception):
    """Anything this program raises on purpose."""


class KnownError(TrailsdeskError):
    """A fault of the environment or the input; carries the sentence's code and parameters."""

    code = "known"

    def __init__(self, code: str = "", /, **params: str | int) -> None:
        self.note = Note(code=code or self.code, params=params)
        super().__init__(self.note.code)


class FileBusy(KnownError):
    """The series file is held by another program or window."""

    code = "file.busy"


class FileTooNew(KnownError):
    """The series file was written by a newer version of the program."""

    code = "file.too-new"


class FileDamaged(KnownError):
    """The file is not a series file, or its content is broken."""

    code = "file.damaged"


class FileReadOnly(KnownError):
    """The series file was opened for reading only."""

    code = "file.read-only"


class DiskFull(KnownError):
    """The disk took no more; the change was not kept."""

    code = "file.disk-full"


class InputUnreadable(KnownError):
    """A file to import that cannot be read at all."""

    code = "input.unreadable"


class Refused(KnownError):
    """A rule of the preset or a safety check refused the act."""

    code = "refused"
