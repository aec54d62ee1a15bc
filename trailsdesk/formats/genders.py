"""Gender words and letters of many languages; a letter means what its column makes it mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.people import Gender
from trailsdesk.formats.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

_BY_WORD: dict[str, Gender] = {
    **dict.fromkeys(
        word_set(
            "male|males|man|men|m|mr|boy|b|homme|hommes|herr|herren|h|männlich|maennlich|mann|"
            "männer|"
            "uomo|uomini|maschio|maschile|u|hombre|masculino|masculin|varón|varon|home|homem|"
            "heren|"
            "mannen|mand|mænd|menn|herrar|mężczyzna|mezczyzna|muž|muz|м|муж|мужчина|мужской|tāne|"
            "tane"
        ),
        Gender.M,
    ),
    **dict.fromkeys(
        word_set(
            "female|females|woman|women|f|w|mrs|ms|miss|girl|g|lady|ladies|femme|femmes|dame|"
            "dames|dam|"
            "damen|frau|frauen|weiblich|donna|donne|femmina|femminile|mujer|femenino|féminin|"
            "feminin|"
            "dona|mulher|feminino|vrouw|vrouwen|kvinne|kvinna|kvinder|kvinnor|k|kobieta|žena|"
            "zena|ž|z|"
            "ж|жен|женщина|женский|wahine"
        ),
        Gender.F,
    ),
    **dict.fromkeys(
        word_set(
            "x|nonbinary|non-binary|non binary|nb|enby|diverse|divers|div|other|open|neutral|"
            "autre|"
            "altro|otro|outro|anders|inter|intersex|agender|genderqueer|unspecified|takatāpui"
        ),
        Gender.X,
    ),
}


def gender_letters(cells: Iterable[str]) -> dict[str, Gender]:
    """What the letters that differ between languages mean in this column.

    ``D`` is a lady beside ``H`` or ``U`` (French, Italian) and diverse beside ``W`` (German);
    alone it is not read. ``M`` beside ``H`` is a woman when there is no ``F`` (Spanish hombre,
    mujer). ``V`` beside ``M`` is a woman (Dutch).
    """
    seen = {cell.strip().casefold() for cell in cells}
    letters: dict[str, Gender] = {}
    if "h" in seen and "m" in seen and not seen & {"f", "w", "d"}:
        letters["m"] = Gender.F
    if "d" in seen:
        if seen & {"h", "u"}:
            letters["d"] = Gender.F
        elif "w" in seen:
            letters["d"] = Gender.X
    if "v" in seen and "m" in seen and "f" not in seen:
        letters["v"] = Gender.F
    return letters


def read_gender(text: str, letters: dict[str, Gender]) -> Gender | None:
    """The gender a word or letter means; None when it is not known."""
    word = text.strip().strip(".").casefold()
    return letters.get(word) or _BY_WORD.get(word)
