"""Writes the reference pages that follow from the code: nouns, settings, verbs, errors and types. Run it after a change."""

from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from muniment import (
    actor,
    cli,
    count,
    custody,
    decision,
    dossier,
    errors,
    incident,
    notice,
    record,
    report,
    run,
    settings,
    statement,
    taxonomy,
)
from muniment.reviewing import agreeing
from muniment.workflow import comparing

REFERENCE = Path(__file__).parent / "reference"
NOUNS = (report, statement, actor, decision, incident, count, notice, dossier, run, custody, agreeing, comparing)


def pages() -> dict[str, str]:
    """File name → content of every page that is derived from the code."""
    return {
        "record.md": _page(
            "The nouns of the record",
            "Every field of every noun. The tables, the JSON and the tests' data derive from the same place.",
            _nouns(),
        ),
        "settings.md": _page(
            "Settings",
            "Set under `[casebook]` in `muniment.toml`, or as `MUNIMENT_NAME` in the environment.",
            _settings(),
        ),
        "commands.md": _page("Commands", "Exit codes: 0 done, 1 done with refusals (listed), 2 misused.", _commands()),
        "errors.md": _page(
            "Errors", "What a person can act on. Each says what happened, then `hint:` what to do.", _errors()
        ),
        "types.md": _page(
            "Types", "The types of statements, with their definitions and the codes of other standards.", _types()
        ),
    }


def _page(title: str, lead: str, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", lead, "", *lines]).rstrip() + "\n"


def _nouns() -> Iterator[str]:
    for module in NOUNS:
        for name, noun in vars(module).items():
            if dataclasses.is_dataclass(noun) and noun.__module__ == module.__name__:
                yield from _noun(name, noun)


def _noun(name: str, noun: Any) -> Iterator[str]:
    yield from (f"## {name}", "", inspect.cleandoc(noun.__doc__ or ""), "", "| field | type | holds |", "|---|---|---|")
    for column in record.columns(noun):
        yield f"| `{column.name}` | {_type(record.hints(noun)[column.name])} | {_cell(column.doc)} |"
    yield ""


def _type(hint: Any) -> str:
    if typing.get_origin(hint) is typing.Literal:
        return ", ".join(f"`{value}`" for value in typing.get_args(hint))
    shown = hint.__name__ if isinstance(hint, type) and not typing.get_args(hint) else str(hint)
    for prefix in ("muniment.statement.", "muniment.report.", "muniment.", "collections.abc.", "typing."):
        shown = shown.replace(prefix, "")
    return f"`{_cell(shown)}`"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def _settings() -> Iterator[str]:
    yield from ("| setting | default | is |", "|---|---|---|")
    for field in dataclasses.fields(settings.Settings):
        yield f"| `{field.name}` | `{field.default!r}` | {_cell(field.metadata['doc'])} |"


def _commands() -> Iterator[str]:
    for name, verb in sorted(verbs().items()):
        yield from (
            f"## muniment {name}",
            "",
            inspect.cleandoc(verb.__doc__ or ""),
            "",
            "| argument | is |",
            "|---|---|",
        )
        for argument in inspect.signature(verb, eval_str=True).parameters.values():
            yield f"| `{_spelling(argument)}` | {_cell(_help(argument))} |"
        yield ""


def verbs() -> dict[str, Any]:
    """The verbs of the command line, by name."""
    return {name: cli.app[name].default_command for name in cli.app if not name.startswith("-")}


def _spelling(argument: inspect.Parameter) -> str:
    names = [name for note in _notes(argument) for name in (note.name or ())]
    flag = argument.kind is inspect.Parameter.KEYWORD_ONLY
    return " ".join(names) if names else f"--{argument.name}" if flag else argument.name.upper()


def _help(argument: inspect.Parameter) -> str:
    said = next((note.help for note in _notes(argument) if note.help), "")
    choices = _choices(argument.annotation)
    if all(choice in said for choice in choices):
        return said
    return f"{said} One of: {', '.join(f'`{choice}`' for choice in choices)}."


def _choices(hint: Any) -> tuple[str, ...]:
    """What an argument can be, where its type lists it, inside whatever else the type says."""
    inside = typing.get_args(hint)
    if typing.get_origin(hint) is typing.Literal:
        return inside
    return next((found for part in inside if (found := _choices(part))), ())


def _notes(argument: inspect.Parameter) -> tuple[Any, ...]:
    return getattr(argument.annotation, "__metadata__", ())


def _errors() -> Iterator[str]:
    yield from ("| error | when |", "|---|---|")
    for name, error in vars(errors).items():
        if isinstance(error, type) and issubclass(error, errors.MunimentError):
            yield f"| `{name}` | {_cell(inspect.cleandoc(error.__doc__ or '').splitlines()[0])} |"


def _types() -> Iterator[str]:
    for kind in ("act", "harm", "relation", "standing", "duty"):
        yield from (
            f"## {kind}",
            "",
            "| code | label | definition | slots | HURIDOCS | PLOVER |",
            "|---|---|---|---|---|---|",
        )
        for entry in taxonomy.types().values():
            if entry.kind == kind:
                slots, huridocs, plover = (", ".join(part) for part in (entry.slots, entry.huridocs, entry.plover))
                yield f"| `{entry.code}` | {entry.label} | {_cell(entry.definition)} | {slots} | {huridocs} | {plover} |"
        yield ""


if __name__ == "__main__":
    for name, content in pages().items():
        (REFERENCE / name).write_text(content, encoding="utf-8")
