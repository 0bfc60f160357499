"""Marks of a clause or a noun phrase: negation, modality, hedges, aspect and habit, read from the words themselves."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from muniment.extracting.frames import Frame, frames, named
from muniment.extracting.syntax import OBJECTS, PASSIVE_SUBJECTS, SUBJECTS, children
from muniment.extracting.wordforms import determined, headline, past
from muniment.statement import Realis

ARGUMENTS = (*SUBJECTS, *PASSIVE_SUBJECTS, *OBJECTS, "attr")
NOBODY = ("nobody", "none", "nothing", "neither", "noone")
PRESENT_BE = ("is", "are", "'s", "’s", "'re", "’re", "am", "'m", "’m")
SPAN_OF_TIME = ("day", "night", "week", "month", "year", "morning", "evening", "time", "weekend", "hour", "occasion")
LASTING = ("remain", "stay", "languish", "continue")
HABIT_NOUNS = ("basis",)


@dataclass(slots=True, kw_only=True)
class Marks:
    """What the words around one head say of it."""

    negative: bool = False
    strength: str = "CT"
    hearsay: Token | None = None
    weak: Realis | None = None
    """A modal's own reading, which gives way to the speech act above: "warned that they would"."""
    realis: Realis | None = None
    pattern: bool = False
    habitual: bool = False
    """Simple present: a habit, where the clause is the claim's own and not a plan or a wish of today."""
    general: bool = False
    counterfactual: bool = False

    def add(self, frame: Frame, token: Token) -> None:
        """Takes over what a frame says."""
        if frame.name == "hearsay":
            self.hearsay = token
        if frame.strength:
            self.strength = weaker(self.strength, frame.strength)
        if frame.negative:
            self.negative = True
        if frame.realis:
            self.realis = self.realis or frame.realis
        if frame.specificity == "pattern":
            self.pattern = True


def weaker(one: str, other: str) -> str:
    """The weaker of two strengths: CT, PR, PS, Uu."""
    order = ("CT", "PR", "PS", "Uu")
    return max(one, other, key=order.index)


def of_clause(verb: Token) -> Marks:
    """The marks on a verb and its auxiliaries, arguments and adverbs; shared ones come from the verb it is joined to."""
    marks = Marks(negative=_negated(verb))
    for child in verb.children:
        if child.dep_ in ("advmod", "npadvmod", "advcl") or (child.dep_ == "dep" and child.pos_ == "ADV"):
            _adverb(child, marks)
        elif child.dep_ == "prep":
            _phrase(child, marks)
        elif child.dep_ == "mark":
            frame = named("marks", child.lower_, "conditional")
            if child.lower_ == "whether" or (child.lower_ == "if" and verb.dep_ == "ccomp"):
                marks.strength = "Uu"
            elif frame is not None and not _concessive(child):
                marks.realis = "conditional"
    if _awaited(verb) or _inverted(verb):
        marks.realis = "conditional"
    if verb.dep_ == "ROOT" and verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.children):
        marks.realis = marks.realis or "planned"  # an item of a list: "- to obtain the release of the men"
    if imperative(verb):
        marks.realis = marks.realis or "demanded"
    _modals(verb, marks)
    if marks.weak == "planned" and _on_condition(verb):
        marks.weak = "conditional"  # "If the raids go on, our units will strike the base"
    _tense(verb, marks)
    if _shares(verb):
        _share(of_clause(verb.head), marks, negation=not _but(verb))
    return marks


def _on_condition(verb: Token) -> bool:
    return any(
        mark.lower_ in ("if", "unless") for clause in children(verb, "advcl") for mark in children(clause, "mark")
    )


def imperative(verb: Token) -> bool:
    """Whether a clause tells somebody to do something: "To the government: lift the siege"; not "Let us remember"."""
    if verb.tag_ != "VB" or verb.lemma_ in ("let", "see", "note") or not (verb.dep_ == "ROOT" or _listed(verb)):
        return False
    before = [child for child in verb.lefts if child.dep_ not in ("prep", "punct", "advmod", "dep", "neg")]
    return all(child.lower_ in ("do", "please") or _listed(child) for child in before)


