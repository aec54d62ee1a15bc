"""The worked examples of a preset: what goes in, what must come out, and what came out instead.

An ``.expect.toml`` holds lists of examples: ``category``, ``entry``, ``age``, ``fee``,
``series_fee``, ``points``, ``standing``, ``tie``, ``refund``, ``refund_of``, ``credit``,
``credit_of``, ``medal_refund``, ``transfer``, ``change`` and others.
Every example may name the ``options`` it is meant for and says its ``rule`` in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.formats.example_awards import AWARD_EXAMPLES
from trailsdesk.formats.example_categories import CATEGORY_EXAMPLES
from trailsdesk.formats.example_federation import FEDERATION_EXAMPLES
from trailsdesk.formats.example_fees import FEE_EXAMPLES
from trailsdesk.formats.example_points import POINT_EXAMPLES
from trailsdesk.formats.example_qualification import QUALIFICATION_EXAMPLES
from trailsdesk.formats.example_scores import SCORE_EXAMPLES
from trailsdesk.formats.preset_table import Faults, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trailsdesk.domain.rules import RuleSet


def failed_examples(
    document: Mapping[str, object],
    rules_for: Callable[[Mapping[str, str]], RuleSet],
    faults: Faults,
) -> list[Problem]:
    """Run all examples; one ``preset.example-failed`` for each that comes out otherwise.

    Args:
        rules_for: gives the rules under the answers an example names.
        faults: takes what is wrong with the examples themselves.
    """
    table = Table(document, "", faults)
    table.code("preset")
    known: dict[tuple[tuple[str, str], ...], RuleSet] = {}
    failed: list[Problem] = []
    for kind, outcome in _KINDS.items():
        for example in table.tables(kind):
            rule = example.text("rule")
            options = _options(example)
            key = tuple(sorted(options.items()))
            if key not in known:
                known[key] = rules_for(options)
            before = len(faults)
            wanted, found = outcome(example, known[key])
            if len(faults) == before and wanted != found:
                params = {"path": example.path, "rule": rule, "expected": wanted, "found": found}
                failed.append(
                    Problem(severity=Severity.ERROR, code="preset.example-failed", params=params)
                )
    table.close()
    return failed


def _options(example: Table) -> dict[str, str]:
    table = example.table("options")
    return {name: table.text(name) for name in table.names()} if table else {}


_KINDS: dict[str, Callable[[Table, RuleSet], tuple[str, str]]] = {
    **CATEGORY_EXAMPLES,
    **QUALIFICATION_EXAMPLES,
    **SCORE_EXAMPLES,
    **FEDERATION_EXAMPLES,
    **POINT_EXAMPLES,
    **FEE_EXAMPLES,
    **AWARD_EXAMPLES,
}
