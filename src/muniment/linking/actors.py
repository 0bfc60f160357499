"""Actors of different reports joined into one register; namesakes are not joined by name alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from muniment.actor import Actor, ActorKind, Name
from muniment.incident import Comparison, Link, link_of
from muniment.linking.bodies import Bodies, acronym, bodies, common
from muniment.linking.naming import Alike, alike, full_name, sounds
from muniment.linking.rulings import Pair, Rulings, pair
from muniment.record import digest

BODIES: tuple[ActorKind, ...] = (
    "organisation",
    "state",
    "state_body",
    "armed_group",
    "intergovernmental",
    "population",
    "group",
)
UNNAMED: tuple[ActorKind, ...] = ("group", "population", "state_body", "unknown")
"""Kinds of those whom a report may call by a common noun alone: "gunmen", "residents", "soldiers"."""

INCIDENT = "incident "
"""Begins the mark of an incident that an actor stands in."""

CROWDED = 200
"""Different full names that may sound alike in one part and still be compared with one another."""

PROPOSED = 5
"""Proposals that one actor is put forward in, at most; the rest would drown them."""

WEIGHTS: Mapping[Alike | str, float] = {
    "same": 3.0,
    "spelled otherwise": 2.5,
    "shorter": 1.5,
    "similar": 0.5,
    "acronym": 2.0,
    "more": 4.0,
}
"""What names and what else two actors share weigh in a proposal: an order for review, never a likelihood."""

SAID: Mapping[str, str] = {
    "same": "the same name",
    "spelled otherwise": "the same name, spelled otherwise",
    "shorter": "one name leaves out a part of the other",
    "similar": "names that differ by a letter or two",
    "acronym": "the initials of the other's name",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The actors joined across reports, and why: joins that are more than the same name, and proposals for review."""

    actors: Sequence[Actor]
    links: Sequence[Link]


@dataclass(slots=True)
class _Joining:
    """Which actors are one so far; what people ruled different is never joined."""

    rulings: Rulings
    root: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)

    def home(self, one: str) -> str:
        while self.root.get(one, one) != one:
            one = self.root[one]
        return one

    def held(self, home: str) -> list[str]:
        return self.members.get(home, [home])

    def join(self, one: str, other: str) -> bool:
        """Makes two one; whether they are now."""
        left, right = sorted((self.home(one), self.home(other)))
        if left == right:
            return True
        if self.rulings.different and any(
            self.rulings.apart(mine, theirs) for mine in self.held(left) for theirs in self.held(right)
        ):
            return False
        self.root[right] = left
        self.members[left] = self.held(left) + self.members.pop(right, [right])
        return True


def register(
    actors: Iterable[Actor],
    marks: Mapping[str, Collection[str]],
    rulings: Rulings,
    *,
    set_in: Mapping[str, str] | None = None,
    run: str = "",
) -> Register:
    """One actor for those that are the same across reports, with the ids joined in `members`.

    Bodies are joined by a proper name, or by a common one ("the army") within one country: the one that words say, or
    that the report is `set_in`. People are joined by full name, however it is spelled, only where they share more than
    a name: `marks` has what an actor of a report stands in, such as an incident or a body it belongs to. Those of
    whom no name is given ("gunmen") are joined within one incident. Whatever else is alike is proposed.
    """
    found = {actor.id: actor for actor in actors}
    joining = _Joining(rulings)
    for left, right in sorted(rulings.same):
        if left in found and right in found:
            joining.join(left, right)
    links: dict[Pair, Link] = {}
    known = bodies(found.values(), set_in)
    for one, other, how in (*_same_bodies(found.values(), known), *_acronyms(found.values(), known)):
        joined = how != "acronym" and joining.join(one, other)
        where = known.stands_on(found[one], found[other])
        if how != "same" or where:
            links[pair(one, other)] = _link(one, other, how, where, joined=joined, run=run)
    for one, other, incident in _unnamed(found.values(), marks):
        links[pair(one, other)] = _link(one, other, "same", (incident,), joined=joining.join(one, other), run=run)
    for one, other, how, shared in _same_people(found.values(), marks):
        joined = bool(shared) and how != "similar" and joining.join(one, other)
        if how != "same" or not joined:
            links[pair(one, other)] = _link(one, other, how, shared, joined=joined, run=run)
    gathered: dict[str, list[Actor]] = defaultdict(list)
    for actor in found.values():
        gathered[joining.home(actor.id)].append(actor)
    return Register(
        actors=sorted(
            (_one(same, known, run=run) for same in gathered.values()),
            key=lambda actor: (-len(actor.members), actor.name, actor.id),
        ),
        links=list(_worth_showing(links.values(), joining)),
    )


