"""Files for other programs and the folder of pages: what they lack, and what is refused."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "export.left-no-bib": (
        "Left out: {count#runner|runners} with a place but without a bib, by which the other"
        " program knows them."
    ),
    "export.left-pending": (
        "Left out: {count#runner|runners} without a time or a decision. Write the file again when"
        " everybody is in."
    ),
    "export.left-unranked": (
        "Left out: {count#runner|runners} without a place (DNF, DNS and the like). This kind of"
        " file has no word for them."
    ),
    "export.needs-event": "{kind}: say which event (--event).",
    "export.needs-race": "{kind}: one file holds one race. Say which: {known} (--race).",
    "export.no-age": (
        "{count#runner has|runners have} no birth date, so no age. The site may refuse these rows."
    ),
    "export.no-gender": (
        "{count#runner has|runners have} no gender. The site refuses rows without one: fill it in"
        " under Entries."
    ),
    "export.not-folder": (
        "“{name}” is a file, not a folder. Nothing was written. Name a new or an empty folder."
    ),
    "export.not-ours": (
        "“{name}” holds something else than an earlier site of this program ({other}). Nothing was"
        " written. Name a new or an empty folder."
    ),
    "export.not-with": (
        "“{field}” does not go with this file ({kind}). Birth dates go with entries and results,"
        " contacts with entries only."
    ),
    "export.over-season": (
        "“{name}” is the name of a season's file. Nothing was written. Choose another name."
    ),
    "export.site-not-written": "The folder “{name}” was not written: {detail}.",
    "export.unknown": "There is no file “{kind}”. There are: {known}.",
}
