"""Names of bodies that the small model takes for laws, works or people, or ends too early or too late."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from muniment.extracting.people import words
from muniment.taxonomy import data

MISTAKEN = ("LAW", "WORK_OF_ART", "EVENT", "PRODUCT", "PERSON")


def mark(doc: Doc) -> Doc:
    """Makes a body of each name that ends in a word for one, or that is called a person but bears an article."""
    marked = [Span(doc, name.start, name.end, label="ORG") for name in doc.ents if _is_body(name)]
    marked += [Span(doc, name.start, end, label="ORG") for name in doc.ents if (end := _whole_end(name)) > name.end]
    if marked:
        doc.set_ents(marked, default="unmodified")
    who = [_with_given(name) for name in doc.ents if _is_who(name)]
    if who:
        doc.set_ents([Span(doc, name.start, name.end, label="PERSON") for name in who], default="unmodified")
    common = [
        name for name in doc.ents if name.label_ == "PERSON" and name[-1].tag_ in ("NN", "NNS") and name[-1].is_lower
    ]
    if common:
        doc.set_ents([], outside=common, default="unmodified")  # "Ostran army aircraft"
    trimmed = [name.doc[name.start : end] for name in doc.ents if (end := _trimmed_end(name)) < name.end]
    for name in trimmed:
        label = name[0].ent_type_
        doc.set_ents([Span(doc, name.start, name.end, label=label)], outside=[_rest(name)], default="unmodified")
    return doc


def _is_who(name: Span) -> bool:
    """Whether a name of one word or two that the model takes for a body's is a person's: "Ada Brun, who chairs it"."""
    named = _with_given(name)
    who = any(child.lower_ == "who" for verb in name.root.children if verb.dep_ == "relcl" for child in verb.children)
    called = {token.lower_ for token in named} | {token.lemma_.lower() for token in named}
    body = called & (words("kind.armed_group") | words("kind.state_body") | words("kind.organisation"))
    plain = all(token.pos_ == "PROPN" and token.is_title for token in named) and named.root.tag_ == "NNP"
    led = named.start and named.doc[named.start - 1].lower_ == "the"
    return name.label_ in ("ORG", "GPE") and len(named) == 2 and who and plain and not body and not led


def _with_given(name: Span) -> Span:
    """A name with the given name before it that the model leaves out."""
    before = name.doc[name.start - 1] if name.start else name[0]
    given = before.dep_ == "compound" and before.head == name.root and before.is_title and not before.ent_type_
    return name.doc[name.start - 1 : name.end] if given else name


def _is_body(name: Span) -> bool:
    return _ends_in_body(name) or _with_article(name)


def _rest(name: Span) -> Span:
    """What stands behind a name in the phrase that the model took for it."""
    end = name.end
    while end < len(name.doc) and name.doc[end].ent_iob_ == "I":
        end += 1
    return name.doc[name.end : end]


def _trimmed_end(name: Span) -> int:
    """The end of a body's name without what is none of it: "the Ministry of the Interior of the threat to the camp"."""
    if name.label_ not in ("ORG", "FAC"):
        return name.end
    named = [token.i for token in name if token.is_title or token.is_upper or token.is_digit]
    end = named[-1] + 1 if named else name.end
    while end < name.end and name.doc[end].is_punct:
        end += 1
    behind = name.doc[end : name.end]
    if not behind or end - name.start < 2:
        return name.end
    opens, content = behind[0], [token for token in behind if token.pos_ in ("NOUN", "PROPN", "ADJ")]
    of_more = opens.lower_ == "of" and any(token.lower_ == "of" for token in name.doc[name.start : end])
    loose = opens.pos_ in ("VERB", "AUX", "DET") or not content or of_more
    return end if loose else name.end


def _whole_end(name: Span) -> int:
    """The end of a name with the "for …" that the model leaves out: "United Front" in "United Front for Odem Renewal"."""
    doc, end = name.doc, name.end
    if name.label_ != "ORG" or end + 1 >= len(doc) or doc[end].lower_ != "for" or name.root.pos_ != "PROPN":
        return end
    last = end
    while last + 1 < len(doc) and doc[last + 1].is_title and doc[last + 1].pos_ in ("PROPN", "NOUN", "ADJ"):
        last += 1
    return last + 1 if doc[last].pos_ in ("PROPN", "NOUN") else end


def _ends_in_body(name: Span) -> bool:
    """ "Night Guard", "Odem Liberation Front": two names or more, of which the last is a word for those who bear arms."""
    if name.label_ not in MISTAKEN:
        return False
    last, proper = name[-1], [token for token in name if token.pos_ == "PROPN"]
    armed = data("en/relations.toml")["class"]["armed"]["words"]
    return (
        len(proper) > 1 and last in proper and (last.lemma_.lower() in armed or last.lower_.removesuffix("s") in armed)
    )


def _with_article(name: Span) -> bool:
    """Whether a person's name of two words or more bears "the" and no title: "the Velm Shield", not "the Ada Brun case"."""
    if name.label_ != "PERSON" or name.root.tag_ != "NNP":
        return False
    before = name[0] if name[0].lower_ == "the" else name.doc[max(0, name.start - 1)]
    own = [token for token in name if token.lower_ != "the"]
    titled = any(token.lower_.rstrip(".") in words("ranks") for token in own)
    bears = before.lower_ == "the" and before.head == name.root
    return bears and len(own) > 1 and not titled and all(token.pos_ == "PROPN" for token in own)
