"""Names of bodies that the small model takes for laws, works or people: "the Night Guard", "the Velm Shield"."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from muniment.extracting.people import words
from muniment.taxonomy import data

MISTAKEN = ("LAW", "WORK_OF_ART", "EVENT", "PRODUCT", "PERSON")


def mark(doc: Doc) -> Doc:
    """Makes a body of each name that ends in a word for one, or that is called a person but bears an article."""
    names = [name for name in doc.ents if _ends_in_body(name) or _with_article(name)]
    found = {name.start: name.end for name in names}
    found |= {name.start: end for name in doc.ents if (end := _whole_end(name)) > name.end}
    if found:
        doc.set_ents([Span(doc, start, end, label="ORG") for start, end in found.items()], default="unmodified")
    return doc


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
