"""The line language of the specs and the corpus: one line is one statement, as `tests/test_specs.py` describes it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from muniment.statement import Figure, Place, Statement, Value, When

PLAIN_FIELDS = ("realis", "specificity")


@dataclass(frozen=True)
class Line:
    """One expected statement: kind, type, the trigger's words where they are given, and field → values."""

    kind: str
    type: str
    trigger: str | None
    wanted: Mapping[str, Sequence[str]]


def parsed(line: str) -> Line:
    """A line as it is written."""
    words = shlex.shlex(line, posix=True, punctuation_chars=False)
    words.whitespace_split, words.quotes, words.commenters = True, '"', ""
    kind, code, *rest = words
    trigger = rest.pop(0) if rest and "=" not in rest[0] else None
    wanted: dict[str, list[str]] = {}
    for part in rest:
        name, value = part.split("=", 1)
        wanted.setdefault(name, []).append(value)
    return Line(kind, code, trigger, wanted)


def matches(statement: Statement, line: Line) -> bool:
    """Whether a statement is what a line says, in every field that the line names."""
    if (statement.kind, statement.type) != (line.kind, line.type):
        return False
    if line.trigger is not None and statement.trigger.words.casefold() != line.trigger.casefold():
        return False
    return all(_field(statement, name, values) for name, values in line.wanted.items())


def _field(statement: Statement, name: str, values: Sequence[str]) -> bool:
    if name in PLAIN_FIELDS:
        return [getattr(statement, name)] == values
    if name == "countable":
        return statement.countable == (values[0] in ("yes", "true"))
    if name == "voice":
        return speaks(statement, values[0])
    if name == "voices":
        return same(_chain(statement), values[0])
    held = statement.values(name)
    if values == ["none"]:
        return not held
    return len(held) == len(values) and all(any(agrees(value, want) for value in held) for want in values)


def speaks(statement: Statement, want: str) -> bool:
    """Whether the innermost voice is `name:commitment`, by its words or its name."""
    voice = statement.innermost
    return same(f"{voice.words or voice.name}:{voice.commit}", want) or same(f"{voice.name}:{voice.commit}", want)


def agrees(value: Value, want: str) -> bool:
    """Whether a slot's value is the wanted one: by its words, its name, its date or its range."""
    if same(value.words, want):
        return True
    if isinstance(value, Figure):
        return want == _range(value)
    if isinstance(value, When | Place):
        return value.value == want
    return same(str(getattr(value, "value", "")), want)


def same(one: str, other: str) -> bool:
    """Whether two phrases are the same but for case, spaces and articles."""
    return _plain(one) == _plain(other)


def _range(figure: Figure) -> str:
    if figure.low == figure.best == figure.high and figure.best is not None:
        return str(figure.best)
    if figure.low is None and figure.high is None:
        return f"~{figure.best}"
    low, high = (("" if bound is None else str(bound)) for bound in (figure.low, figure.high))
    return f"{low}..{high}"


def _plain(words: str) -> str:
    return re.sub(r"\b(the|a|an) ", "", " ".join(words.split()).casefold())


def _chain(statement: Statement) -> str:
    return " > ".join(f"{voice.words or voice.name}:{voice.commit}" for voice in statement.voices)


def shown(statement: Statement) -> str:
    """A statement as a line, for the message of a test that fails."""
    slots = " ".join(
        f'{slot}="{_range(value) if isinstance(value, Figure) else value.words}"'
        for slot, values in statement.slots.items()
        for value in values
    )
    return (
        f'{statement.kind} {statement.type} "{statement.trigger.words}" {slots} voices="{_chain(statement)}" '
        f"realis={statement.realis} specificity={statement.specificity} countable={statement.countable}"
    )
