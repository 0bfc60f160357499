"""Pronouns: whom "he", "they" or "its" means, where only one of those named shortly before can be meant."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span, Token

from muniment.actor import ActorKind
from muniment.extracting.known import Known
from muniment.extracting.syntax import SUBJECTS, subjects

PERSONAL = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female", "hers": "female"}
PLURAL = ("they", "them", "their", "theirs")
NEUTER = ("it", "its")
RECENT = 80
MINDED = ("willing", "unwilling", "ready", "prepared", "determined", "committed", "able", "unable")
POSSESSIVE = ("his", "her", "its", "their")
BODIES: tuple[ActorKind, ...] = ("state_body", "organisation", "intergovernmental", "state", "armed_group")
GROUPS: tuple[ActorKind, ...] = ("group", "population", "unknown", "armed_group", "state_body", "organisation")


def resolved(head: Token, known: Sequence[Known]) -> Known | None:
    """The one actor of the same or the previous sentence that a pronoun can mean."""
    low = head.lower_
    if head.dep_ == "expl" or (low in NEUTER and not _refers(head)):
        return None
    here = head.sent
    before = here.doc[here.start - 1].sent if here.start else None
    if _goes_on(head, before, known):
        return None
    acting = subjects(head.head) if head.dep_ == "dobj" else []  # nobody "him" means is "he" who does it to him
    fitting = [one for one in known if _fits(one, low) and not any(each in acting for each in one.heads)]
    in_reach = [one for one in fitting if any(_within(each, here, before, head) for each in one.heads)]
    if low in POSSESSIVE:
        nearer = [one for one in in_reach if any(_within(each, here, None, head) for each in one.heads)]
        in_reach = nearer or in_reach
    leading = [one for one in in_reach if any(_leads(each, here, before, head) for each in one.heads)]
    if len(in_reach) == 1:
        return None if _rivalled(in_reach[0], low, known, head) else in_reach[0]
    return leading[0] if len(leading) == 1 else None


def _goes_on(head: Token, before: Span | None, known: Sequence[Known]) -> bool:
    """Whether the sentence before has the same pronoun for its subject and it is open whom that one means."""
    if before is None or head.lower_ not in PLURAL or head.dep_ not in SUBJECTS:
        return False
    led = [token for token in before if token.lower_ == head.lower_ and token.dep_ in SUBJECTS]
    return bool(led) and not any(token in one.heads for token in led for one in known)


def _rivalled(one: Known, pronoun: str, known: Sequence[Known], head: Token) -> bool:
    """Whether somebody else, said to be of this sex, was spoken of shortly before, and this one was not said to be."""
    sex = PERSONAL.get(pronoun)
    if sex is None or one.sex is not None:
        return False
    others = (other for other in known if other is not one and other.sex == sex and not other.plural)
    return any(other.heads and head.i - other.heads[-1].i < RECENT for other in others)


def _fits(known: Known, pronoun: str) -> bool:
    if pronoun in PERSONAL:
        return known.kind == "person" and not known.plural and known.sex in (None, PERSONAL[pronoun])
    if pronoun in PLURAL:
        return known.plural and known.kind in GROUPS
    return known.kind in BODIES and not known.plural


def _within(one: Token, here: Span, before: Span | None, head: Token) -> bool:
    if (
        one.i >= head.i
        or _holds(one, head)
        or (one.dep_ == "poss" and one.pos_ == "PROPN" and one.ent_type_ != "PERSON")
    ):
        return False
    return here.start <= one.i or (before is not None and before.start <= one.i < before.end)


def _holds(one: Token, head: Token) -> bool:
    """Whether the pronoun stands in an apposition to it: "Orvina Vaurel, a teacher and his sister" is not his own."""
    if not one.is_ancestor(head):
        return False
    for above in head.ancestors:
        if above == one:
            return True
        if above.dep_ in ("relcl", "acl"):
            return False
    return False


def _leads(one: Token, here: Span, before: Span | None, head: Token) -> bool:
    """Whether it is the subject of a main clause in reach."""
    return (
        one.dep_ in (*SUBJECTS, "nsubjpass")
        and _within(one, here, before, head)
        and one.head.dep_ in ("ROOT", "ccomp", "conj", "parataxis")
    )


def _refers(head: Token) -> bool:
    """Whether "it" can mean a body: it does something, and it is not the "it" of "it is raining"."""
    verb = head.head
    return head.lower_ == "its" or (
        head.dep_ == "nsubj"
        and (verb.pos_ == "VERB" or any(child.lemma_ in MINDED for child in verb.children if child.dep_ == "acomp"))
        and not any(
            child.dep_ in ("ccomp", "csubj") and verb.lemma_ in ("seem", "appear", "happen", "turn")
            for child in verb.children
        )
    )