def _same_bodies(actors: Iterable[Actor], known: Bodies) -> Iterator[tuple[str, str, str]]:
    """Bodies and groups with one name, after the first of them; by what a report says they are also called."""
    by_name: dict[str, str] = {}
    also: dict[str, set[str]] = defaultdict(set)
    homes: dict[str, str] = {}
    ordered = sorted((actor for actor in actors if actor.kind in BODIES), key=lambda actor: actor.id)
    for actor in ordered:
        name = known.key_of(actor)
        if name is None:
            continue
        if name in by_name:
            yield by_name[name], actor.id, "same"
        homes[actor.id] = by_name.setdefault(name, actor.id)
        for alias in known.aliases(actor):
            also[alias].add(by_name[name])
    for alias, of in sorted(also.items()):
        # An alias that two bodies have joins neither to anybody.
        if len(of) == 1 and alias in by_name and by_name[alias] not in of:
            yield min(of), by_name[alias], "same"


def _unnamed(actors: Iterable[Actor], marks: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str, str]]:
    """Those whom two reports call by one common noun and tell of in one incident: its gunmen, its residents.

    Where a report tells of two by that noun, neither is joined.
    """
    called: dict[tuple[str, str], list[Actor]] = defaultdict(list)
    for actor in sorted(actors, key=lambda actor: actor.id):
        if actor.kind in UNNAMED and (noun := common(actor.name)):
            for mark in marks.get(actor.id, ()):
                if mark.startswith(INCIDENT):
                    called[noun, mark].append(actor)
    for (_, mark), same in sorted(called.items()):
        number = Counter(actor.report for actor in same)
        alone = [actor for actor in same if number[actor.report] == 1]
        yield from ((alone[0].id, actor.id, mark) for actor in alone[1:])


def _acronyms(actors: Iterable[Actor], known: Bodies) -> Iterator[tuple[str, str, str]]:
    """Bodies of which one is called by what may be the other's initials."""
    by_initials: dict[str, dict[str, str]] = defaultdict(dict)
    short: dict[str, str] = {}
    for actor in sorted((actor for actor in actors if actor.kind in BODIES), key=lambda actor: actor.id):
        if " " not in actor.name and actor.name.isupper() and len(actor.name) > 2:
            short.setdefault(actor.name, actor.id)
        elif (initials := acronym(actor.name)) and (name := known.key_of(actor)):
            by_initials[initials].setdefault(name, actor.id)
    for initials, one in sorted(short.items()):
        for other in by_initials.get(initials, {}).values():
            yield one, other, "acronym"


Shared = tuple[str, ...]


def _same_people(
    actors: Iterable[Actor], marks: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, str, Alike, Shared]]:
    """People of two reports whose full names are alike, with what else they share, the surest first."""
    named: dict[tuple[str, ...], list[Actor]] = defaultdict(list)
    for actor in sorted(actors, key=lambda actor: actor.id):
        if actor.kind == "person" and (parts := full_name(actor.name)):
            named[parts].append(actor)
    pairs: list[tuple[Alike, Actor, Actor]] = []
    for same in named.values():
        pairs.extend(("same", one, other) for one, other in _neighbours(same, marks))
    for one, other, how in _alike_names(list(named)):
        pairs.extend((how, mine, theirs) for mine in named[one] for theirs in named[other])
    longer: Counter[str] = Counter()
    for how, one, other in pairs:
        if how == "shorter":
            longer[min(one, other, key=lambda actor: len(full_name(actor.name))).id] += 1
    rank = {how: index for index, how in enumerate(("same", "spelled otherwise", "shorter", "similar"))}
    for how, one, other in sorted(pairs, key=lambda found: (rank[found[0]], found[1].id, found[2].id)):
        shared = tuple(sorted({*marks.get(one.id, ())} & {*marks.get(other.id, ())}))
        several = how == "shorter" and max(longer[one.id], longer[other.id]) > 1
        if one.report != other.report:
            yield one.id, other.id, how, () if several else shared


