"""Differing: where the tellings of an incident do not agree on a figure, on who did it, or on when."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from muniment.edtf import bounds
from muniment.incident import Incident
from muniment.publishing import wording
from muniment.publishing.gathering import Gathered
from muniment.statement import Party, Statement, When

FORCES = frozenset("army air force forces navy military armed soldiers soldier troops aircraft jet jets plane".split())
"""Words for the forces of a state: a jet of the army, the air force and the army are one side where nothing else differs."""
MEANS = re.compile(
    r"\b(bombs?|rockets?|fragments?|shells?|shelling|mortars?|rounds?|missiles?|mines?|drones?|strikes?|explosions?"
    r"|bullets?|gunfire|fire|blasts?)\b"
)
"""What a thing that harms is called: a means, and nobody."""
KNOWN = ("person", "organisation", "state", "state_body", "armed_group", "intergovernmental")
"""Kinds of actor that are somebody; gunmen, men or a crowd may be anybody's."""
ANYBODY = frozenset("rebels rebel militia militias militants fighters gunmen insurgents attackers terrorists".split())
"""Said alone, of whichever side."""
PLAIN = frozenset("the a an of in and for some his her its their our my".split())
POSSESSIVE = re.compile(r"^(his|her|its|their|our|my|your)\b", re.IGNORECASE)
Difference = tuple[str, str, Sequence[str]]


def contradictions(view: Gathered, told: Sequence[Statement], incident: Incident) -> list[Difference]:
    """Where the tellings of an incident do not agree: slot, what is said, and the statements that say it."""
    found: list[Difference] = []
    for count in view.counts_of.get(incident.id, ()):
        figures = {wording.range_words(one.low, one.best, one.high) for one in count.standpoints}
        if len(figures) > 1:
            found.append((wording.label(count.measure), " against ".join(sorted(figures)), count.statements))
    found += _apart(view, "Who did it", _agents(view, told), lambda one, other: _one_side(view, one, other))
    found += _apart(view, "When", _dates(told), _one_time)
    return found


def _apart(
    view: Gathered, name: str, said: Mapping[str, list[tuple[str, Party | When]]], agree: Callable[..., bool]
) -> Iterator[Difference]:
    """What is said that does not go with something else that another report says."""
    differ: set[str] = set()
    for one, other in combinations(said, 2):
        reports = [{view.statements[id].report for id, _ in said[each]} for each in (one, other)]
        if len(reports[0] | reports[1]) > 1 and not agree(said[one][0][1], said[other][0][1]):
            differ |= {one, other}
    if differ:
        kept = {words: held for words, held in said.items() if words in differ}
        yield name, " / ".join(kept), list(dict.fromkeys(id for held in kept.values() for id, _ in held))


def _agents(view: Gathered, told: Sequence[Statement]) -> Mapping[str, list[tuple[str, Party | When]]]:
    found: dict[str, list[tuple[str, Party | When]]] = defaultdict(list)
    for one in told:
        for party in one.parties("agent"):
            if _is_somebody(view, party):
                found[view.who(party.actor, party.value)].append((one.id, party))
    return found


def _dates(told: Sequence[Statement]) -> Mapping[str, list[tuple[str, Party | When]]]:
    found: dict[str, list[tuple[str, Party | When]]] = defaultdict(list)
    for one in told:
        for date in one.dates():
            found[wording.date_words(date.value)].append((one.id, date))
    return found


def _is_somebody(view: Gathered, party: Party) -> bool:
    """Whether an agent is one whom another may contradict: not a pronoun, a means, or men whom nobody names."""
    actor = view.actor_of.get(party.actor or "")
    kind, name = (actor.kind if actor and actor.kind != "unknown" else party.kind), party.value
    if (
        name.casefold() in wording.PRONOUNS | ANYBODY
        or POSSESSIVE.match(name)
        or (kind not in KNOWN and MEANS.search(name.lower()))
    ):
        return False
    return kind in KNOWN or any(word[:1].isupper() for word in name.split()[1:])


def _one_side(view: Gathered, one: Party, other: Party) -> bool:
    """Whether two agents do not contradict: one actor, one part of the other by name or by a tie, or both of one army."""
    if one.actor and one.actor == other.actor:
        return True
    ours, theirs = _names(view, one), _names(view, other)
    if any(_part(left, right) or _part(right, left) for left in ours for right in theirs):
        return True
    return frozenset(view.who(each.actor, each.value).casefold() for each in (one, other)) in view.tied


def _names(view: Gathered, party: Party) -> set[frozenset[str]]:
    """Every name of an agent as its words, with the first letters of a long one."""
    actor = view.actor_of.get(party.actor or "")
    written = {party.value, party.words, *((actor.name, *(name.words for name in actor.names)) if actor else ())}
    found: set[frozenset[str]] = set()
    for name in written:
        words = [word for word in re.findall(r"\w+", name) if word.casefold() not in PLAIN]
        found.add(frozenset(word.casefold() for word in words))
        if len(words) > 2 and all(word[:1].isupper() for word in words):
            found.add(frozenset(["".join(word[0] for word in words).casefold()]))
    return found - {frozenset()}


def _part(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether all that a name says is said by the other too; words for the forces of a state say nothing against another."""
    if one <= other:
        return True
    return bool(one & FORCES and other & FORCES) and one - FORCES <= other - FORCES


def _one_time(one: When, other: When) -> bool:
    """Whether two dates may be the same: one within the other, or overlapping."""
    (low, high), (start, end) = bounds(one.value), bounds(other.value)
    if None in (low or high, start or end):
        return True
    return not ((high and start and high < start) or (end and low and end < low))
