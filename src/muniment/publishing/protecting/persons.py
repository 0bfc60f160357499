"""Persons: whose names are hidden, by what they are called in the reports, and what stands for each."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from muniment.actor import Actor
from muniment.publishing.protecting.coarsening import countries
from muniment.publishing.protecting.profile import words
from muniment.publishing.protecting.tokens import WORD, Token, folded, phrase, tokens
from muniment.publishing.protecting.veil import Veil, black
from muniment.publishing.withholding import BLACKENED
from muniment.report import Report
from muniment.statement import AUTHOR, PLACE_SLOTS, Party, Statement

BODIES = ("organisation", "state", "state_body", "armed_group", "intergovernmental")
LONGEST_LETTERS = 6
PEOPLES = 4
"""Letters of a country's name with which the name of its people begins: Syria, Syrian."""

SHORTEST = 3
"""Letters of a part of a name that is hidden where it stands alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known of words, to tell the name of a person from other words with a capital."""

    common: frozenset[str]
    """Words that some report writes with a small letter."""
    known: frozenset[str]
    """Words in the names of bodies and places, in the calendar."""
    doubtful: frozenset[str] = frozenset()
    """Names that were read as those of bodies, and may be of persons."""
    particles: frozenset[str] = field(default_factory=lambda: words("particles"))

    def knows(self, word: str) -> bool:
        """Whether a word is in the name of a body, a place, a country or its people."""
        return word in self.known or word[:PEOPLES] in peoples()

    def parts(self, name: str) -> list[Token]:
        """The words of a name that name somebody."""
        return [
            one for one in tokens(name) if one.capital and one.folded not in self.particles and not one.words.isdigit()
        ]

    def tells(self, part: Token) -> bool:
        """Whether a part of a name is nobody's but a person's."""
        return part.folded not in self.common | self.known and not _is_short(part.words)

    def names(self, said: str, kind: str | None) -> bool:
        """Whether these words name a person: of a person any word of a name, of others two words that are nothing else."""
        parts = [one for one in self.parts(said) if self.tells(one)]
        if kind in BODIES or not parts:
            return kind == "person" and _is_proper(said, frozenset()) and not self.known >= set(phrase(said))
        return kind == "person" or (len(parts) > 1 and len(parts) == len(list(tokens(said))))


@functools.cache
def peoples() -> frozenset[str]:
    """How the names of countries and of their peoples begin."""
    return frozenset(word[:PEOPLES] for name in countries().values() for word in phrase(name) if len(word) >= PEOPLES)


def ground_of(reports: Iterable[Report], statements: Iterable[Statement], kinds: Mapping[str, str]) -> Ground:
    """What the casebook itself shows of words."""
    common: set[str] = set()
    known: set[str] = set(words("calendar"))
    for report in reports:
        common |= {folded(word) for word in set(WORD.findall(report.text)) if word[:1].islower()}
        known |= set(phrase(report.publisher or ""))
    persons: set[str] = set()
    doubtful: set[str] = set()
    for one in statements:
        for slot in PLACE_SLOTS:
            known |= {word for place in one.places(slot) for word in phrase(f"{place.value} {place.admin1 or ''}")}
        for name, kind, _ in called([one], kinds):
            if kind == "organisation" and _is_doubtful(name, common):
                doubtful.add(name)
            elif kind in BODIES:
                known |= set(phrase(name))
            elif kind == "person" and _is_proper(name, common):
                persons |= set(phrase(name))
    parts = {word for name in doubtful for word in phrase(name)}
    return Ground(common=frozenset(common), known=frozenset(known - persons - parts), doubtful=frozenset(doubtful))


def _is_doubtful(name: str, common: Collection[str]) -> bool:
    """Whether what was read as a body may be a person: "Samir Velt" may, "Velt Foundation" and "UNHCR" may not."""
    held = list(tokens(name))
    return len(held) > 1 and all(
        one.capital and not _is_short(one.words) and not (one.folded in common or one.folded in words("particles"))
        for one in held
    )


def _is_proper(name: str, common: Collection[str]) -> bool:
    """Whether all words are a name: "Amra Velt" is, "governor of Odem" and "Odem Front commander" are not."""
    held = list(tokens(name))
    named = [one for one in held if one.capital and not (one.folded in common or one.folded in words("particles"))]
    small = [one for one in held if not one.capital and one.folded not in words("linking")]
    return bool(named) and not small


def called(statements: Iterable[Statement], kinds: Mapping[str, str]) -> Iterator[tuple[str, str | None, str | None]]:
    """Everybody whom statements name, by every word for them: the words, what they are, and the actor."""
    for one in statements:
        for values in one.slots.values():
            for party in (value for value in values if isinstance(value, Party)):
                for said in {party.value, party.words}:
                    yield said, party.kind or kinds.get(party.actor or ""), party.actor
        for voice in one.voices:
            if voice.name != AUTHOR:
                for said in {voice.name, voice.words or voice.name}:
                    yield said, kinds.get(voice.actor or ""), voice.actor