def _neighbours(same: Sequence[Actor], marks: Mapping[str, Collection[str]]) -> Iterator[tuple[Actor, Actor]]:
    """Pairs of namesakes: each with the first that shares a mark, and with the first of all."""
    first: dict[str, Actor] = {}
    for index, actor in enumerate(same):
        before = {first[mark].id: first[mark] for mark in marks.get(actor.id, ()) if mark in first}
        if not before and index:
            before = {same[0].id: same[0]}
        yield from ((other, actor) for other in before.values())
        for mark in marks.get(actor.id, ()):
            first.setdefault(mark, actor)


def _alike_names(names: Sequence[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Alike]]:
    """Different full names that may be of one person: those that sound the same in two parts are compared."""
    by_sound: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for name in sorted(names):
        for one, other in combinations(sorted(sounds(name)), 2):
            by_sound[one, other].append(name)
    pairs = {two for sharing in by_sound.values() if len(sharing) <= CROWDED for two in combinations(sharing, 2)}
    for one, other in sorted(pairs):
        how = alike(one, other)
        if how is not None:
            yield one, other, how


def _link(one: str, other: str, how: str, shared: Shared, *, joined: bool, run: str) -> Link:
    compared = [Comparison(of="name", outcome=SAID[how], weight=WEIGHTS[how])]
    if shared:
        compared.append(Comparison(of="more", outcome=", ".join(shared), weight=WEIGHTS["more"]))
    return link_of("actor", one, other, compared=tuple(compared), joined=joined, run=run)


def _worth_showing(links: Iterable[Link], joining: _Joining) -> Iterator[Link]:
    """Joins that are more than a name, and the strongest proposals between actors that are still two and not ruled on."""
    shown: Counter[str] = Counter()
    for link in sorted(links, key=lambda link: (-link.weight, link.left, link.right)):
        homes = joining.home(link.left), joining.home(link.right)
        if link.joined:
            yield link
        elif homes[0] != homes[1] and not joining.rulings.apart(link.left, link.right):
            shown.update(homes)
            if max(shown[home] for home in homes) <= PROPOSED:
                yield link


def _one(same: Sequence[Actor], known: Bodies, *, run: str) -> Actor:
    """The actor that these are: called by the name most used, of those that tell it from others by themselves."""
    names: Counter[str] = Counter(name.words for actor in same for name in actor.names)
    names.update(actor.name for actor in same)
    used: Counter[str] = Counter()
    for word, number in names.items():
        used[word.casefold()] += number

    def rank(one: Actor) -> tuple[bool, int, bool, int, int, str]:
        alone = known.by_itself(one)
        # "Police" is only how a sentence begins.
        plain = not alone and one.name.islower()
        return alone, used[one.name.casefold()], plain, names[one.name], len(one.name), one.id

    first = max(same, key=rank)
    name = known.label(first) if first.kind in BODIES else first.name
    members = tuple(sorted(actor.id for actor in same))
    return Actor(
        id=digest(Actor.PREFIX, "joined", members[0]),
        kind=first.kind,
        name=name.removeprefix("the ").removeprefix("The "),
        names=tuple(Name(words=words) for words, _ in sorted(names.items(), key=lambda found: (-found[1], found[0]))),
        country=min((actor.country for actor in same if actor.country), default=None),
        members=members,
        run=run,
    )
