"""Statements that are about an incident and do not count: what is denied, demanded, warned of or doubted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from muniment.incident import Incident
from muniment.linking.comparing import compare, same_family
from muniment.statement import Statement

ENOUGH = 6.0
"""Weight of date and place together from which a statement is about an incident: the same day and the same settlement, nearly."""


def concerned(incidents: Sequence[Incident], statements: Iterable[Statement]) -> list[Incident]:
    """The incidents with what is said about them that does not count.

    A statement belongs to the incident whose act has the same words in the same report ("there was a strike, but
    not by us"), or else the same day and place. It joins nothing and is never counted.
    """
    known = {one.id: one for one in statements}
    at_words, at_place = _index(incidents, known)
    found: dict[str, list[str]] = defaultdict(list)
    for one in known.values():
        if one.countable or one.kind not in ("act", "harm") or one.specificity != "specific":
            continue
        home = at_words.get((one.report, one.trigger.start)) or _nearest(one, at_place)
        if home is not None:
            found[home].append(one.id)
    return [replace(incident, concerned=tuple(found.get(incident.id, ()))) for incident in incidents]


Words = Mapping[tuple[str, int], str]
Places = Mapping[str, Sequence[tuple[Statement, str]]]


def _index(incidents: Sequence[Incident], known: Mapping[str, Statement]) -> tuple[Words, Places]:
    at_words: dict[tuple[str, int], str] = {}
    at_place: dict[str, list[tuple[Statement, str]]] = defaultdict(list)
    for incident in incidents:
        for told in (known[one] for one in incident.statements if one in known):
            at_words.setdefault((told.report, told.trigger.start), incident.id)
            for name in _places(told):
                at_place[name].append((told, incident.id))
    return at_words, at_place


def _places(one: Statement) -> Iterator[str]:
    yield from (place.value.casefold() for place in one.places() if place.precision not in ("country", "wide"))


def _nearest(one: Statement, at_place: Places) -> str | None:
    """The incident whose act has the same place and a date that fits best; none where none fits well."""
    best: tuple[float, str] | None = None
    for name in _places(one):
        for told, incident in at_place.get(name, ()):
            if not same_family(one.type, told.type):
                continue
            weights = {compared.of: compared.weight for compared in compare(one, told)}
            weight = weights.get("date", 0) + weights.get("place", 0)
            if weights.get("date", 0) > 0 and weight >= ENOUGH and (best is None or weight > best[0]):
                best = (weight, incident)
    return None if best is None else best[1]
