"""What the words around a name say of somebody: kind, sex, age and occupation."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any, cast

from spacy.tokens import Doc, Span, Token

from muniment.actor import ActorKind
from muniment.extracting.mention import places, text_of
from muniment.extracting.syntax import children, phrase
from muniment.statement import Place
from muniment.taxonomy import data

AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b")
AGE_AFTER = re.compile(r"^,? ?(?:aged )?(\d{1,3})(?=[,;.)]|$| and )")
OLDEST = 115
GROWN = 18
KINDS: tuple[ActorKind, ...] = (
    "intergovernmental",
    "armed_group",
    "state_body",
    "population",
    "unknown",
    "organisation",
    "person",
)


def words(section: str, key: str = "words") -> frozenset[str]:
    """One of the lists of `data/en/actors.toml`."""
    return _words(section, key)


@functools.cache
def _words(section: str, key: str) -> frozenset[str]:
    found: Any = data("en/actors.toml")
    for part in section.split("."):
        found = found[part]
    return frozenset(found.get(key, ()))


@functools.cache
def anaphors() -> Mapping[str, frozenset[str]]:
    """Noun → kinds of the actors that "the noun" may stand for."""
    return {noun: frozenset(kinds) for noun, kinds in data("en/actors.toml")["anaphors"].items() if noun != "example"}


def kind_of(span: Span) -> ActorKind:
    """What kind of actor a phrase names; unknown where the words do not say."""
    head = span.root
    if beside_person(head):
        return "person"
    if (place := _place(head)) is not None and not human(head):
        return "state" if place.precision == "country" else "unknown"
    proper = head.pos_ == "PROPN" or head.ent_type_ in ("ORG", "PERSON")
    if proper:
        return _kind_of_name(span)
    if head.ent_type_ == "NORP":
        return "population"
    return _kind_of_noun(head, span)


def _kind_of_name(span: Span) -> ActorKind:
    text = span.text
    for kind in ("intergovernmental", "armed_group", "state_body"):
        if any(re.search(rf"\b{re.escape(name)}\b", text) for name in words(f"kind.{kind}", "names")):
            return cast(ActorKind, kind)
    head = span.root
    if head.lemma_.lower() in words("kind.state_body") | words("kind.armed_group") | words("kind.organisation"):
        return _kind_of_noun(head, span)
    if head.ent_type_ == "PERSON" or (head.ent_type_ != "ORG" and head.lemma_.lower() in words("kind.person")):
        return "person"
    if head.ent_type_ == "GPE":
        return "unknown"
    if text.isupper() or (head.ent_type_ == "ORG" and (len(span) != 2 or not span[0].is_title)):
        return "organisation"
    return "population" if head.ent_type_ == "NORP" else "unknown"


def _kind_of_noun(head: Token, span: Span) -> ActorKind:
    lemma, plural = head.lemma_.lower(), head.tag_ in ("NNS", "NNPS")
    low = span.text.lower()
    if not plural and head.i + 1 < len(head.doc) and head.nbor(1).text in ("-", "–"):
        plural, low = True, low + "s"  # "the rebel-held valley"
    for kind in KINDS:
        if plural and any(
            low.endswith(word) or head.lower_ == word or low == word for word in words(f"kind.{kind}", "plural")
        ):
            return kind
    for kind in KINDS[:-1]:
        if lemma in words(f"kind.{kind}"):
            return kind
    if lemma in words("kind.person"):
        return "group" if plural else "person"
    return "unknown"


def beside_person(token: Token) -> bool:
    """Whether a name stands beside a noun for one person: "his daughter Sellith"."""
    noun = token.head
    return (
        token.dep_ == "appos"
        and token.pos_ == "PROPN"
        and token.i - noun.i < 4
        and noun.tag_ == "NN"
        and noun.lemma_.lower() in words("kind.person")
        and token.ent_type_ != "ORG"
    )


def _place(token: Token) -> Place | None:
    return next((one.place for one in places(token.doc) if one.span.start <= token.i < one.span.end), None)


def human(token: Token) -> bool:
    """Whether a noun is in any list of those who can act, suffer or speak."""
    lemma = token.lemma_.lower()
    return any(lemma in words(f"kind.{kind}") for kind in KINDS) or any(
        token.lower_ in words(f"kind.{kind}", "plural") for kind in KINDS
    )


def attributes(span: Span) -> dict[str, Any]:
    """Sex, age, age group and occupation of whom a phrase names, as far as the words say."""
    head = span.root
    if (head.ent_type_ in ("GPE", "ORG", "NORP") and not _called_person(head)) or (
        head.pos_ == "PRON" and head.lower_ not in words("sex", "female") | words("sex", "male")
    ):
        return {}
    near = [span, *_appositions(head)]
    found: dict[str, Any] = {}
    if sex := _sex(near):
        found["sex"] = sex
    age = _age(span, near)
    if age is not None:
        found["age"] = age
    if group := _age_group(near, age):
        found["age_group"] = group
    if occupation := _occupation(head, near):
        found["occupation"] = occupation
    return found


def _called_person(name: Token) -> bool:
    """Whether a name that the model takes for a body's or a place's has a person's noun beside it: "…, 31, a nurse"."""
    beside = (child for child in children(name, "appos") if child.pos_ == "NOUN" and child.tag_ == "NN")
    return name.pos_ == "PROPN" and (beside_person(name) or any(kind_of(phrase(one)) == "person" for one in beside))


