"""Amending: what a form says of a statement becomes the fields as the person would have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from muniment.edtf import valid
from muniment.errors import BadChoice
from muniment.record import as_json
from muniment.report import Report
from muniment.statement import Content, Figure, Place, Statement, When, value_type
from muniment.taxonomy import types

NUMBERS = ("low", "best", "high")


def amendment_of(form: Mapping[str, Sequence[str]], statement: Statement, report: Report) -> dict[str, Any]:
    """The fields that a form changes; empty where it changes none. Raises `BadChoice`.

    `type` and `realis` are one word each. `keep` names the values that stay, as `slot:place`; `value:slot:place` is what
    one should be, `low:…`, `best:…`, `high:…` what a figure should be. `add` is `slot:start:end` for
    selected words, and `as:slot:start:end` what they stand for.
    """
    changed: dict[str, Any] = {}
    for name in ("type", "realis"):
        (said,) = form.get(name, [getattr(statement, name)])[:1]
        if said != getattr(statement, name):
            changed[name] = said
    if changed.get("type", statement.type) not in types():
        raise BadChoice("type", changed["type"], hint="choose one of the list")
    slots = _slots(form, statement, report)
    if slots != as_json(statement)["slots"]:
        changed["slots"] = slots
    return changed


def _slots(form: Mapping[str, Sequence[str]], statement: Statement, report: Report) -> dict[str, list[dict[str, Any]]]:
    kept = set(form.get("keep", ()))
    found: dict[str, list[dict[str, Any]]] = {}
    for slot, values in as_json(statement)["slots"].items():
        for place, value in enumerate(values):
            if f"{slot}:{place}" in kept:
                found.setdefault(slot, []).append(value | _said(form, f"{slot}:{place}", value))
    for added in form.get("add", ()):
        slot, _, where = added.partition(":")
        start, _, end = where.partition(":")
        if not (start.isdigit() and end.isdigit() and 0 <= int(start) < int(end) <= len(report.text)):
            raise BadChoice("selected words", where, hint="select them again")
        found.setdefault(slot, []).append(
            _value(slot, report.text, int(start), int(end), form.get(f"as:{added}", [""])[0])
        )
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
