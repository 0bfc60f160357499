"""Relations, standings and duties: what is said to hold, beside what is said to have been done."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from muniment.extracting import duties, standings, ties
from muniment.extracting.mention import mentions

COMPONENT = "muniment_relations"


@Language.component(
    COMPONENT,
    assigns=["doc._.mentions"],
    requires=["doc._.register", "doc._.mentions", "doc._.dates", "token.dep", "token.lemma"],
)
def relations(doc: Doc) -> Doc:
    """Adds the relations, standings and duties of a document to its mentions.

    A word in the name of a status tells no act: nobody is displaced by "registered as displaced persons".
    """
    held = standings.of(doc)
    named = {token.i for standing in held for token in standing.trigger if len(standing.trigger) > 1}
    told = [mention for mention in mentions(doc) if mention.head.i not in named]
    doc._.mentions = [*told, *ties.of(doc), *held, *duties.of(doc)]
    return doc
