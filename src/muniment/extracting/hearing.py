"""Hearing: what a frame over a claim does to it: a voice is added, a denial made, a plan or a ban told."""

from __future__ import annotations

from spacy.tokens import Token

from muniment.extracting import voices
from muniment.extracting.frames import Frame, named
from muniment.extracting.links import VERBAL
from muniment.extracting.reading import Reading, Voiced
from muniment.extracting.realis import Marks, of_clause, of_noun, weaker
from muniment.extracting.syntax import children, passive
from muniment.extracting.wordforms import definite, nominal
from muniment.statement import Commit

ANSWERS = ("deny", "know", "believe", "doubt", "suspect", "confess")
HELD_APART = ("charge", "case", "unattributed", "accuse", "suspect")
"""Cases and rumours that say nothing of what a clause inside them takes for granted."""

SPEECH = ("demanded", "called_for", "sought", "warned", "threatened", "promised", "questioned")
CALLING = ("call", "describe", "label", "brand", "dismiss", "declare", "deem")


def hear(frame: Frame, at: Token, node: Token, link: str, reading: Reading) -> Token:
    """Lets one frame speak: it adds a voice, sets what is real, or denies. Gives the word to climb on from."""
    if frame.name == "disown":
        return _disown(at, reading)
    if frame.name == "charged_with" and link == "for" and nominal(node) and definite(node):
        return _answerable(at, reading)
    if frame.name in SPEECH:
        _speech_act(frame, at, reading)
    elif frame.speaker is not None:
        if not (reading.shielded and frame.name in HELD_APART):
            _voice(frame, at, link, reading)
    else:
        _shape(frame, at, node, reading)
    return at


def _shape(frame: Frame, at: Token, node: Token, reading: Reading) -> None:
    """A word that speaks for nobody but says whether it happened: planned, averted, begun, habitual."""
    if not reading.shielded:
        colour(frame, reading)
    reading.shielded = reading.shielded or frame.presupposes
    marks = marks_of(at)
    reading.take(marks, negation=not (reading.negative and nominal(node)))  # "no raid took place" denies once
    if frame.name in ("actual", "carrying_out", "resorting"):
        habit(marks, reading)
    if frame.name == "carrying_out" and nominal(node):
        return


def colour(frame: Frame, reading: Reading) -> None:
    """Negation, realis and specificity that a frame gives; above a voice they only unsettle it."""
    if frame.strength and not reading.shielded:
        reading.strength = weaker(reading.strength, frame.strength)
    if reading.voices:
        if (
            frame.strength
            or frame.negative
            or (frame.realis and frame.name not in ("ongoing", "attempted", "ceasing", "lifting"))
        ):
            reading.unsettle()
        return
    if frame.negative:
        reading.deny()
    if frame.realis:
        reading.hold(frame.realis)
    if frame.specificity and reading.specificity == "specific":
        reading.specificity = frame.specificity


def habit(marks: Marks, reading: Reading) -> None:
    """The simple present of the claim\'s own clause makes it a habit."""
    if marks.habitual and not reading.voices and reading.specificity == "specific" and not reading.shielded:
        reading.specificity = "pattern"


def marks_of(at: Token) -> Marks:
    """The marks on a governor, be it verb or noun."""
    return of_clause(at) if at.pos_ in VERBAL else of_noun(at)


def _speech_act(frame: Frame, at: Token, reading: Reading) -> None:
    """Demands, warnings, threats, promises, questions: the content is theirs and has not happened by their word."""
    speaker = voices.of_verb(at) if at.pos_ in VERBAL else voices.of_noun(at)
    if at.lemma_ == "be":
        speaker = None
    if reading.aside and not reading.voices:
        return
    reading.governed(frame, at)
    if reading.shielded and not reading.voices:
        if speaker is not None:
            reading.say(Voiced(speaker=speaker, commit="CT+", cue=at, frame=frame.name), base="CT+", author="CT+")
        return
    if reading.voices:
        if frame.name != "warned":
            reading.unsettle()
    elif frame.realis:
        reading.hold(frame.realis)
    if speaker is not None:
        reading.say(Voiced(speaker=speaker, commit="Uu", cue=at, frame=frame.name), base="Uu")
        reading.voices[-1].commit = "Uu"
    elif not reading.voices and frame.name in ("warned", "questioned"):
        reading.strength = "Uu"


def _voice(frame: Frame, at: Token, link: str, reading: Reading) -> None:
    verb = at.pos_ in VERBAL
    speaker = voices.of_verb(at) if verb else voices.of_noun(at)
    if frame.name == "deny" and verb and link == "object" and _withheld(at):
        reading.hold("prevented")
        return
    if frame.name in ANSWERS:
        reading.drop_claimed()
    if frame.name == "quoting" and speaker is None:
        return
    base, author = _commits(frame, at, speaker)
    reading.governed(frame, at)
    if speaker is None and verb and frame.name == "know":
        author = "CT+"
        reading.outward = reading.outward or reading.committed("CT+") if not reading.voices else None
    else:
        kind = f"{frame.name}_noun" if not verb and frame.name in ("relay", "charge") else frame.name
        coerced = verb and voices.coerced(at)
        voice = Voiced(speaker=speaker, commit=base, cue=at, frame=kind, coerced=coerced)
        if frame.name == "condemn" and not reading.voices:
            reading.shielded = True
        reading.say(voice, base=base, author=author)
    _above_speech(frame, at, reading)


