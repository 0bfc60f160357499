"""Nodes: the nouns of the record in JSON-LD, and back; their own fields, with ids that are addresses, and no defaults."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from muniment.actor import Actor
from muniment.decision import Decision
from muniment.dossier import Dossier
from muniment.errors import UnreadableReport
from muniment.incident import Incident, Origin
from muniment.record import Noun, as_json, from_json
from muniment.report import Report
from muniment.run import Run
from muniment.statement import Statement

N = TypeVar("N", bound=Noun)

MEDIA_TYPE = "application/ld+json"

PREFIX = "rec:"
"""What the context knows as the address of a thing of the record: `rec:st_…`."""

REFERENCES = frozenset(
    "id report run parent actor statement supersedes replaces original incident reports statements concerned targets members".split()
)
"""Fields that hold ids."""

OPAQUE = frozenset(("settings", "amendment", "custody"))
"""Fields that hold JSON of no fixed shape; it stays as it is."""

RENAMED = {"type": "code"}
"""Fields whose name JSON-LD or Web Annotation has taken: the type of a statement."""


def node(noun: Noun, *kinds: str, **more: Any) -> dict[str, Any]:
    """A noun as a node of these classes, with more properties; fields at their default are left out."""
    own = _node(noun)
    return {"id": own.pop("id"), "type": [*kinds, type(noun).__name__], **more, **own}


def noun_of(noun: type[N], plain: Mapping[str, Any]) -> N:
    """The noun that a node was made from. Raises `ValueError` where a field is missing or of another type."""
    return from_json(noun, _plain(plain))


def reference(id: str) -> str:
    """The address of a thing of the record."""
    return f"{PREFIX}{id}"


def _node(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        found: dict[str, Any] = {}
        for field in dataclasses.fields(value):
            held = getattr(value, field.name)
            if not _usual(field, held):
                found[RENAMED.get(field.name, field.name)] = _held(field.name, held)
        return found
    if isinstance(value, Mapping):
        return {str(key): _node(one) for key, one in cast(Mapping[Any, Any], value).items()}
    if isinstance(value, (tuple, list)):
        return [_node(one) for one in cast(tuple[Any, ...], value)]
    return value


def _held(name: str, held: Any) -> Any:
    if name in OPAQUE:
        return as_json(held)
    if name in REFERENCES:
        return reference(held) if isinstance(held, str) else [reference(one) for one in held]
    return _node(held)


def _usual(field: dataclasses.Field[Any], held: Any) -> bool:
    if field.default_factory is not dataclasses.MISSING:
        return held == field.default_factory()
    return field.default is not dataclasses.MISSING and held == field.default


def _plain(value: Any, name: str = "") -> Any:
    if name in OPAQUE:
        return value
    if isinstance(value, Mapping):
        fields = cast(Mapping[str, Any], value)
        own = {key: _plain(held, key) for key, held in fields.items() if key != "type"}
        return own | {field: own[key] for field, key in RENAMED.items() if key in own}
    if isinstance(value, list):
        return [_plain(one, name) for one in cast(list[Any], value)]
    return value.removeprefix(PREFIX) if name in REFERENCES and isinstance(value, str) else value


def read_back(text: str) -> Dossier:
    """The dossier that was written as JSON-LD, as far as it was published: reports, statements, decisions, actors, incidents, runs.

    Raises `UnreadableReport` for another file, or one that somebody damaged.
    """
    try:
        whole: Mapping[str, Any] = json.loads(text)
        found: dict[str, list[Mapping[str, Any]]] = {}
        for one in whole["graph"]:
            found.setdefault(one["type"][-1], []).append(one)
        actors = _nouns(Actor, found)
        return Dossier(
            title=whole["title"],
            made=whole["made"],
            version=whole["version"],
            profile=whole["profile"],
            says=whole["says"],
            reports=_nouns(Report, found),
            statements=_nouns(Statement, found),
            decisions=_nouns(Decision, found),
            mentioned=tuple(one for one in actors if one.report is not None),
            actors=tuple(one for one in actors if one.report is None),
            incidents=_nouns(Incident, found),
            origins=_nouns(Origin, found),
            runs=_nouns(Run, found),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        reason = f"no record of Muniment in JSON-LD: {type(error).__name__}: {error}"
        raise UnreadableReport("record.jsonld", reason, media_type=MEDIA_TYPE, hint="export it again") from error


def _nouns(noun: type[N], found: Mapping[str, list[Mapping[str, Any]]]) -> tuple[N, ...]:
    return tuple(noun_of(noun, plain) for plain in found.get(cast(Any, noun).__name__, ()))
