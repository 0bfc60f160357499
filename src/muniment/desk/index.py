"""Index: what somebody of one clearance sees of the record, and where each actor is mentioned in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from muniment.account import within
from muniment.actor import Actor, Name
from muniment.desk.state import State
from muniment.incident import Incident, Origin
from muniment.statement import Statement, Visibility

Part = Literal["did", "suffered", "tied", "told", "spoke"]

PARTS: Mapping[str, Part] = {
    "agent": "did",
    "co_agent": "did",
    "orderer": "did",
    "on_behalf_of": "did",
    "intermediary": "did",
    "victim": "suffered",
    "beneficiary": "suffered",
    "addressee": "told",
    "subject": "tied",
    "object": "tied",
    "holder": "tied",
    "authority": "tied",
    "bearer": "tied",
}
"""Slot → the part that an actor in it has; whoever makes a statement spoke."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What is seen, and where actors are mentioned in it."""

    sees: Visibility
    hidden: frozenset[str]
    """Statements that are not shown."""
    sealed: frozenset[str]
    """Statements that are shown though they are sealed."""
    hidden_in: Mapping[str, Sequence[str]]
    """Report that is shown → its statements that are not."""
    hidden_reports: frozenset[str]
    order: Sequence[str]
    """Statements that are shown, in the order that helps most."""
    incidents: Mapping[str, Incident]
    """By number, with what is shown of each; without those of which nothing is."""
    actors: Mapping[str, Actor]
    """By id, with the names that stand in what is shown."""
    numbers: Mapping[str, str]
    """Number of an actor → its id."""
    mentions: Mapping[str, Mapping[Part, Sequence[str]]]
    """Actor → the part it has → statements."""


def indexed(state: State, sees: Visibility) -> Index:
    """The index of what somebody sees who may see so much."""
    hidden_reports = frozenset(one for one in state.reports if not within(state.visibility_of_report(one), sees))
    hidden = frozenset(one for one in state.statements if not within(state.visibility(one), sees))
    hidden_in: dict[str, list[str]] = defaultdict(list)
    for one in hidden:
        if (report := state.statements[one].report) not in hidden_reports:
            hidden_in[report].append(one)
    mentions, words = _mentions(state, hidden)
    actors = {id: one for id, one in state.actors.items() if not hidden or id in words}
    if hidden:
        actors = {id: _named(one, words[id]) for id, one in actors.items()}
    return Index(
        sees=sees,
        hidden=hidden,
        sealed=frozenset(one for one in state.statements if one not in hidden and state.visibility(one) == "sealed"),
        hidden_in=hidden_in,
        hidden_reports=hidden_reports,
        order=[one for one in state.order if one not in hidden] if hidden else state.order,
        incidents=dict(_incidents(state, hidden)) if hidden else state.incidents,
        actors=actors,
        numbers={one.number: id for id, one in actors.items() if one.number},
        mentions=mentions,
    )


def named_in(one: Statement, joined: Mapping[str, str]) -> Iterator[tuple[Part, str, str]]:
    """The actors that a statement mentions, as the register joined them: the part of each, its id, and the words."""
    for slot, part in PARTS.items():
        for party in one.parties(slot):
            if (actor := joined.get(party.actor or "")) is not None:
                yield part, actor, party.words
                if party.value != party.words:
                    yield part, actor, party.value
    for voice in one.voices[1:]:
        if (actor := joined.get(voice.actor or "")) is not None:
            yield "spoke", actor, voice.words or voice.name


def _mentions(
    state: State, hidden: frozenset[str]
) -> tuple[Mapping[str, Mapping[Part, Sequence[str]]], Mapping[str, set[str]]]:
    mentions: dict[str, dict[Part, list[str]]] = defaultdict(lambda: defaultdict(list))
    words: dict[str, set[str]] = defaultdict(set)
    for id in state.order:
        if id not in hidden:
            for part, actor, said in named_in(state.statements[id], state.joined):
                held = mentions[actor][part]
                if not held or held[-1] != id:
                    held.append(id)
                words[actor].add(said)
    return mentions, words


def _named(actor: Actor, words: set[str]) -> Actor:
    """An actor with the names alone that stand in what is shown."""
    names = tuple(name for name in actor.names if name.words in words) or tuple(
        Name(words=word) for word in sorted(words)
    )
    name = actor.name if actor.name in words else max((one.words for one in names), key=len)
    return replace(actor, name=name, names=names)


def _incidents(state: State, hidden: frozenset[str]) -> Iterator[tuple[str, Incident]]:
    for number, one in state.incidents.items():
        told = tuple(id for id in one.statements if id not in hidden)
        if told:
            concerned = tuple(id for id in one.concerned if id not in hidden)
            yield number, replace(one, statements=told, concerned=concerned)


def by_type(state: State, index: Index) -> Mapping[str, Sequence[str]]:
    """Type, and family of types → its statements that are shown, as they were read, in the order that helps most."""
    found: dict[str, list[str]] = defaultdict(list)
    for id in index.order:
        code = state.statements[id].type
        found[code].append(id)
        found[code.partition(".")[0]].append(id)
    return found


def progress_of_reports(state: State, hidden: Collection[str]) -> Mapping[str, Mapping[str, int]]:
    """Report → how many of its statements are shown, await review, were ruled on, were entered, are disputed."""
    found: dict[str, Mapping[str, int]] = {}
    for report in state.reports:
        held = [one for one in state.of_report.get(report, ()) if one not in hidden]
        found[report] = {
            "all": len(held),
            "waiting": sum(map(state.waits, held)),
            "ruled": sum(one in state.decisions for one in held),
            "entered": sum(state.statements[one].entered is not None for one in held),
            "disputed": sum(map(state.disputed, held)),
        }
    return found


def origins_among(origins: Iterable[Origin], shows: Callable[[str], bool]) -> Iterator[tuple[str, Origin]]:
    """Each report that is shown and is repeated or repeats, with its origin and the copies among those that are shown."""
    for origin in origins:
        reports = tuple(one for one in origin.reports if shows(one))
        if len(reports) > 1:
            copies = tuple(one for one in origin.copies if one.report in reports and one.original in reports)
            for report in reports:
                yield report, replace(origin, reports=reports, copies=copies)