def _appositions(head: Token) -> list[Span]:
    """What stands beside a name for the same person: "Mara Ilven, 34, a teacher"; "the nurse Mara Ilven"."""
    beside = [child for child in children(head, "appos") if child.ent_type_ != "PERSON" and not _counted(child)]
    if head.dep_ == "appos" and head.head.pos_ in ("NOUN", "PROPN"):
        beside.append(head.head)
    return [phrase(token) for token in beside if abs(token.i - head.i) < 15]


def _counted(beside: Token) -> bool:
    """Whether what stands beside a noun is a part of it, with a number of its own: "31 people, 11 children"."""
    return beside.tag_ == "NNS" and bool(children(beside, "nummod") or numbered_part(beside))


def numbered_part(beside: Token) -> Token | None:
    """The number of what is a part of the noun it stands beside: "31 people, 11 of them children"."""
    numbers = (one for one in children(beside, "nsubj") if one.tag_ == "CD" and beside.dep_ == "appos")
    return next((one for one in numbers if one.nbor(1).lower_ == "of"), None)


def _sex(near: list[Span]) -> str | None:
    found = {
        sex
        for span in near
        for token in span
        for sex in ("female", "male")
        if token.dep_ != "poss"
        and (token.lower_.rstrip(".") in words("sex", sex) or token.lemma_.lower() in words("sex", sex))
        and (token == span.root or token.dep_ in ("compound", "amod", "nmod") or token.pos_ == "PRON")
    }
    return found.pop() if len(found) == 1 else None


def _age(span: Span, near: list[Span]) -> int | None:
    doc = span.doc
    after = text_of(doc)[span.end_char : span.end_char + 14].split("\n")[0]
    found = AGE_AFTER.match(after) if span[-1].pos_ == "PROPN" else None
    found = found or next((hit for each in near if (hit := AGE.search(each.text))), None)
    age = int(found[1]) if found else None
    return age if age is not None and age <= OLDEST else None


def _age_group(near: list[Span], age: int | None) -> str | None:
    if age is not None:
        return "child" if age < GROWN else "adult"
    lemmas = {span.root.lemma_.lower() for span in near}
    if lemmas & words("age", "child"):
        return "child"
    return "adult" if lemmas & words("age", "adult") else None


def _occupation(head: Token, near: list[Span]) -> str | None:
    for span in near:
        root = span.root
        if root.pos_ == "NOUN" and _does(root) and root.tag_ == "NN":
            return _modified(root)
    for child in head.lefts:
        if child.dep_ in ("compound", "nmod", "appos") and child.pos_ == "NOUN" and _does(child):
            return _modified(child)
    return None


def _does(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return lemma in words("kind.person") and lemma not in words("not_an_occupation")


def _modified(noun: Token) -> str:
    """An occupation with what belongs to it: "mathematics teacher"."""
    parts = [child for child in noun.lefts if child.dep_ == "compound" and child.i >= noun.i - 3]
    return noun.doc[parts[0].i if parts else noun.i : noun.i + 1].text.lower()


def members(span: Span) -> list[Span]:
    """The people or groups that a phrase lists: "Ana Belt, Oru Tam and Ilse Dorn" are three."""
    heads = [span.root, *(token for token in span.root.conjuncts if span.start <= token.i < span.end)]
    return [phrase(head) for head in heads] if len(heads) > 1 else [span]


def entity(token: Token) -> Span | None:
    """The named entity that a token stands in; found from the token, for `doc.ents` reads the whole document."""
    if not token.ent_type_:
        return None
    doc: Doc = token.doc
    start, end = token.i, token.i + 1
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return Span(doc, start, end, label=token.ent_type_)


def with_country(body: Token) -> Span | None:
    """A body before a noun with the country's name before it: "Karsan army" in "a Karsan army jet"; else none."""
    if not body.is_lower or not body.i or kind_of(body.doc[body.i : body.i + 1]) != "state_body":
        return None
    before = body.nbor(-1)
    named = (
        before.is_title and (before.pos_ in ("PROPN", "ADJ") or before.ent_type_) and before.head in (body, body.head)
    )
    return body.doc[before.i : body.i + 1] if named and before.dep_ in ("amod", "nmod", "compound") else None


def unbracketed(name: Span) -> Span:
    """A name without the open bracket that the model takes into it: "League for Democracy (LD"."""
    opened = next((token.i for token in name if token.text == "("), name.start)
    return name if opened == name.start or ")" in name.text else name.doc[name.start : opened]
