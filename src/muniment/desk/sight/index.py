"""Index: what somebody of one clearance sees of the record, and where each actor is mentioned in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from muniment.account import within
from muniment.actor import Actor, called_by
from muniment.desk.sight.state import State
from muniment.desk.sight.withheld import origins_among
from muniment.incident import Incident, Origin
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


MANY = 500
"""Statements from which it is quicker to look at all of them again."""


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
    members: frozenset[str]
    """Actors of single reports that may be named, where not all may: those that what is shown mentions."""
    mentions: Mapping[str, dict[Part, list[str]]]
    """Actor → the part it has → statements."""


def indexed(state: State, sees: Visibility) -> Index:
    """The index of what somebody sees who may see so much."""
    hidden_reports = frozenset(one for one in state.reports if not within(state.visibility_of_report(one), sees))
    hidden = frozenset(one for one in state.statements if not within(state.visibility(one), sees))
    hidden_in: dict[str, list[str]] = defaultdict(list)
    for one in hidden:
        if (report := state.statements[one].report) not in hidden_reports:
            hidden_in[report].append(one)
    mentions = _mentions(state, hidden)
    narrow = bool(hidden or hidden_reports)
    members = frozenset(_members(state, hidden, state.reports)) if narrow else frozenset[str]()
    actors = dict(_actors(state, mentions, members, state.actors)) if narrow else state.actors
    return Index(
        sees=sees,
        hidden=hidden,
        sealed=frozenset(one for one in state.statements if one not in hidden and state.visibility(one) == "sealed"),
        hidden_in=hidden_in,
        hidden_reports=hidden_reports,
        order=[one for one in state.order if one not in hidden] if hidden else state.order,
        incidents=dict(_incidents(hidden, state.incidents)) if hidden else state.incidents,
        actors=actors,
        numbers={one.number: id for id, one in actors.items() if one.number},
        members=members,
        mentions=mentions,
    )


def shifted(index: Index, state: State, statements: Collection[str]) -> Index:
    """The index after the visibility of some statements has changed, without looking at all the others again."""
    moved = [one for one in statements if one in state.statements]
    closed = {one for one in moved if not within(state.visibility(one), index.sees)}
    hidden = (index.hidden - set(moved)) | closed
    if not index.hidden or not hidden or len(moved) > MANY:
        return indexed(state, index.sees)
    reports = {state.statements[one].report for one in moved}
    shut = {one for one in reports if not within(state.visibility_of_report(one), index.sees)}
    hidden_in = {report: held for report, held in index.hidden_in.items() if report not in reports}
    for report in reports - shut:
        if held := [one for one in state.of_report[report] if one in hidden]:
            hidden_in[report] = held
    touched = {actor for one in moved for _, actor, _ in named_in(state.statements[one], state.joined)}
    mentions = {**index.mentions, **{actor: _without(index.mentions.get(actor, {}), set(moved)) for actor in touched}}
    for one in sorted(set(moved) - closed, key=state.place.__getitem__):
        for part, actor, _ in named_in(state.statements[one], state.joined):
            held = mentions[actor].setdefault(part, [])
            if one not in held:
                held.append(one)
    of_actors = {one: state.actors[one] for one in touched if one in state.actors}
    members = (index.members - set(_members(state, (), reports))) | set(_members(state, hidden, reports))
    numbers = {state.incident_of[one] for one in moved if one in state.incident_of}
    of_incidents = {one: state.incidents[one] for one in numbers if one in state.incidents}
    actors = {id: one for id, one in index.actors.items() if id not in touched} | dict(
        _actors(state, mentions, members, of_actors)
    )
    return replace(
        index,
        hidden=hidden,
        sealed=(index.sealed - set(moved))
        | {one for one in moved if one not in closed and state.visibility(one) == "sealed"},
        hidden_in=hidden_in,
        hidden_reports=(index.hidden_reports - reports) | shut,
        order=[one for one in state.order if one not in hidden],
        incidents={number: one for number, one in index.incidents.items() if number not in numbers}
        | dict(_incidents(hidden, of_incidents)),
        actors=actors,
        numbers={one.number: id for id, one in actors.items() if one.number},
        members=members,
        mentions=mentions,
    )


def _without(held: Mapping[Part, Sequence[str]], moved: set[str]) -> dict[Part, list[str]]:
    return {part: [one for one in ids if one not in moved] for part, ids in held.items()}


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


def _mentions(state: State, hidden: frozenset[str]) -> Mapping[str, dict[Part, list[str]]]:
    mentions: dict[str, dict[Part, list[str]]] = defaultdict(dict)
    for id in state.order:
        if id not in hidden:
            for part, actor, _ in named_in(state.statements[id], state.joined):
                held = mentions[actor].setdefault(part, [])
                if not held or held[-1] != id:
                    held.append(id)
    return dict(mentions)


def _members(state: State, hidden: Collection[str], reports: Iterable[str]) -> Iterator[str]:
    """The actors of single reports that their statements mention, but for those that are hidden."""
    for report in reports:
        for id in state.of_report.get(report, ()):
            if id not in hidden:
                one = state.statements[id]
                parties = (value for values in one.slots.values() for value in values if isinstance(value, Party))
                yield from (named.actor for named in (*parties, *one.voices) if named.actor)


def _actors(
    state: State,
    mentions: Mapping[str, Mapping[Part, Sequence[str]]],
    members: Collection[str],
    among: Mapping[str, Actor],
) -> Iterator[tuple[str, Actor]]:
    """Those actors that are mentioned, with the names and members alone that stand in what is shown."""
    for id, actor in among.items():
        shown = {one for ids in mentions.get(id, {}).values() for one in ids}
        if shown:
            named = (named_in(state.statements[one], state.joined) for one in shown)
            words = {said for found in named for _, other, said in found if other == id}
            yield id, called_by(actor, words, members)


def _incidents(hidden: frozenset[str], among: Mapping[str, Incident]) -> Iterator[tuple[str, Incident]]:
    """Those incidents of which something is shown, with that alone."""
    for number, one in among.items():
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


def progress_of_reports(
    state: State, hidden: Collection[str], reports: Iterable[str]
) -> Mapping[str, Mapping[str, int]]:
    """Report → how many of its statements are shown, await review, were ruled on, were entered, are disputed."""
    found: dict[str, Mapping[str, int]] = {}
    for report in reports:
        held = [one for one in state.of_report.get(report, ()) if one not in hidden]
        found[report] = {
            "all": len(held),
            "waiting": sum(one in state.waiting for one in held),
            "ruled": sum(one in state.decisions for one in held),
            "entered": sum(state.statements[one].entered is not None for one in held),
            "disputed": sum(map(state.disputed, held)),
        }
    return found


def repeated_in(origins: Iterable[Origin], hidden: Collection[str]) -> Iterator[tuple[str, Origin]]:
    """Each report that is shown and is repeated or repeats, with its origin and the copies among those that are shown."""
    for origin in origins_among(origins, hidden):
        if len(origin.reports) > 1:
            for report in origin.reports:
                yield report, origin
