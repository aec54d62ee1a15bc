# ruff: noqa: RUF001  words and letters of many scripts are the content here
"""Status words of result and time files, and what they mean here.

Source: the words and codes met in the files of many timing systems. Bare digits are not here:
``2`` is a withdrawal in one system and a disqualification in another, so a layout has to define
them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from trailsdesk.domain.results import ResultStatus

_WORDS: dict[ResultStatus, str] = {
    ResultStatus.OK: (
        "ok|finished|finisher|finish|fin|official|regular|classified|classe|arrive|gewertet|"
        "classificato|clasificado|finalizado|ukonczyl|финишировал"
    ),
    ResultStatus.DNF: (
        "dnf|did not finish|didnotfinish|withdrawn|withdrew|abd|ab|abandon|abandonne|abandono|ret|"
        "retired|retd|dropped|drop|drp|aufgegeben|aufgabe|ritirato|rit|retirado|retirada|retire|"
        "stopped by organization|stoppedbyorganization|stopped|stop|uitgevallen|brutt|brutit|"
        "udgaet|nieukonczyl|nie ukonczyl|nedokoncil|сошел|сход|sporting withdrawal|"
        "sportingwithdrawal|missing punch|missingpunch|mp|mispunch|непр отмет|fini pas|nf"
    ),
    ResultStatus.DNS: (
        "dns|did not start|didnotstart|np|non partant|non partante|no presentado|no presentada|"
        "nicht gestartet|nicht angetreten|na start|non partito|non partita|no show|noshow|did "
        "not enter|"
        "didnotenter|dne|did not show up|absent|abwesend|niet gestart|ikke startet|ej start|"
        "ej startat|nie wystartowal|nestartoval|не старт|не стартовал|н с|cancelled|canceled"
    ),
    ResultStatus.DSQ: (
        "dsq|dq|disq|disqualified|disqualifie|disqualifiee|disqualifiziert|squalificato|"
        "squalificata|"
        "descalificado|descalificada|desclassificado|gediskwalificeerd|diskvalifisert|"
        "diskvalificeret|diskvalificerad|zdyskwalifikowany|diskvalifikovan|дисквалифицирован|снят|"
        "dsqd|dqd"
    ),
    ResultStatus.OVER_TIME: (
        "out of time|outoftime|over time|overtime|otl|hd|hors delai|hors delais|ot|fuori tempo|"
        "fuori tempo massimo|ftm|fuera de tiempo|fuera de control|fc|cut off|cutoff|"
        "over the limit|time limit|zeitlimit|zeituberschreitung|tidsgrense|limit czasu|лимит "
        "времени"
    ),
    ResultStatus.NOT_COMPETING: (
        "nc|not competing|notcompeting|unranked|out of competition|hors concours|hc|"
        "ausser konkurrenz|a k|ak|non classe|unofficial|fuori gara|fuori classifica|"
        "fuera de concurso|fora de concurso|utenfor konkurranse|вк|вне конкурса|dnp|not placed"
    ),
    ResultStatus.PENDING: (
        "active|pending|on race|onrace|on course|running|en course|inactive|started|unterwegs"
    ),
}


@lru_cache(maxsize=4096)
def fold_status(text: str) -> str:
    """A status as it is compared: no accents, case, points, underlines, hyphens or brackets."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", plain.replace("'", "")).split())


_BY_WORD: dict[str, ResultStatus] = {
    fold_status(word): status for status, words in _WORDS.items() for word in words.split("|")
}
_NO_STATUS = frozenset(("", "na", "n a", "none", "null", "nan"))


def status_of_word(text: str) -> ResultStatus | None:
    """What a status word means, or None when it is not one (digits never are)."""
    if not text or len(text) > 40 or text[0] in "0123456789":
        return None
    found = _BY_WORD.get(text)
    return found if found is not None else _BY_WORD.get(fold_status(text))


def is_no_word(text: str) -> bool:
    """Whether a status cell only says that nothing is known (empty, ``NA``, ``-``, ``#N/A``)."""
    return fold_status(text) in _NO_STATUS