def veiled(
    veil: Veil,
    reports: Collection[Report],
    statements: Collection[Statement],
    actors: Collection[Actor],
    members: Collection[Actor],
    *,
    pseudonyms: bool,
    redacted: Collection[str],
) -> tuple[Veil, frozenset[str]]:
    """The veil with the names of those who are hidden, and the ids of the actors they are."""
    kinds = {one.id: one.kind for one in members}
    identity = {id: actor.number or actor.id for actor in actors for id in (actor.id, *actor.members)}
    ground = ground_of(reports, statements, kinds)
    hidden = {identity.get(one, one) for one in redacted}
    names: dict[str, set[str]] = defaultdict(set)
    nameless: list[str] = []
    unknown: set[str] = set()
    for said, kind, actor in called(statements, kinds):
        who = identity.get(actor, actor) if actor else None
        if who in hidden or (pseudonyms and ground.names(said, kind)):
            if who not in hidden and not _is_proper(said, ground.common):
                unknown |= {one.words for one in ground.parts(said) if ground.tells(one)}
            elif who:
                names[who].add(said)
            else:
                nameless.append(said)
    for actor in (*actors, *members):
        who = identity.get(actor.id, actor.id)
        if who in hidden or who in names:
            own = {actor.name, *(name.words for name in actor.names)}
            names[who] |= own if who in hidden else {one for one in own if ground.names(one, "person")}
    if pseudonyms:
        unknown |= {said for report in reports for said in _unknown(report.text, ground)}
        unknown |= {part.words for said in ground.doubtful for part in ground.parts(said)} | ground.doubtful
    known = {phrase(said) for held in names.values() for said in held}
    for said in nameless:
        if phrase(said) not in known:
            names[f"called {' '.join(phrase(said))}"].add(said)
    veil = _swapped(veil.joined(black(unknown)), names, hidden, ground)
    return veil, frozenset(id for id, who in identity.items() if who in names) | (names.keys() & kinds.keys())


def _unknown(text: str, ground: Ground) -> Iterator[str]:
    """Words with a capital that nothing was read from: two and more, or one in the midst of a sentence; a name, perhaps."""
    for line in text.split("\n"):
        yield from _unknown_in(line, ground)


def _unknown_in(line: str, ground: Ground) -> Iterator[str]:
    # A script without capitals shows no names; in the midst of one that does, it is most often somebody's own name.
    mixed = sum(letter.islower() for letter in line) * 2 > sum(letter.isalpha() for letter in line)
    run: list[Token] = []
    opens = True
    before: Token | None = None
    for token in [*tokens(line), Token(len(line), len(line), "", "")]:
        letter = token.words[:1]
        raised = letter.isupper() or (mixed and letter.isalpha() and not letter.islower())
        fits = raised and not (
            token.folded in ground.common or token.folded in ground.particles or ground.knows(token.folded)
        )
        if run and (not fits or line[run[-1].end : token.start] not in (" ", "-")):
            if len(run) > 1 or not (opens or _is_short(run[0].words)):
                yield line[run[0].start : run[-1].end]
            run = []
        if fits:
            opens = (letter.isupper() and _opens(line, before, token, ground)) if not run else opens
            run.append(token)
        before = token


def _opens(text: str, before: Token | None, token: Token, ground: Ground) -> bool:
    """Whether a word begins a sentence, where any word has a capital; after "Mrs." it does not."""
    between = text[before.end if before else 0 : token.start]
    titled = before is not None and before.folded in ground.particles and between == ". "
    return before is None or (not titled and not set(between) <= set(" ,;'’-("))


def _is_short(word: str) -> bool:
    """Whether a word is letters that stand for the name of a body, as in UN."""
    return word.isupper() and len(word) <= LONGEST_LETTERS


def _swapped(veil: Veil, names: Mapping[str, set[str]], hidden: Collection[str], ground: Ground) -> Veil:
    swaps: dict[tuple[str, ...], str] = {}
    # The name of a place that is also a common word is hidden where it has a capital.
    proper: set[tuple[str, ...]] = {said for said in veil.swaps if ground.common.issuperset(said)}
    single: dict[str, set[str]] = defaultdict(set)
    for who, said in sorted(names.items()):
        name = veil.pseudonym(who, kind="Somebody" if who in hidden else "Person")
        for one in sorted(said):
            parts = ground.parts(one)
            if not parts:
                continue
            first, last = parts[0].start, parts[-1].end
            swaps[phrase(one[first:last])] = name
            for part in parts:
                bare = len(part.folded) >= SHORTEST and (who in hidden or part.folded not in ground.known)
                if bare:
                    single[part.folded].add(name)
                    if part.folded in ground.common:
                        proper.add((part.folded,))
    for part, whose in single.items():
        swaps.setdefault((part,), next(iter(whose)) if len(whose) == 1 else BLACKENED)
    return Veil(key=veil.key, keyed=veil.keyed, swaps={**veil.swaps, **swaps}, proper=frozenset(proper))
