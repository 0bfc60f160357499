"""The lexicon of acts and harms: entries of `data/en/acts.toml`, `diplomacy.toml` and `harms.toml`, by lemma, and classes of words."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Literal, TypeAlias, cast

from spacy.tokens import Token

from muniment.extracting.mention import is_town

Part: TypeAlias = Literal["verb", "noun", "adjective"]
TAILS = ("of", "to", "against")
HARMING = ("life.", "body.", "liberty.")
PLAIN = frozenset(
    "after against amid among and as at before by for from in into near of on or outside over the to two three with".split()
)
"""Small words that only a title writes with a capital."""

KINDS = {"person": ("@person", "@unnamed"), "state": ("@state",), "facility": ("@facility",), "place": ("@place",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Words that name one type of act or harm, who is what to them, and when they do."""

    kind: Literal["act", "harm"]
    type: str
    examples: tuple[str, ...]
    subject: str = "agent"
    object: str = "victim"
    prepositions: Mapping[str, str] = field(default_factory=dict)
    poss: str = ""
    content_object: str = ""
    content_subject: str = ""
    """Role of the subject of the clause that it says: who is to act, in "demanded that the army leave"."""
    maker: str = ""
    """Role of whoever the object comes from or belongs to: in "rejected the envoy's offer", "an offer by the envoy"."""
    needs_object: tuple[str, ...] = ()
    not_object: tuple[str, ...] = ()
    needs_subject: tuple[str, ...] = ()
    not_subject: tuple[str, ...] = ()
    followed: tuple[tuple[str, ...], ...] = ()
    unfollowed: tuple[tuple[str, ...], ...] = ()
    modifier: tuple[str, ...] = ()
    not_modifier: tuple[str, ...] = ()
    modifier_of_object: tuple[str, ...] = ()
    not_modifier_of_object: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    harm: str = ""
    harmed: str = "victim"
    wording: Mapping[str, str] = field(default_factory=dict)
    objectless: bool = False
    no_object: bool = False
    tag: str = ""
    needs_doer: bool = False
    not_behind: tuple[str, ...] = ()
    attributive: bool = True
    speaks: bool = False
    """The noun names those who do it as well: "the prosecution said"."""
    passive_only: bool = False
    passive_never: bool = False
    active_only: bool = False
    passive_needs_by: bool = False
    negated: bool = False
    also: bool = False
    number_after: bool = False
    figure_before: bool = False
    found_out: bool = False
    """The words tell how a harm came to be known; their day is the last on which it can have happened."""
    weight: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word or expression of an entry: what stands before its head, or the particle and tail behind it."""

    entry: Entry
    part: Part
    before: tuple[str, ...] = ()
    particle: str = ""
    tail: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """How many words it has."""
        return 1 + len(self.before) + bool(self.particle) + len(self.tail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class of nouns: by lemma, by the ending of the lemma, by entity, by tag, or by the word before."""

    words: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    """Words of the class that mean somebody where they are written as a name: "the Mission"."""


@functools.cache
def terms() -> Mapping[tuple[Part, str], tuple[Term, ...]]:
    """Part of speech and lemma of the head → terms, in the order of the files."""
    found: dict[tuple[Part, str], tuple[Term, ...]] = {}
    for entry, written in _entries():
        for head, term in _terms(entry, written):
            found[term.part, head] = (*found.get((term.part, head), ()), term)
    return found


@functools.cache
def entries() -> tuple[Entry, ...]:
    """Every entry of the three files."""
    return tuple(entry for entry, _ in _entries())


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """A file of the lexicon as it is written."""
    return tomllib.loads((files("muniment.data") / "en" / name).read_text(encoding="utf-8"))


@functools.cache
def verbs(name: str) -> frozenset[str]:
    """A list of verbs that govern another act: carry, suffer, object_control …"""
    return frozenset(cast(Sequence[str], table("classes.toml")["verbs"][name]))


def belongs(token: Token, classes: Sequence[str]) -> bool:
    """Whether a token is one of these words, or of a class written `@name`."""
    lemma = token.lemma_.lower()
    return any(_is(token, lemma, word[1:]) if word[0] == "@" else word in (lemma, token.lower_) for word in classes)


def _is(token: Token, lemma: str, name: str) -> bool:
    """Whether a token is of a class; what the gazetteer knows for a town or a province is a place, and nobody."""
    if name in ("person", "place") and token.pos_ == "PROPN" and is_town(token):
        return name == "place"
    return _of_class(token, lemma, _classes()[name])


