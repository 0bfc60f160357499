"""Amending: what a form says of a statement becomes the fields as the person would have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from muniment.desk.marks import trimmed
from muniment.edtf import valid
from muniment.errors import BadChoice
from muniment.publishing.withholding import BLACK
from muniment.record import as_json
from muniment.report import Report
from muniment.statement import (
    VISIBILITIES,
    Commit,
    Content,
    Figure,
    Place,
    Realis,
    Specificity,
    Statement,
    When,
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
    form: Mapping[str, Sequence[str]], statement: Statement, report: Report, *, read: Statement | None = None
) -> dict[str, Any]:
    """The fields in which a form differs from a statement as it was read; empty where in none. Raises `BadChoice`.

    `statement` is as the form showed it, which an earlier amendment may have changed from `read`.

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
    voices = _voices(form, shown, report) if "commit:0" in form else shown["voices"]
    given = {"slots": _slots(form, statement, report), "voices": voices}
    return changed | {name: value for name, value in given.items() if value != before[name]}


def _voices(form: Mapping[str, Sequence[str]], statement: Mapping[str, Any], report: Report) -> list[dict[str, Any]]:
    """The voices as the form has them; the author is always the first."""
    found: list[dict[str, Any]] = []
    stay = {"0", *form.get("voiced", ())}
    for place, voice in enumerate(statement["voices"]):
        if str(place) in stay:
            name = next(iter(form.get(f"name:{place}", ())), "").strip() if place else ""
            commit = _commit(next(iter(form.get(f"commit:{place}", ())), voice["commit"]))
            found.append(voice | {"name": name or voice["name"], "commit": commit})
    for where in form.get("voice", ()):
        start, end = words_at(report, where)
        words = report.text[start:end]
        commit = _commit(next(iter(form.get(f"commit:{where}", ())), "CT+"))
        known = dict.fromkeys(("actor", "cue")) | {"coerced": False}
        found.append(known | {"name": words, "commit": commit, "start": start, "end": end, "words": words})
    return found


def _commit(said: str) -> str:
    if said not in COMMITS:
        raise BadChoice("voice", said, hint=f"one of {', '.join(COMMITS)}")
    return said


def words_at(report: Report, where: str) -> tuple[int, int]:
    """First and last place of selected words, given as `start:end`, without the spaces around them; raises `BadChoice`."""
    start, _, end = where.partition(":")
    if start.isdecimal() and end.isdecimal() and 0 <= int(start) < int(end) <= len(report.text):
        first, last = trimmed(report.text, int(start), int(end))
        if first < last and BLACK not in report.text[first:last]:
            return first, last
    raise BadChoice("selected words", where or "none", hint="select them again, and none that are blackened")


def _slots(form: Mapping[str, Sequence[str]], statement: Statement, report: Report) -> dict[str, list[dict[str, Any]]]:
    kept = set(form.get("keep", ()))
    found: dict[str, list[dict[str, Any]]] = {}
    for slot, values in as_json(statement)["slots"].items():
        for place, value in enumerate(values):
            if f"{slot}:{place}" in kept:
                found.setdefault(slot, []).append(value | _said(form, f"{slot}:{place}", value))
    for added in form.get("add", ()):
        slot, _, where = added.partition(":")
        start, end = words_at(report, where)
        found.setdefault(slot, []).append(_value(slot, report.text, start, end, form.get(f"as:{added}", [""])[0]))
    return found


def _said(form: Mapping[str, Sequence[str]], name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for key in ("value", *NUMBERS):
        said = next(iter(form.get(f"{key}:{name}", ())), None)
        if said is None or said.strip() == str(value.get(key) if value.get(key) is not None else ""):
            continue
        if key == "value":
            if value_type(name.partition(":")[0]) is When and not valid(said.strip()):
                raise BadChoice(name.partition(":")[0], said, hint="write 2021-03-12, 2021-03 or 2021")
            changed[key] = said.strip()
        elif said.strip() and not said.strip().isdigit():
            raise BadChoice(key, said, hint="write digits, or leave it empty")
        else:
            changed[key] = int(said) if said.strip() else None
    return changed


def _value(slot: str, text: str, start: int, end: int, said: str) -> dict[str, Any]:
    words = text[start:end]
    passage: dict[str, Any] = {"start": start, "end": end, "words": words}
    meant = said.strip() or words
    kind = value_type(slot)
    if kind is Figure:
        if not meant.isdigit():
            raise BadChoice(slot, meant, hint="say the number in digits")
        return passage | {"low": int(meant), "best": int(meant), "high": int(meant), "unit": "person"}
    if kind is Place:
        return passage | {"value": meant, "precision": "unresolved"}
    if kind is When and not valid(meant):
        raise BadChoice(slot, meant, hint="write 2021-03-12, 2021-03 or 2021")
    if kind is Content:
        raise BadChoice(slot, meant, hint="what a statement is about is another statement; choose another slot")
    return passage | {"value": meant}