def _listed(verb: Token) -> bool:
    """Whether a verb is an item of a list that the parser hangs on a later one: "end the siege; free the men"."""
    above = verb.head
    apart = verb.dep_ == "ccomp" and verb.tag_ == above.tag_ == "VB" and verb.i < above.i
    return apart and any(token.text == ";" for token in verb.doc[verb.i : above.i])


def of_noun(noun: Token) -> Marks:
    """The marks on an act named by a noun: "no attack", "alleged killing", "foiled plot", "daily beatings"."""
    marks = Marks()
    words = list(noun.children)
    if noun.dep_ == "conj":
        words += [child for child in noun.head.children if child.dep_ == "amod"]
    for child in words:
        word = child.lower_
        if word in ("no", "neither") and child.dep_ in ("det", "preconj", "neg"):
            marks.negative = True
        elif word == "any" and child.dep_ == "det":
            marks.realis = marks.realis or "conditional"
        elif child.dep_ in ("amod", "compound", "nmod", "advmod"):
            for frame in frames("adjectives", word):
                if frame.file == "realis.toml" or frame.name in ("hearsay", "probable", "possible"):
                    marks.add(frame, child)
                    break
        elif named("determiners", word, "pattern"):
            marks.pattern = True
    if not noun.lower_.isupper() and noun.tag_ in ("NN", "NNS", "VBG") and not determined(noun):
        marks.general = True
    return marks


def _negated(verb: Token) -> bool:
    for child in verb.children:
        if child.dep_ == "neg" or (child.dep_ == "advmod" and child.lower_ in ("never", "nor", "neither")):
            if not _only(child):
                return True
        elif (
            (child.dep_ == "preconj" and child.lower_ == "neither")
            or (child.dep_ in ("cc",) and child.lower_ == "nor" and child.i < verb.i)
            or (child.dep_ in ARGUMENTS and _negative_noun(child))
            or (child.dep_ == "agent" and any(_negative_noun(noun) for noun in child.children))
        ):
            return True
    if verb.dep_ == "conj":
        before = [child for child in verb.head.children if child.dep_ == "cc" and child.i < verb.i]
        return any(child.lower_ == "nor" for child in before)
    return False


def _awaited(verb: Token) -> bool:
    """ "Until he is released", "once they arrest him": in the present these speak of what has not come yet."""
    words = {child.lower_ for child in verb.children if child.dep_ in ("mark", "advmod")}
    return bool(words & {"until", "till", "once", "when", "before"}) and verb.dep_ == "advcl" and not past(verb)


def _inverted(verb: Token) -> bool:
    """ "Had the army attacked, …": a condition without "if"."""
    subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    asks = verb.sent[-1].text == "?"
    return (
        subject is not None
        and not asks
        and any(
            child.lower_ in ("had", "should", "were") and child.i < subject.i and child.is_title
            for child in verb.children
            if child.dep_ in ("aux", "auxpass")
        )
    )


def _negative_noun(noun: Token) -> bool:
    if noun.lower_ in NOBODY:
        return True
    if any(child.dep_ in ("det", "neg", "preconj") and child.lower_ in ("no", "neither") for child in noun.children):
        return True
    return any(
        child.dep_ in ("det", "neg", "advmod") and child.lower_ == "not" and not _only(child) for child in noun.children
    )


def _only(negation: Token) -> bool:
    after = negation.i + 1
    return (
        negation.lower_ in ("not", "n't")
        and after < len(negation.doc)
        and negation.doc[after].lower_
        in (
            "only",
            "just",
            "merely",
            "least",
        )
    )


def _adverb(adverb: Token, marks: Marks) -> None:
    for frame in frames("adverbs", adverb.lower_):
        marks.add(frame, adverb)
    every = any(named("determiners", child.lower_, "pattern") for child in adverb.children)
    if every and (adverb.dep_ == "npadvmod" or adverb.lemma_ in SPAN_OF_TIME):
        marks.pattern = True