def _commits(frame: Frame, at: Token, speaker: Token | None) -> tuple[Commit, Commit]:
    base, author = frame.speaker or "Uu", frame.author
    if speaker is not None:
        return (frame.owned or base), author
    if frame.owned or frame.unnamed or frame.name in ("know", "condemn"):
        return base, author
    if at.pos_ in VERBAL and base in ("CT+", "PR+"):
        return "PS+", author  # "is said to have", "it was reported": nobody vouches for it
    if at.pos_ not in VERBAL and base == "CT+":
        return "PS+", author
    return base, author


def _withheld(verb: Token) -> bool:
    """ "Patients were denied a transfer": to be denied something is not to have it said that it did not happen."""
    return (passive(verb) and bool(children(verb, "dobj"))) or bool(children(verb, "dative"))


def _above_speech(frame: Frame, at: Token, reading: Reading) -> None:
    """A saying that did not take place, may take place or is asked for leaves the claim open."""
    marks = marks_of(at)
    if frame.name == "condemn":
        if marks.negative or marks.weak or marks.realis not in (None, "ongoing"):
            reading.voices[-1].commit = "Uu"
        return
    if frame.name == "know" and marks.negative and not reading.voices:
        return
    reading.take(marks)


def _disown(at: Token, reading: Reading) -> Token:
    """Responsibility denied leaves the act; responsibility claimed affirms it."""
    verb = _deciding_verb(at)
    if verb is None:
        reading.shielded = True
        return at
    if at.lemma_ == "part" and verb == at.head and verb.lemma_ == "take":
        reading.take(of_clause(verb), negation=False)  # "took part in the protest" owns to nothing
        reading.shielded = True
        return verb
    speaker = voices.of_verb(verb)
    denies = named("verbs", verb.lemma_.lower(), "deny") is not None
    if not denies and at.lemma_ == "part" and of_clause(verb).negative:
        reading.deny()
        reading.shielded = True
        return at
    if speaker is not None:
        reading.governors.append(verb)
        commit = "Uu" if denies else "CT+"
        voice = Voiced(speaker=speaker, commit=commit, cue=verb, frame="disown")
        reading.voices.append(voice)
        reading.outward = "CT+"
        if denies:
            reading.disowned_by = voices.span(speaker)
    reading.shielded = True
    return verb


def _answerable(at: Token, reading: Reading) -> Token:
    """ "Was not responsible for the attack" disowns it; "is responsible for the attack" takes it as known."""
    if not reading.voices and at.head.pos_ in VERBAL and of_clause(at.head).negative:
        denier = voices.of_verb(at.head)
        reading.disowned_by = None if denier is None else voices.span(denier)
    reading.shielded = True
    return at


def _deciding_verb(noun: Token) -> Token | None:
    node = noun
    for _ in range(5):
        node = node.head
        if node.pos_ in VERBAL:
            lemma = node.lemma_.lower()
            if named("verbs", lemma, "deny"):
                return node
            if lemma in ("claim", "admit", "acknowledge", "accept", "take", "confess", "deny"):
                outer = node.head
                if outer != node and named("verbs", outer.lemma_.lower(), "deny"):
                    return outer
                return node if not (of_clause(node).negative and noun.lemma_ != "part") else None
        if node.head == node:
            break
    return None


def calls_false(node: Token, caller: Token) -> bool:
    """Whether a verb of calling has a word for false after what it names, wherever the parser hung it."""
    return any(token.i > node.i and named("adjectives", token.lower_, "deny") for token in caller.subtree)


def is_false(verb: Token) -> bool:
    """Whether a verb has a word for false beside it: "was baseless"."""
    return (
        any(
            named("adjectives", child.lower_, "deny")
            for child in verb.children
            if child.dep_ in ("acomp", "oprd", "ccomp", "xcomp", "attr")
        )
        or named("adjectives", verb.lower_, "deny") is not None
    )


def called_false(node: Token, governor: Token, reading: Reading) -> Token:
    """ "The ministry called reports that … false": the one who calls them so denies what they say."""
    if reading.drop_claimed() is None and reading.voices and reading.voices[-1].cue == node:
        reading.voices.pop()
        reading.outward = None
    caller = governor
    if governor.pos_ == "ADJ":
        caller = governor.head
    if caller.lemma_.lower() in CALLING and caller.pos_ in VERBAL:
        speaker = voices.of_verb(caller)
        reading.say(Voiced(speaker=speaker, commit="CT-", cue=caller, frame="deny"), base="CT-")
        reading.governors.append(caller)
        return caller
    if reading.voices:
        reading.unsettle()
    else:
        reading.deny()
    return governor
