"""Index: what somebody of one clearance sees of the record, and where each actor is mentioned in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from muniment.account import within
from muniment.actor import Actor, Name
from muniment.desk.state import State
from muniment.incident import Incident
from muniment.statement import Party, Statement, Visibility

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
    members: Collection[str]
    """Actors of single reports that may be named, where not all may: those that what is shown mentions."""
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
    narrow = bool(hidden or hidden_reports)
    mentions, words, members = _mentions(state, hidden, narrow=narrow)
    actors = dict(state.actors)
    if narrow:
        actors = {id: _named(one, words[id], members) for id, one in actors.items() if id in words}
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
        members=members,
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
    state: State, hidden: frozenset[str], *, narrow: bool
) -> tuple[Mapping[str, Mapping[Part, Sequence[str]]], Mapping[str, set[str]], set[str]]:
    """Actor → part → statements; actor → what it is called in them; and the actors of single reports they mention."""
    members: set[str] = set()
    mentions: dict[str, dict[Part, list[str]]] = defaultdict(lambda: defaultdict(list))
    words: dict[str, set[str]] = defaultdict(set)
    for id in state.order:
        if id not in hidden:
            if narrow:
                members.update(_members(state.statements[id]))
            for part, actor, said in named_in(state.statements[id], state.joined):
                held = mentions[actor][part]
                if not held or held[-1] != id:
                    held.append(id)
                words[actor].add(said)
    return mentions, words, members


def _members(one: Statement) -> Iterator[str]:
    parties = (value for values in one.slots.values() for value in values if isinstance(value, Party))
    return (named.actor for named in (*parties, *one.voices) if named.actor)


def _named(actor: Actor, words: set[str], members: Collection[str]) -> Actor:
    """An actor with the names and members alone that stand in what is shown."""
    known = [name.words for name in actor.names if name.words in words] or sorted(words)
    name = actor.name if actor.name in words else max(known, key=len)
    # Where a name was first read may be in a report that is hidden.
    names = tuple(Name(words=word) for word in known)
    return replace(actor, name=name, names=names, members=tuple(one for one in actor.members if one in members))


def _incidents(state: State, hidden: frozenset[str]) -> Iterator[tuple[str, Incident]]:
    for number, one in state.incidents.items():
        told = tuple(id for id in one.statements if id not in hidden)
        if told:
            concerned = tuple(id for id in one.concerned if id not in hidden)
            yield number, replace(one, statements=told, concerned=concerned)