def _phrase(preposition: Token, marks: Marks) -> None:
    for noun in children(preposition, "pobj"):
        every = any(named("determiners", child.lower_, "pattern") for child in noun.children)
        daily = noun.lower_ in HABIT_NOUNS and any(frames("adverbs", child.lower_) for child in noun.children)
        if (every and noun.lemma_ in SPAN_OF_TIME) or daily:
            marks.pattern = True


def _concessive(mark: Token) -> bool:
    """ "as if" compares and "even though" concedes; only a plain condition leaves the act open."""
    return mark.lower_ == "if" and mark.i > 0 and mark.nbor(-1).lower_ == "as"


def _modals(verb: Token, marks: Marks) -> None:
    auxes = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    perfect = any(aux.lower_ == "have" for aux in auxes)
    for aux in auxes:
        word = aux.lower_
        if perfect and word in ("may", "might", "could"):
            marks.strength = weaker(marks.strength, "PS")
        elif perfect and word == "must":
            marks.strength = weaker(marks.strength, "PR")
        elif perfect and word in ("should", "ought") and marks.negative:
            marks.negative = False  # "should not have shelled the market": a reproach takes the act for granted
        elif perfect and word in ("would", "should", "ought", "'d", "’d"):
            marks.realis = marks.realis or ("conditional" if word.endswith("d") and "sh" not in word else "demanded")
        elif word in ("'d", "’d") and verb.tag_ != "VB":
            continue
        elif aux.tag_ == "MD" or word in ("ought",):
            for frame in frames("modals", word):
                if frame.name == "demanded":
                    marks.realis = marks.realis or frame.realis
                else:
                    marks.weak = marks.weak or frame.realis
                break
            else:
                marks.weak = marks.weak or "conditional"


def _tense(verb: Token, marks: Marks) -> None:
    if verb.pos_ not in ("VERB", "AUX"):
        return
    auxes = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    words = {aux.lower_ for aux in auxes}
    if (verb.tag_ == "VBG" and (words & set(PRESENT_BE) or ("been" in words and words & {"has", "have"}))) or (
        "being" in words and words & set(PRESENT_BE)
    ):
        marks.realis = marks.realis or "ongoing"
    elif verb.lemma_ in LASTING and verb.tag_ in ("VBZ", "VBP") and not auxes:
        marks.realis = marks.realis or "ongoing"  # "four men remain missing" tells no habit
    elif _habitual(verb, auxes):
        marks.habitual = True


def _habitual(verb: Token, auxes: list[Token]) -> bool:
    """The simple present tells a habit, save in headlines and of people one can name or count: "are held"."""
    if headline(verb):
        return False
    if not auxes and verb.tag_ in ("VBZ", "VBP"):
        return True
    plain = len(auxes) == 1 and auxes[0].dep_ == "auxpass" and auxes[0].tag_ in ("VBZ", "VBP")
    if plain and verb.tag_ == "VBN":
        subject = next(iter(children(verb, *PASSIVE_SUBJECTS)), None)
        return subject is not None and subject.tag_ == "NNS" and not determined(subject)
    return False


def _shares(verb: Token) -> bool:
    if verb.dep_ != "conj" or verb.head.pos_ not in ("VERB", "AUX"):
        return False
    return not any(child.dep_ in ("aux", "auxpass", *SUBJECTS, *PASSIVE_SUBJECTS) for child in verb.children)


def _but(verb: Token) -> bool:
    between = verb.doc[verb.head.i : verb.i]
    return any(token.lower_ in ("but", "instead", "rather", "yet") for token in between)


def _share(head: Marks, marks: Marks, *, negation: bool) -> None:
    """Marks that a joined verb takes from the first: "will arrest and deport", "did not kill or wound"."""
    marks.negative = marks.negative or (negation and head.negative)
    marks.strength = weaker(marks.strength, head.strength)
    marks.hearsay = marks.hearsay or head.hearsay
    marks.weak = marks.weak or head.weak
    marks.realis = marks.realis or (head.realis if head.realis != "ongoing" else None)
    marks.pattern = marks.pattern or head.pattern
    marks.habitual = marks.habitual or head.habitual
