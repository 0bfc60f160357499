"""Sharing: what a claim takes from a word above it that says nothing of its own: mood, negation, or nothing at all."""

from __future__ import annotations

from spacy.tokens import Token

from muniment.extracting.frames import frames, governing, named
from muniment.extracting.hearing import colour, habit, hear, marks_of
from muniment.extracting.links import VERBAL, by_preposition, verb_above
from muniment.extracting.reading import Reading
from muniment.extracting.realis import Marks, of_clause
from muniment.extracting.syntax import passive
from muniment.extracting.wordforms import content_tense, definite, nominal, past


def share(node: Token, governor: Token, link: str, reading: Reading) -> Token:
    """A governor that says nothing of its own about the claim: what it shares depends on how the claim hangs on it."""
    if nominal(node):
        _plain_noun(node, governor, link, reading)
    else:
        _plain_clause(node, governor, link, reading)
    return governor


def _plain_noun(node: Token, governor: Token, link: str, reading: Reading) -> None:
    if by_preposition(link):
        for frame in frames("prepositions", link):
            if not reading.shielded:
                colour(frame, reading)
    if governor.pos_ not in VERBAL:
        if definite(node) and by_preposition(link) and link != "of":
            reading.shielded = True
        return
    marks = of_clause(governor)
    occurs = named("verbs", governor.lemma_.lower(), "occurring") is not None
    if link == "attr" or (link == "subject" and occurs):
        reading.take(marks, negation=not (reading.negative and link == "subject"))  # "no raid took place" denies once
        if occurs and governor.lemma_ != "be":
            habit(marks, reading)
    elif definite(node):
        if link == "object" and passive(governor) and marks.weak:
            reading.take(marks)
        else:
            reading.shielded = True
    else:
        _share_mood(marks, reading, negation=link == "object")


def _share_mood(marks: Marks, reading: Reading, *, negation: bool) -> None:
    """What an indefinite act takes from its verb: "would suffer an attack", "did not see an attack"."""
    shared = Marks(
        negative=marks.negative and negation,
        weak=marks.weak,
        realis=marks.realis if marks.realis not in ("ongoing", None) else None,
        strength=marks.strength,
        pattern=marks.pattern,
        hearsay=marks.hearsay,
    )
    reading.take(shared)


def _plain_clause(node: Token, governor: Token, link: str, reading: Reading) -> None:
    if node.dep_ == "advcl" and _within_speech(node, governor):
        frame = governing(governor, "that")
        if frame is not None and frame.speaker is not None:
            hear(frame, governor, node, "that", reading)
            return
    if reading.shielded:
        return
    if link in ("without", "instead", "rather", "against", "from", "of", "for", "before") or by_preposition(link):
        _after_preposition(governor, link, reading)
    elif link == "infinitive":
        _infinitive(reading)
    elif node.dep_ in ("relcl", "acl"):
        attribute(node, governor, reading)
    elif node.dep_ == "advcl":
        if node.tag_ in ("VBG", "VBN") or content_tense(node) != "past" or not past(node):
            _share_mood(marks_of(governor), reading, negation=False)
        else:
            reading.shielded = reading.shielded or reading.realis == "actual"
    elif node.dep_ in ("acomp", "xcomp", "oprd") or governor.pos_ == "ADJ":
        reading.take(marks_of(governor))
    elif node.dep_ in ("ccomp", "csubj"):
        _complement(node, governor, reading)


def _within_speech(node: Token, verb: Token) -> bool:
    """Whether a clause that the parser hung on a verb of saying stands inside what is said: "said P when Q"."""
    start = node.left_edge
    said = [child for child in verb.children if child.dep_ == "ccomp" and verb.i < child.i < node.i]
    return bool(said) and start.i > 0 and not start.nbor(-1).is_punct


def _after_preposition(governor: Token, link: str, reading: Reading) -> None:
    """ "without killing", "instead of arresting", "the risk of being shot", "by shelling"."""
    coloured = False
    for frame in frames("prepositions", link):
        colour(frame, reading)
        coloured = True
    if link in ("instead", "rather"):
        reading.take(Marks(negative=True))
    elif link == "from":
        reading.take(Marks(realis="prevented"))
    elif link in ("against", "for") or (link == "of" and governor.pos_ in ("NOUN", "ADJ")):
        reading.take(Marks(realis="conditional"))
    elif link == "to":
        reading.strength = "Uu"
    elif not coloured and governor.pos_ in VERBAL:
        _share_mood(of_clause(governor), reading, negation=False)


def _infinitive(reading: Reading) -> None:
    """An infinitive that nothing says was carried out is a purpose or a plan: "opened fire to disperse"."""
    if reading.voices:
        return
    reading.take(Marks(realis="planned"))


def attribute(node: Token, noun: Token, reading: Reading) -> None:
    """A clause on a noun is taken for granted, unless the noun is anybody at all: "anyone who protested"."""
    vague = noun.lower_ in ("anyone", "anybody", "whoever", "everyone", "anything", "somebody", "someone") or any(
        child.lower_ in ("any", "every") for child in noun.children
    )
    if vague:
        reading.take(Marks(realis="conditional"))
    elif _caused(node, noun):
        _share_mood(of_clause(noun.head), reading, negation=True)
    elif node.tag_ in ("VBN", "VBD", "VBG") or past(node):
        bare = noun.tag_ == "NNS" and not any(c.dep_ in ("det", "poss", "nummod") for c in noun.children)
        if bare and node.tag_ == "VBG":
            _share_mood(_nearest_marks(noun), reading, negation=True)
        else:
            reading.shielded = reading.shielded or reading.realis in ("actual", "ongoing", "attempted")
            reading.aside = reading.aside or (reading.shielded and not reading.voices)


def _caused(node: Token, noun: Token) -> bool:
    """ "Would have the families expelled": what somebody has done to another is done as surely as the "have" says."""
    return node.tag_ == "VBN" and noun.dep_ == "dobj" and noun.head.lemma_ in ("have", "get", "want", "see")


def _nearest_marks(noun: Token) -> Marks:
    above = verb_above(noun)
    return of_clause(above) if above is not None else Marks()


def _complement(node: Token, governor: Token, reading: Reading) -> None:
    """A clause under a word that we do not know, or under "it is likely that", "it is unclear whether"."""
    adjectives = [child for child in governor.children if child.dep_ in ("acomp", "attr", "oprd", "advmod")]
    adjectives += [governor] if governor.pos_ == "ADJ" else []
    marks = marks_of(governor)
    for adjective in adjectives:
        for frame in frames("adjectives", adjective.lower_):
            if frame.name in ("probable", "possible", "uncommitted"):
                marks.add(frame, adjective)
            elif frame.name == "deny":
                marks.negative = True
            elif frame.realis:
                marks.realis = marks.realis or frame.realis
    made_so = node.pos_ == "ADJ" and named("verbs", governor.lemma_.lower(), "actual") is not None
    if governor.lemma_ != "be" and governor.pos_ != "ADJ" and node.i > governor.i and not made_so:
        marks.strength = "Uu"
    if any(child.lower_ == "whether" for child in node.children):
        marks.strength = "Uu"
    reading.take(marks)
