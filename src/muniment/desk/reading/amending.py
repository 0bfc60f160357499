"""Amending: what a form says of a statement becomes the fields as the person would have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

from muniment.desk.reading.marks import trimmed
from muniment.errors import BadChoice
from muniment.publishing.withholding import BLACK
from muniment.record import as_json
from muniment.report import Report
from muniment.reviewing.entering import number_of, value_of
from muniment.statement import (
    VISIBILITIES,
    Commit,
    Party,
    Place,
    Realis,
    Specificity,
    Statement,
    Voice,
    value_type,
)
from muniment.taxonomy import types

NUMBERS = ("low", "best", "high")
COMMITS: tuple[str, ...] = get_args(Commit)
REALIS: tuple[str, ...] = get_args(Realis)
SPECIFICITIES: tuple[str, ...] = get_args(Specificity)

CHOICES = {"type": types(), "realis": REALIS, "specificity": SPECIFICITIES, "visibility": VISIBILITIES}
"""Fields of one word, and what they may be."""


def amendment_of(
    form: Mapping[str, Sequence[str]],
    statement: Statement,
    report: Report,
    *,
    actors: Mapping[str, str],
    read: Statement | None = None,
) -> dict[str, Any]:
    """The fields in which a form differs from a statement as it was read; empty where in none. Raises `BadChoice`.

    `statement` is as the form showed it, which an earlier amendment may have changed from `read`; `actors` are the ids of
    the report's actors by name.

    `type`, `realis`, `specificity` and `visibility` are one word each. `keep` names the values that stay, as `slot:place`;
    `value:slot:place` is what one should be, `low:…`, `best:…`, `high:…` what a figure should be. `add` is `slot:start:end`
    for selected words, and `as:slot:start:end` what they stand for. `voiced` names the voices that stay, by their place;
    `name:place` and `commit:place` are what one should be; `voice` is `start:end` for another, innermost, and
    `commit:start:end` how far it commits.
    """
    read = read or statement
    changed: dict[str, Any] = {}
    for name, allowed in CHOICES.items():
        said = next(iter(form.get(name, ())), "").strip() or getattr(statement, name)
        if said not in allowed:
            raise BadChoice(name, said, hint="choose one of the list")
        if said != getattr(read, name):
            changed[name] = said
    shown, before = as_json(statement), as_json(read)
    voices = _voices(form, shown, report, actors) if "commit:0" in form else shown["voices"]
    given = {"slots": _slots(form, statement, report, actors), "voices": voices}
    return changed | {name: value for name, value in given.items() if value != before[name]}


def _voices(
    form: Mapping[str, Sequence[str]], statement: Mapping[str, Any], report: Report, actors: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The voices as the form has them; the author is always the first."""
    found: list[dict[str, Any]] = []
    stay = {"0", *form.get("voiced", ())}
    for place, voice in enumerate(statement["voices"]):
        if str(place) in stay:
            name = _new(form, "name", str(place), voice) if place else None
            commit = _commit(next(iter(form.get(f"commit:{place}", ())), voice["commit"]))
            renamed = {"name": name, "actor": actors.get(name)} if name else {}
            found.append(voice | renamed | {"commit": commit})
    for where in form.get("voice", ()):
        start, end = words_at(report, where)
        words = report.text[start:end]
        commit = _commit(next(iter(form.get(f"commit:{where}", ())), "CT+"))
        made = Voice(name=words, commit=commit, actor=actors.get(words), start=start, end=end, words=words)
        found.append(as_json(made))
    return found


def _commit(said: str) -> Commit:
    if said not in COMMITS:
        raise BadChoice("voice", said, hint=f"one of {', '.join(COMMITS)}")
    return cast(Commit, said)


def words_at(report: Report, where: str) -> tuple[int, int]:
    """First and last place of selected words, given as `start:end`, without the spaces around them; raises `BadChoice`."""
    start, _, end = where.partition(":")
    if start.isdecimal() and end.isdecimal() and 0 <= int(start) < int(end) <= len(report.text):
        first, last = trimmed(report.text, int(start), int(end))
        if first < last and BLACK not in report.text[first:last]:
            return first, last
    raise BadChoice("selected words", where or "none", hint="select them again, and none that are blackened")


def _slots(
    form: Mapping[str, Sequence[str]], statement: Statement, report: Report, actors: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    kept = set(form.get("keep", ()))
    found: dict[str, list[dict[str, Any]]] = {}
    for slot, values in as_json(statement)["slots"].items():
        for place, value in enumerate(values):
            if f"{slot}:{place}" in kept:
                found.setdefault(slot, []).append(_kept(form, slot, f"{slot}:{place}", value, report, actors))
    for added in form.get("add", ()):
        slot, _, where = added.partition(":")
        meant = next(iter(form.get(f"as:{added}", ())), "").strip() or None
        made = value_of(report, slot, (*words_at(report, where), meant), actors=actors)
        found.setdefault(slot, []).append(as_json(made))
    return found


def _kept(
    form: Mapping[str, Sequence[str]],
    slot: str,
    name: str,
    value: Mapping[str, Any],
    report: Report,
    actors: Mapping[str, str],
) -> dict[str, Any]:
    """A value that stays, as the form has it: somebody or somewhere else is made anew, for nothing known of the old one holds."""
    changed = {key: _number(said) for key in NUMBERS if (said := _new(form, key, name, value)) is not None}
    said = _new(form, "value", name, value) if "value" in value else None
    if said is None:
        return {**value, **changed}
    meant = said or value["words"]
    made = as_json(value_of(report, slot, (value["start"], value["end"], meant), actors=actors))
    return made if value_type(slot) in (Party, Place) else {**value, "value": made["value"]}


def _new(form: Mapping[str, Sequence[str]], key: str, name: str, value: Mapping[str, Any]) -> str | None:
    """What a form says in a field of a value, where it differs from what stands there; else none."""
    said = next(iter(form.get(f"{key}:{name}", ())), None)
    held = value.get(key)
    return None if said is None or said.strip() == ("" if held is None else str(held)) else said.strip()


def _number(said: str) -> int | None:
    return number_of("number", said) if said else None
