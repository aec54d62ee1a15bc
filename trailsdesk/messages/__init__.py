"""The sentences of all message codes, in English; ``trailsdesk.i18n`` translates and fills them.

Sorted by code, in one file a topic. A sentence says what happened, what was kept, and what to do.
"""

from __future__ import annotations

from trailsdesk.messages import (
    awards,
    course,
    entry_lists,
    export_files,
    exports,
    files,
    finals,
    lists,
    medals,
    money,
    on_course,
    people,
    qualifying,
    racing,
    rules,
    sheet_art,
    spot_prizes,
    till,
    timing_files,
)

TOPICS = (
    awards,
    course,
    entry_lists,
    export_files,
    exports,
    files,
    finals,
    lists,
    money,
    medals,
    on_course,
    people,
    qualifying,
    racing,
    rules,
    sheet_art,
    spot_prizes,
    till,
    timing_files,
)

MESSAGES: dict[str, str] = dict(
    sorted(sentence for topic in TOPICS for sentence in topic.SENTENCES.items())
)
