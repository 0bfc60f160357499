"""Repairs of the parse where a small model is known to err: participles taken for nouns, a voice named at the end."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from muniment.extracting import bodynames, countrynames, lexicon, people
from muniment.extracting.rehanging import rehang
from muniment.taxonomy import data

COMPONENT = "muniment_repairs"
PARTICIPLES = ("slain", "jailed", "abducted", "kidnapped", "detained", "murdered", "imprisoned", "disappeared")
"""Participles before a noun that the model takes for nouns: "the slain reporter"."""

CHARGING = ("accuse", "warn", "suspect", "convict", "acquit", "inform", "notify", "remind", "assure", "absolve")
"""Verbs that have somebody for their object and something behind "of"."""

LONGEST_NAME = 14
"""Tokens that the name of a closing voice may have."""


@Language.component(
    COMPONENT,
    assigns=["token.head", "token.dep", "token.tag", "token.pos"],
    requires=["token.head", "token.dep", "token.lemma"],
)
def repairs(doc: Doc) -> Doc:
    """Makes verbs of nouns and adjectives, hangs names on their nouns, and gives a verb of saying that closes a sentence the subject before it.

    "Two shells hit the market, killing six and wounding nine, hospital staff and traders said."
    """
    bodynames.mark(countrynames.mark(doc))
    for token in doc:
        if token.lower_ in PARTICIPLES and token.dep_ == "compound":
            token.tag_, token.pos_, token.dep_ = "VBN", "VERB", "amod"
        if token.lower_ in PARTICIPLES and token.tag_ == "VBN" and token.dep_ == "acomp" and token.head.lemma_ == "be":
            _make_passive(token)
        if token.dep_ == "appos" and token.head.ent_type_ == "DATE" and token.ent_type_ != "DATE":
            _hang_on_verb(token)
        if token.lower_ in ("hostage", "captive", "prisoner") and token.dep_ == "dobj":
            _taken_as(token)
        if token.pos_ == "VERB" and token.tag_ in ("VBN", "VBD") and lexicon.past_of(token.lemma_.lower()):
            _hang_participle(token)
        if token.text == ":" and token.i:
            _set_apart(token.nbor(-1))
        if token.text == "," and token.i + 1 < len(doc):
            _turn_round(token.nbor(1))
        if token.ent_type_ == "PERSON" and token.dep_ in ("npadvmod", "dep", "oprd"):
            _hang_on_noun(token)
        if token.ent_type_ == "PERSON" and token.dep_ == "conj":
            _join_names(token)
        if token.dep_ == "prep" and token.ent_type_ == "CARDINAL" and token.head.pos_ == "VERB":
            _count_object(token)
        if token.lemma_ in CHARGING and token.pos_ == "VERB":
            _charge(token)
        rehang(token)
    for sentence in list(doc.sents):
        verb = _closing(sentence)
        if verb is not None and not any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children):
            _give_subject(sentence, verb)
    return doc


def _make_passive(verb: Token) -> None:
    """Makes a participle that hangs on "be" as an adjective the verb: "two drivers were slain"."""
    auxiliary = verb.head
    above, relation = auxiliary.head, auxiliary.dep_
    for child in list(auxiliary.children):
        if child != verb:
            child.head, child.dep_ = verb, "nsubjpass" if child.dep_ == "nsubj" else child.dep_
    verb.head, verb.dep_ = (verb if above == auxiliary else above), relation
    auxiliary.head, auxiliary.dep_ = verb, "auxpass"


def _taken_as(noun: Token) -> None:
    """Makes "hostage" what somebody was taken as, and not whom they took: "militiamen taken hostage were freed"."""
    verb = noun.head
    participle = verb.tag_ == "VBN" or verb.lower_ == "taken"
    if participle and not any(c.dep_ in ("det", "poss", "nummod", "aux") for c in (*noun.children, *verb.children)):
        noun.dep_, verb.tag_ = "oprd", "VBN"
        _hang_participle(verb)
    elif any(child.dep_ == "dobj" and child != noun for child in verb.children):
        noun.dep_ = "oprd"  # "took hostage two drivers"


def _hang_participle(verb: Token) -> None:
    """Makes a participle that the parser takes for the verb of its clause say more of the noun before it.

    "Two drivers abducted by rebels were freed": they did not abduct.
    """
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None or any(child.dep_ in ("aux", "auxpass", "dobj", "cc") for child in verb.children):
        return
    if verb.dep_ in ("csubj", "csubjpass"):
        main = verb.head
    else:
        main = next((one for one in verb.rights if one.dep_ in ("ccomp", "conj") and _headless(one)), None)
        if main is None or any(token.text in (",", ";", "and", "but") for token in verb.doc[verb.i : main.i]):
            return
        main.head, main.dep_ = (main if verb.head == verb else verb.head), verb.dep_
    passive, verb.tag_ = any(child.dep_ == "auxpass" for child in main.children), "VBN"
    subject.head, subject.dep_ = main, "nsubjpass" if passive else "nsubj"
    verb.head, verb.dep_ = subject, "acl"


def _headless(verb: Token) -> bool:
    """Whether a verb has its auxiliary and lacks its subject."""
    relations = {child.dep_ for child in verb.children}
    return bool(relations & {"aux", "auxpass"}) and not relations & {"nsubj", "nsubjpass"}


def _set_apart(noun: Token) -> None:
    """Takes who speaks before a colon out of the clause behind it: "The ministry: rebels killed three men"."""
    while noun.dep_ in ("pobj", "prep", "compound") and noun.head.i < noun.i:
        noun = noun.head
    others = [child for child in noun.head.children if child.dep_ in ("nsubj", "nsubjpass") and child.i > noun.i]
    if noun.dep_ in ("nsubj", "nsubjpass") and others:
        noun.dep_ = "dep"


def _turn_round(verb: Token) -> None:
    """Makes what stands before a turned verb of saying its content: "Nine killed in raid, says ministry"."""
    if verb.tag_ not in ("VBZ", "VBD") or verb.lemma_ not in data("en/saying.toml")["relay"]["verbs"]:
        return
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if len(subjects) != 2 or not subjects[0].i < verb.i < subjects[1].i:
        return
    harmed = subjects[0]
    for participle in [child for child in harmed.children if child.dep_ == "acl" and child.tag_ == "VBN"]:
        participle.head, participle.dep_ = verb, "ccomp"
        harmed.head, harmed.dep_ = participle, "nsubjpass"
        return


def _hang_on_verb(noun: Token) -> None:
    """Makes what the parser hangs on a date the subject that the verb lacks: "On 2 May 2020, a clerk, Ada Brun, was …"."""
    preposition = noun.head.head
    verb = preposition.head
    if (
        preposition.dep_ != "prep"
        or verb.pos_ != "VERB"
        or noun.pos_ not in ("NOUN", "PROPN", "ADJ")
        or verb.i < noun.i
    ):
        return
    if not any(child.dep_ in ("nsubj", "nsubjpass", "csubj") for child in verb.children):
        passive = any(child.dep_ == "auxpass" for child in verb.children)
        noun.head, noun.dep_ = verb, "nsubjpass" if passive else "nsubj"


def _hang_on_noun(name: Token) -> None:
    """Makes a name behind a noun and a comma its apposition: "arrested two reporters, Ada Brun and Jon Ost"."""
    comma = name.left_edge.i - 1
    if comma < 1 or name.doc[comma].text != "," or name.left_edge.sent != name.doc[comma - 1].sent:
        return
    noun = name.doc[comma - 1]
    if noun.pos_ == "NOUN" and noun.head == name.head and noun.dep_ in ("dobj", "nsubjpass", "nsubj"):
        name.head, name.dep_ = noun, "appos"


def _join_names(name: Token) -> None:
    """Joins a name to the name before it and not to what that one is: "Ada Brun, 39, a clerk, and Jon Ost, 30"."""
    described = name.head
    while described.dep_ in ("conj", "appos") and described.ent_type_ != "PERSON" and described.head.i < described.i:
        described = described.head
    if described != name.head and described.ent_type_ == "PERSON":
        name.head = described


def _count_object(preposition: Token) -> None:
    """Makes what is counted the object: in "detained over a dozen people" they were not detained over somebody."""
    verb = preposition.head
    if preposition.i != verb.i + 1 or any(child.dep_ in ("dobj", "auxpass", "nsubjpass") for child in verb.children):
        return
    for noun in [child for child in preposition.children if child.dep_ == "pobj"]:
        noun.head, noun.dep_ = verb, "dobj"
        preposition.head, preposition.dep_ = noun, "advmod"


def _charge(verb: Token) -> None:
    """Hangs the "of" that a verb asks for on the verb: "accused the union of hiding arms", "warned us of a raid"."""
    for noun in [child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")]:
        name = people.entity(noun)
        behind = noun.doc[name.end] if name is not None and name.end < len(noun.doc) else noun
        if name is not None and behind.lower_ == "of" and any(token.lower_ == "of" for token in name):
            behind.head, behind.dep_ = verb, "prep"  # "warned the Ministry of Trade of the risk"
            continue
        of = next((child for child in reversed(list(noun.rights)) if child.lower_ == "of"), None)
        if of is None or any(child.lower_ == "of" for child in verb.children):
            continue
        content = next((child for child in of.children if child.dep_ in ("pobj", "pcomp")), None)
        if content is None or content.pos_ == "PROPN" or people.human(content) or _points(content):
            continue
        of.head, of.dep_ = verb, "prep"


def _points(noun: Token) -> bool:
    return any(child.lower_ in ("the", "this", "that", "these", "those") for child in noun.children)


def _closing(sentence: Span) -> Token | None:
    """The verb of saying with which a sentence ends, but for a day and punctuation."""
    tokens = [
        token
        for token in sentence
        if not (token.is_space or token.is_punct or token.ent_type_ == "DATE" or token.lower_ == "on")
    ]
    last = tokens[-1] if tokens else None
    if last is None or last.i <= sentence.start + 3 or last.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return None
    return last if last.lemma_ in data("en/saying.toml")["relay"]["verbs"] else None


def _give_subject(sentence: Span, verb: Token) -> None:
    """Hangs the noun phrase between the last fitting comma and the verb on the verb, and the verb on the root."""
    doc = sentence.doc
    for comma in range(verb.i - 1, max(sentence.start, verb.i - LONGEST_NAME), -1):
        if doc[comma].text not in (",", "”", '"'):
            continue
        phrase = doc[comma + 1 : verb.i]
        nouns = [token for token in phrase if token.pos_ in ("NOUN", "PROPN", "PRON")]
        if not nouns or any(token.pos_ in ("VERB", "AUX") for token in phrase):
            return
        subject = _head(phrase, nouns)
        root = sentence.root
        subject.head, subject.dep_ = verb, "nsubj"
        for token in phrase:
            if token != subject and not (phrase.start <= token.head.i < phrase.end):
                token.head, token.dep_ = subject, "conj" if token.pos_ in ("NOUN", "PROPN") else "dep"
        if root != verb and root.i < phrase.start:
            _make_root(verb, root)
        return


def _head(phrase: Span, nouns: list[Token]) -> Token:
    """The head of the first noun phrase: the last noun before a conjunction or a preposition."""
    head = nouns[0]
    for token in phrase[nouns[0].i - phrase.start :]:
        if token.pos_ in ("CCONJ", "ADP", "PUNCT"):
            break
        if token.pos_ in ("NOUN", "PROPN"):
            head = token
    return head


def _make_root(verb: Token, root: Token) -> None:
    """The verb of saying governs the rest: "… , traders said" is "traders said that …"."""
    verb.head, verb.dep_ = verb, "ROOT"
    root.head, root.dep_ = verb, "ccomp"
