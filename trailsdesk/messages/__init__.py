"""The sentences of all message codes, in English; ``trailsdesk.i18n`` translates and fills them.

Sorted by code, in one file a topic. A sentence says what happened, what was kept, and what to do.
"""

from __future__ import annotations

from trailsdesk.messages import (
    course,
    files,
    finals,
    lists,
    on_course,
    people,
    qualifying,
    racing,
    rules,
    timing_files,
)

TOPICS = (
    course,
    files,
    finals,
    lists,
    on_course,
    people,
    qualifying,
    racing,
    rules,
    timing_files,
)

MESSAGES: dict[str, str] = dict(
    sorted(sentence for topic in TOPICS for sentence in topic.SENTENCES.items())
)