def role_by_meaning(role: str, token: Token) -> str:
    """The slot of a role that depends on what fills it: an attack's target is a victim, a facility, a place …"""
    choices = cast(Mapping[str, str], table("classes.toml")["role"].get(role))
    if not choices:
        return role
    for name in ("state", "facility", "place", "person"):
        if name not in choices:
            continue
        if belongs(token, KINDS[name]):
            return choices[name]
    return choices["other"]


def owner_role(role: str) -> str:
    """The slot of whoever owns what fills a role; empty where ownership tells nothing."""
    choices = cast(Mapping[str, str], table("classes.toml")["role"].get(role, {}))
    return choices.get("owner", "")


def words_of(name: str) -> frozenset[str]:
    """The lemmas of a class."""
    return _classes()[name].words


def knows(word: str) -> bool:
    """Whether a word in lower case, or what it is a form of, is one of the lexicon."""
    stems = {word, *(word.removesuffix(ending) for ending in ("s", "es", "ed", "d", "ing"))}
    return not stems.isdisjoint(_vocabulary())


def past_of(word: str) -> str:
    """The past of a verb of violence in its bare form; empty for any other word: "arrest" → "arrested"."""
    return _pasts().get(word, "")


@functools.cache
def _pasts() -> Mapping[str, str]:
    """Regular pasts, and those of the table; a headline's verb is one that does something to somebody."""
    found = {
        head: head + "d" if head.endswith("e") else head + "ed"
        for (part, head), known in terms().items()
        if part == "verb" and any(term.entry.type.startswith(HARMING) for term in known)
    }
    return found | dict(cast(Mapping[str, str], table("classes.toml")["pasts"]))


@functools.cache
def _vocabulary() -> frozenset[str]:
    heads = {head for _, head in terms()} | {word for term in _all_terms() for word in term.before}
    return frozenset(heads.union(*(known.words for known in _classes().values()), PLAIN))


def _all_terms() -> Iterator[Term]:
    return (term for known in terms().values() for term in known)


def _of_class(token: Token, lemma: str, known: Class) -> bool:
    if lemma in known.bodies and token.pos_ == "PROPN":
        return False
    if lemma in known.words or token.lower_ in known.words or token.tag_ in known.tags:
        return True
    if token.ent_type_ and token.ent_type_ in known.entities:
        return True
    if len(lemma) > 5 and lemma.endswith(known.endings or ("\0",)) and not token.ent_type_:
        return True
    return bool(known.before) and any(
        child.lower_ in known.before for child in token.children if child.dep_ in ("compound", "amod", "nmod")
    )


@functools.cache
def _classes() -> Mapping[str, Class]:
    kinds = table("actors.toml")["kind"]
    return {
        name: Class(
            words=frozenset(known.get("words", ())).union(*(kinds[kind]["words"] for kind in known.get("kinds", ()))),
            entities=frozenset(known.get("entities", ())),
            endings=tuple(known.get("endings", ())),
            tags=frozenset(known.get("tags", ())),
            before=frozenset(known.get("before", ())),
            bodies=frozenset(known.get("bodies", ())),
        )
        for name, known in cast(Mapping[str, Mapping[str, Any]], table("classes.toml")["class"]).items()
    }


@functools.cache
def _entries() -> tuple[tuple[Entry, Mapping[str, Any]], ...]:
    return tuple(
        (_entry(kind, written), written)
        for file, kind in (("acts.toml", "act"), ("diplomacy.toml", "act"), ("harms.toml", "harm"))
        for written in cast(Sequence[Mapping[str, Any]], table(file)[kind])
    )


def _entry(kind: str, written: Mapping[str, Any]) -> Entry:
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in written.items()
        if key not in ("verbs", "nouns", "adjectives", "with", "without")
    }
    known["followed"] = tuple(tuple(words.split()) for words in written.get("with", ()))
    known["unfollowed"] = tuple(tuple(words.split()) for words in written.get("without", ()))
    return Entry(kind=cast(Any, kind), **known)


def _terms(entry: Entry, written: Mapping[str, Any]) -> Iterator[tuple[str, Term]]:
    for words in written.get("verbs", ()):
        head, _, particle = words.partition(" ")
        yield head, Term(entry=entry, part="verb", particle=particle)
    for words in written.get("nouns", ()):
        parts = words.replace("-", " ").split()
        cut = next((at for at, word in enumerate(parts) if word in TAILS and 0 < at < len(parts) - 1), len(parts))
        *before, head = parts[:cut]
        yield head, Term(entry=entry, part="noun", before=tuple(before), tail=tuple(parts[cut:]))
        if "-" in words and " " not in words:
            yield words, Term(entry=entry, part="noun")
    for words in written.get("adjectives", ()):
        yield words, Term(entry=entry, part="adjective")
