"""Answers in a sentence of their own: "Residents said soldiers burned the clinic. The ministry denied it." """

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from muniment.extracting.mention import Mention, Speaker, Stance, mentions, text_of
from muniment.extracting.people import words
from muniment.extracting.syntax import OBJECTS, children
from muniment.statement import AFFIRMING, AUTHOR

DENYING = "speech.deny"
POINTING = ("it", "this", "that", "these", "those", "them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A denial, the claim before it that it denies, and how the claim stands with the one who denies it."""

    denial: Mention
    denied: Mention
    stance: Stance


def answers(doc: Doc, stances: Mapping[int, Stance]) -> Iterator[Answer]:
    """What is denied by a word that points back, in the sentence before, in the same paragraph.

    Stances are given by `id` of the mention. Only an act that somebody affirms can be denied so.
    """
    found = mentions(doc)
    for denial in found:
        denier = next(iter(denial.slots.get("agent", ())), None)
        if denial.type != DENYING or denier is None or not _points_back(denial):
            continue
        for denied in found:
            held = stances[id(denied)]
            if _answered(denied, denial) and held.speakers[-1].commit in AFFIRMING:
                yield Answer(denial=denial, denied=denied, stance=_of(held, denier, denial))


def _points_back(denial: Mention) -> bool:
    """Whether what is denied is no more than a pronoun or "the accusation"."""
    verb = denial.head
    if children(verb, "ccomp", "xcomp", "acl"):
        return False
    said = children(verb, *OBJECTS)
    return bool(said) and all(
        thing.lower_ in POINTING
        or (
            thing.lemma_.lower() in words("accusations")
            and not any(child.dep_ in ("acl", "relcl", "prep") for child in thing.children)
        )
        for thing in said
    )


def _answered(denied: Mention, denial: Mention) -> bool:
    sentence = denial.head.sent
    before: Span | None = sentence.doc[sentence.start - 1].sent if sentence.start else None
    if before is None or denied.kind != "act" or denied.type.startswith(("speech.", "record.", "legal.")):
        return False
    between = text_of(sentence.doc)[before.start_char : sentence.start_char]
    return before.start <= denied.head.i < before.end and "\n\n" not in between


def _of(held: Stance, denier: Span, denial: Mention) -> Stance:
    author = Speaker(span=None, commit="Uu", name=AUTHOR)
    speaker = Speaker(span=denier, commit="CT-", cue=denial.head)
    return Stance(
        speakers=(author, speaker), realis=held.realis, specificity=held.specificity, governors=(denial.head,)
    )
