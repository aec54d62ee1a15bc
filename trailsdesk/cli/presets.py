"""The command ``presets``: which rules come with the program, what they say, whether they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.domain.problems import Refused
from trailsdesk.formats.presets import (
    available,
    check_preset,
    load_preset,
    number_of_examples,
)
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.rule_files import examples_text, rules_text
from trailsdesk.services.rule_sections import source_words
from trailsdesk.services.rule_words import sections

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from trailsdesk.services.rule_sections import RuleSection


def show_presets(options: Namespace) -> int | None:
    """List the presets, print one as sentences, or run its worked examples."""
    if options.act is None:
        _list(options)
        return None
    if options.preset is None:
        raise Refused("cli.preset-missing", act=options.act)
    if options.act == "show":
        _show(options)
        return None
    return _check(options)


def _list(options: Namespace) -> None:
    found = available()
    if options.json:
        keys = ("id", "name", "season", "version")
        rows = [{key: getattr(preset, key) for key in keys} for preset in found]
        output.print_json({"presets": rows})
        return
    output.print_table(("id", "name", "season"), [(p.id, p.name, p.season) for p in found])


def _show(options: Namespace) -> None:
    rules = load_preset(rules_text(options.preset))
    found = sections(rules, in_season=False)
    if options.json:
        output.print_json(
            {
                "id": rules.id,
                "name": rules.name,
                "season": rules.season,
                "version": rules.version,
                "sections": [_section_json(section) for section in found],
                "questions": [
                    {
                        "id": option.id,
                        "question": option.question,
                        "answer": option.chosen,
                        "choices": [{"id": c.id, "label": c.label} for c in option.choices],
                    }
                    for option in rules.options
                ],
            }
        )
        return
    for section in found:
        output.print_lines(_section_lines(section))
    for option in rules.options:
        output.print_lines(["", option.question])
        output.print_lines(
            f"  {'*' if choice.id == option.chosen else ' '} {choice.label}"
            for choice in option.choices
        )


def _section_json(section: RuleSection) -> output.Json:
    return {
        "section": section.key,
        "title": section.title,
        "sentences": list(section.lines),
        "tables": [
            {
                "title": table.title,
                "columns": list(table.header),
                "rows": [list(row) for row in table.rows],
            }
            for table in section.tables
        ],
        "sources": [
            {"where": source_words(source), "says": source.says, "grade": source.grade}
            for source in section.sources
        ],
    }


def _section_lines(section: RuleSection) -> Iterator[str]:
    yield ""
    yield section.title.upper()
    yield from section.lines
    for table in section.tables:
        if table.title:
            yield f"  {table.title}"
        yield "  " + " | ".join(table.header)
        for row in table.rows:
            yield "  " + " | ".join(row)
    for source in section.sources:
        said = " ".join(source.says.split())
        if said:
            yield f"  {said}"
        words = source_words(source)
        if words:
            yield f"  [{words}]"


def _check(options: Namespace) -> int | None:
    text = rules_text(options.preset)
    rules = load_preset(text)
    expected = examples_text(options.preset)
    failed = check_preset(text, expected) if expected else []
    run = number_of_examples(expected) if expected else 0
    if options.json:
        output.print_json(
            {
                "id": rules.id,
                "examples": run,
                "failed": [output.problem_json(problem) for problem in failed],
            }
        )
        return 1 if failed else None
    output.print_lines(message(problem) for problem in failed)
    if not run:
        output.print_lines(
            [_("{name} is sound; it has no worked examples.").format(name=rules.id)]
        )
        return None
    examples = plural("{count} worked example", "{count} worked examples", run)
    words = _("{name} is sound; of {examples}, {failed} came out otherwise.")
    output.print_lines([words.format(name=rules.id, examples=examples, failed=len(failed))])
    return 1 if failed else None
