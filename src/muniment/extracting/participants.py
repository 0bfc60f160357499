"""Who does what a verb or an act noun says, and to whom it is done, whatever the grammar makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from muniment.extracting.lexicon import belongs, table, verbs
from muniment.extracting.mention import register
from muniment.extracting.syntax import OBJECTS, PASSIVE_SUBJECTS, SUBJECTS, children, prepositional
from muniment.extracting.syntax import with_conjuncts as joined_to

WH = ("WDT", "WP", "WP$")
EMPTY = ("it", "there", "this", "that", "which", "what", "these", "whatever", "whoever", "here")
BLAMING = ("of", "for", "from", "with", "in", "over", "after", "before", "while", "without", "about")
DIRECT = ("dobj", "obj", "nsubjpass")
NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
DITRANSITIVE = ("deny", "refuse", "give", "grant", "offer", "award")
CASES = ("case", "incident", "spree", "investigation", "probe", "inquiry")


@dataclass(slots=True, kw_only=True)
class Participants:
    """Heads of who does and of who undergoes, as far as the words say."""

    doers: list[Token] = field(default_factory=list)
    undergoers: list[Token] = field(default_factory=list)
    sufferers: list[Token] = field(default_factory=list)
    """Undergoers that a verb like "suffered" or "came under" names, not the act noun itself."""
    passive: bool = False


def of_verb(verb: Token, *, particle: Token | None = None, transitive: bool = True) -> Participants:
    """Doers and undergoers of a verb; a transitive one with a bare past form and no object is a short passive."""
    if verb.dep_ == "amod" and verb.tag_ in ("VBN", "JJ", "VBD"):
        return Participants(undergoers=[verb.head], passive=True)
    if is_passive(verb, transitive=transitive and (particle is None or particle.dep_ == "prt")):
        return Participants(doers=agents(verb), undergoers=real(surface_subjects(verb), none=True), passive=True)
    return Participants(doers=real(surface_subjects(verb)), undergoers=real(objects(verb, particle), none=True))


def of_noun(noun: Token) -> Participants:
    """Doers and undergoers of an act noun: "the army's killing of nine", "their detention by", "carried out a raid"."""
    if is_of_a_case(noun):
        return of_noun(noun.head)
    of = real(prepositional(noun, "of")) or _of_both(noun)
    of = [one for one in of if one.ent_type_ not in ("DATE", "TIME")]  # "the trial of 1897"
    found = Participants(doers=agents(noun), undergoers=of, sufferers=_victims(noun))
    found.doers = found.doers or makers(noun)
    light = governing_verb(noun)
    if light is None:
        return found
    carrier, link = light
    name = phrasal(carrier, link)
    if name in verbs("carry"):
        doers = agents(carrier) if is_passive(carrier) else real(surface_subjects(carrier))
        found.doers = found.doers or [doer for doer in doers if doer != noun]
    elif link == "in" and carrier.lemma_ in verbs("wound") and not is_passive(carrier):
        found.doers = found.doers or real(surface_subjects(carrier))
    elif name in verbs("suffer") and not is_passive(carrier):
        found.sufferers = real(surface_subjects(carrier))
        found.doers = found.doers or agents(carrier)
    elif carrier.lemma_ in verbs("held_responsible") and link == "for":
        found.doers = found.doers or real(surface_subjects(carrier) if is_passive(carrier) else objects(carrier))
    elif carrier.lemma_ in verbs("held_responsible") and link in ("dobj", "nsubjpass"):
        found.doers = found.doers or real(prepositional(carrier, "on"))
    elif carrier.lemma_ in verbs("subject") and link == "to":
        passive = is_passive(carrier)
        found.sufferers = real(surface_subjects(carrier) if passive else objects(carrier))
        found.doers = found.doers or (agents(carrier) if passive else real(surface_subjects(carrier)))
    return found


def _of_both(noun: Token) -> list[Token]:
    """ "The beating and torture of a clerk": what follows two nouns is of both, wherever the parser hung it."""
    if noun.dep_ != "conj" or noun.head.pos_ != "NOUN":
        return []
    return real([one for one in prepositional(noun.head, "of") if one.i > noun.i])


def is_of_a_case(noun: Token) -> bool:
    """Whether an act noun says what a case or an inquiry is about: "the murder case of a clerk"."""
    return noun.dep_ == "compound" and noun.head.lemma_ in CASES


def _victims(noun: Token) -> list[Token]:
    """Who is called the victim of what a noun names: "victims of torture", "she was the victim of a stabbing"."""
    called = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    if called is noun or called.lemma_ not in ("victim", "target"):
        return []
    return real(surface_subjects(called.head)) if called.dep_ == "attr" else [called]


def of_adjective(word: Token) -> Participants:
    """Who is said to be so: "dead men", "the men were dead", "found the men dead", "she was among the dead"."""
    if word.dep_ == "amod":
        return Participants(doers=[word.head])
    verb = word.head if word.dep_ in ("acomp", "oprd", "attr") else None
    if word.dep_ == "pobj" and word.head.lower_ == "among" and word.head.head.lemma_ == "be":
        verb = word.head.head
    if word.dep_ == "oprd" and verb is not None and not is_passive(verb) and objects(verb):
        return Participants(doers=real(objects(verb)))  # "found two men dead"
    return Participants(doers=real(surface_subjects(verb)) if verb is not None else [])


def governing_verb(noun: Token) -> tuple[Token, str] | None:
    """The verb that an act noun hangs on, and by what: its relation, or the preposition between them."""
    head = noun
    while head.dep_ == "conj":
        head = head.head
    if head.dep_ in ("dobj", "obj", "nsubjpass") and head.head.pos_ in ("VERB", "AUX"):
        return head.head, head.dep_
    if head.dep_ == "pobj" and head.head.head.pos_ in ("VERB", "AUX"):
        return head.head.head, head.head.lower_
    if head.dep_ == "nsubj" and any(child.dep_ == "relcl" for child in head.children):
        return None
    relative = next((child for child in noun.children if child.dep_ in ("relcl", "acl") and child.pos_ == "VERB"), None)
    if relative is not None and (is_passive(relative) or not children(relative, *OBJECTS)):
        return relative, "nsubjpass" if is_passive(relative) else "dobj"
    return None


def phrasal(verb: Token, link: str) -> str:
    """A verb with its particle, or with the preposition it has its noun by: "carry out", "come under"."""
    particle = next((child.lower_ for child in children(verb, "prt")), "")
    lemma = str(table("classes.toml")["forms"].get(verb.lower_, verb.lemma_))
    if link in DIRECT:
        return f"{lemma} {particle}".strip()
    return f"{lemma} {link}"


def is_passive(verb: Token, *, transitive: bool = False) -> bool:
    """Whether the surface subject is what it is done to: "was shot", "men held in", "arrested and beaten"."""
    if any(child.dep_ in ("nsubjpass", "auxpass", "csubjpass") for child in verb.children):
        return True
    if (
        verb.lemma_ in DITRANSITIVE
        and verb.tag_ == "VBN"
        and verb.dep_ == "conj"
        and not children(verb, "aux", *SUBJECTS)
    ):
        return is_passive(verb.head)  # "were beaten or denied treatment"
    if verb.tag_ not in ("VBN", "VBD") or children(verb, *OBJECTS) or _small_clause(verb) or _numbered(verb):
        return False
    if children(verb, "aux"):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and not children(verb, *SUBJECTS):
        return is_passive(verb.head, transitive=transitive) and not shared_objects(verb)
    if verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and not transitive and not children(verb, "agent"):
        return False  # "The minister reneged on his word", where the parser takes the verb for a participle
    if verb.dep_ in ("acl", "amod", "oprd") or (verb.dep_ == "advcl" and verb.tag_ == "VBN"):
        return not children(verb, *SUBJECTS) or verb.tag_ == "VBN"
    if any(child.dep_ == "agent" for child in verb.children):
        return True
    short = transitive and verb.dep_ in ("ROOT", "ccomp", "relcl", "parataxis", "conj", "dep")
    return short and not shared_objects(verb) and not _gap(verb) and not children(verb, "ccomp", "xcomp")


def surface_subjects(verb: Token) -> list[Token]:
    """Heads of the grammatical subject, followed through coordination, control, relatives and gerunds."""
    own = [child for child in verb.children if child.dep_ in (*SUBJECTS, *PASSIVE_SUBJECTS)]
    own = [child for child in own if child.pos_ != "VERB" or (child.tag_ == "VBG" and not children(child, *OBJECTS))]
    if own:
        return [noun for subject in own for noun in _resolved(subject, verb)]
    head = verb.head
    if head is verb:
        return []
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return surface_subjects(head)
    if verb.dep_ in ("relcl", "acl"):
        return _modified(verb)
    if verb.dep_ in ("xcomp", "ccomp", "advcl") and head.pos_ in ("VERB", "AUX", "ADJ"):
        return _controller(verb)
    if verb.dep_ == "pcomp":
        return _of_gerund(verb)
    if verb.dep_ == "xcomp" and head.pos_ == "NOUN":
        return makers(head)
    return []


def objects(verb: Token, particle: Token | None = None) -> list[Token]:
    """Heads of the object: direct, behind the verb's own preposition, shared with a conjunct, or a relative's gap."""
    if particle is not None and particle.dep_ in ("prep", "agent"):
        found = [noun for child in children(particle, "pobj") for noun in with_conjuncts(child)]
        return found or _gap(verb)
    own = children(verb, *OBJECTS, "dative") or _small_clause(verb)
    found = [noun for child in own if child.pos_ != "ADP" for noun in _resolved(child, verb)]
    return found or _numbered(verb) or shared_objects(verb) or _gap(verb)


def _numbered(verb: Token) -> list[Token]:
    """The object that the parser hangs by "up to": "arrested up to nine drivers"."""
    behind = verb.doc[verb.i + 1 : verb.i + 4]
    if [token.lower_ for token in behind[:2]] != ["up", "to"] or len(behind) < 3 or behind[2].dep_ != "nummod":
        return []
    noun = behind[2].head
    return with_conjuncts(noun) if noun.pos_ == "NOUN" and noun.ent_type_ not in ("DATE", "TIME", "PERCENT") else []


def shared_objects(verb: Token) -> list[Token]:
    """The object of a following conjunct: "killed and wounded twelve people"."""
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and child.i - verb.i <= 3 and not children(child, "nsubj"):
            found = [noun for own in children(child, *OBJECTS) for noun in with_conjuncts(own)]
            if found:
                return found
    return []


def agents(token: Token) -> list[Token]:
    """Who stands behind "by", "at the hands of" or "carried out by"."""
    found = real(prepositional(token, "by"))
    if not found and token.pos_ in ("NOUN", "PROPN"):
        struck = list(prepositional(token, "on", "against", "of", "at"))
        found = real([noun for one in struck for noun in prepositional(one, "by")])
    if not found and token.pos_ in ("NOUN", "PROPN"):
        found = real([noun for above in _above(token) for noun in prepositional(above, "by")])
    for hand in prepositional(token, "at"):
        if hand.lemma_ == "hand":
            found += real(prepositional(hand, "of"))
    for child in children(token, "acl"):
        if child.lemma_ in ("carry", "commit", "conduct", "launch", "perpetrate", "stage", "lead", "mount"):
            found += agents(child)
    if not found and token.dep_ == "conj" and token.pos_ == "VERB":
        return []
    if not found and token.pos_ == "VERB":
        joined = [child for child in token.children if child.dep_ == "conj" and not children(child, *SUBJECTS)]
        found = [agent for child in joined if is_passive(child) for agent in agents(child)]
    return [agent for agent in found if agent.ent_type_ not in ("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT")]


def _above(noun: Token) -> list[Token]:
    """Where the parser hangs the "by" of an act noun: on its verb, or on the wave or series that it is of."""
    if noun.dep_ == "dobj" and noun.head.pos_ == "VERB" and not is_passive(noun.head):
        return [noun.head] if any(child.lower_ == "of" for child in noun.rights) else []
    whole = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    return (
        [whole] if whole is not noun and belongs(whole, ("@partitive", "wave", "spate", "string", "campaign")) else []
    )


def makers(noun: Token) -> list[Token]:
    """Who an act noun names before it: "Israeli airstrikes", "rebel attack", "army shelling"."""
    found: list[Token] = []
    for child in noun.lefts:
        if (
            child.dep_ in ("compound", "nmod")
            and (child.ent_type_ in ("ORG", "NORP") or (child.lemma_.lower() in ARMED_MAKERS and not child.ent_type_))
        ) or (child.dep_ == "amod" and child.ent_type_ == "NORP"):
            found.append(child)
    return found


ARMED_MAKERS = frozenset("army police rebel militia military government regime militant insurgent guerrilla".split())


def real(tokens: Iterable[Token], *, none: bool = False) -> list[Token]:
    """The tokens that can stand for somebody or something, each once; with `none`, also "no resident"."""
    found: list[Token] = []
    for token in tokens:
        if (
            (token.lower_ in EMPTY and not _meant(token))
            or token in found
            or token.pos_ in ("ADP", "SCONJ", "PUNCT", "SPACE")
        ):
            continue
        if token.like_url or _is_dateline(token):
            continue
        if none or not any(child.lower_ == "no" for child in token.lefts):
            found.append(token)
    return found


def _meant(token: Token) -> bool:
    """Whether it is known whom "it" stands for: "Marland said it had expelled two envoys"."""
    return token.lower_ == "it" and token.i in register(token.doc).of_token


def _is_dateline(token: Token) -> bool:
    """Whether a place in capitals opens a wire story: "VELISAR (Karsa Wire) - "."""
    return token.is_upper and len(token) > 3 and token.i + 1 < len(token.doc) and token.nbor().text == "("


def with_conjuncts(head: Token) -> list[Token]:
    """A head and those listed with it, also where the parser takes "a lawyer, a nurse and two drivers" for one."""
    found = joined_to(head)
    if head.pos_ == "NOUN":
        for child in children(head, "appos"):
            rest = children(child, "conj")
            found += [child, *child.conjuncts] if rest else []
    return found


def _resolved(noun: Token, verb: Token) -> list[Token]:
    """A relative pronoun is what its clause hangs on."""
    if noun.tag_ in WH and noun.lower_ in ("who", "whom", "which", "that"):
        clause = verb
        while clause.dep_ in ("conj", "xcomp", "ccomp") and clause.head is not clause:
            clause = clause.head
        return _modified(clause) if clause.dep_ == "relcl" else []
    return with_conjuncts(noun)


def _modified(verb: Token) -> list[Token]:
    """What a relative or reduced clause is about; a noun of number or kind is passed over for nothing."""
    head = verb.head
    if head.pos_ not in NOMINAL:
        return []
    if verb.dep_ == "acl" and verb.tag_ in ("VB", "VBP") and head.pos_ == "NOUN":
        return makers(head)
    if verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD") and children(verb, *OBJECTS):
        while head.dep_ in ("pobj", "prep") and head.head is not head:
            head = head.head
        return [head] if head.pos_ in NOMINAL else []
    return [head, *[joined for joined in head.conjuncts if joined.i < verb.i and head.i > joined.i]]


def _controller(verb: Token) -> list[Token]:
    """Who is understood as the subject of an infinitive or a participle."""
    head = verb.head
    if verb.dep_ == "ccomp" and verb.tag_ not in ("VB", "VBG"):
        return []
    infinitive = verb.tag_ == "VB"
    if verb.dep_ in ("xcomp", "ccomp") and head.lemma_ in verbs("object_control"):
        own = objects(head)
        for child in head.children:
            if not own and child.dep_ == "prep" and child.lower_ in ("on", "upon", "to", "for", "with"):
                own = children(child, "pobj")
        if own:
            return [noun for noun in own if noun != verb]
        return surface_subjects(head) if is_passive(head) else []
    if verb.dep_ == "advcl" and infinitive and any(belongs(one, ("@person", "@unnamed")) for one in objects(head)):
        return []
    if verb.dep_ == "advcl" and is_passive(head):
        return surface_subjects(head) if verb.tag_ == "VBN" else ([] if infinitive else agents(head))
    if verb.dep_ == "advcl" and verb.tag_ not in ("VBG", "VBN", "VB"):
        return []
    if head.dep_ in ("acomp", "oprd") and head.pos_ == "ADJ":
        return surface_subjects(head.head)
    return surface_subjects(head)


def _of_gerund(verb: Token) -> list[Token]:
    """Who is understood in "accused of killing", "after kidnapping", "responsible for shelling"."""
    preposition = verb.head
    head = preposition.head
    if preposition.lower_ not in BLAMING:
        return surface_subjects(head) if preposition.lower_ == "by" and not is_passive(head) else []
    if head.pos_ in ("VERB", "AUX"):
        after = preposition.i > head.i
        if after and head.lemma_ in verbs("blame") and preposition.lower_ in ("of", "for", "with", "from"):
            return surface_subjects(head) if is_passive(head) else objects(head)
        return surface_subjects(head)
    if head.pos_ == "ADJ":
        return surface_subjects(head.head) if head.head.pos_ in ("VERB", "AUX") else []
    if head.dep_ in ("dobj", "nsubjpass") and head.head.lemma_ in verbs("blame"):
        return [head]
    return children(head, "poss") or agents(head)


def _small_clause(verb: Token) -> list[Token]:
    """The object that the parser takes for the subject of what follows: "shot him dead", "forced her to sign"."""
    for child in verb.children:
        if child.dep_ not in ("ccomp", "xcomp", "prt") or child.i < verb.i or children(child, "mark"):
            continue
        bare = verb.lemma_ == "let" and child.lower_ == child.lemma_  # "let no patient pass"
        if child.tag_ in ("VBD", "VBZ", "VBP", "MD") and child.pos_ in ("VERB", "AUX") and not bare:
            continue
        if any(aux.tag_ in ("MD", "VBD", "VBZ", "VBP") for aux in children(child, "aux", "auxpass")):
            continue
        found = children(child, "nsubj", "nsubjpass")
        if found:
            return found
    return []


def _gap(verb: Token) -> list[Token]:
    """What a relative clause leaves out as its object: "the village that soldiers burned"."""
    if verb.dep_ != "relcl" or not [child for child in children(verb, "nsubj") if child.tag_ not in WH]:
        return []
    return [verb.head] if verb.head.pos_ in NOMINAL else []
