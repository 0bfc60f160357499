"""The numbers in a document: what they count, how far they reach, and which are parts of others."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from muniment import edtf
from muniment.extracting.figuring import Amount, Numeral, lexicon, numeral, unit_of, words
from muniment.extracting.mention import Counted, dates, figures, text_of
from muniment.statement import Basis, Figure, Scope

COMPONENT = "muniment_figures"
ENDING = ("VERB", "AUX", "ADP", "PUNCT", "CCONJ", "SCONJ", "SPACE")
"""Parts of speech that end the noun phrase of a number."""
FURTHER = re.compile(r"\s+(?:more|further|additional)\b")
"""What follows a figure that adds to a running total, and is none."""

LONGEST = 45
"""Days within which what is counted may be one occasion; what is counted over a longer span is a sum."""

YEAR = re.compile(r"(?:19|20)\d\d")


@Language.component(COMPONENT, assigns=["doc._.figures"])
def component(doc: Doc) -> Doc:
    """Leaves on the document the numbers that count people or things."""
    return read(doc)


def read(doc: Doc) -> Doc:
    """Finds every count in a document and writes it to `doc._.figures`."""
    dated = {token.i for held in dates(doc) for token in held.span}
    found: list[Counted] = []
    at = 0
    while at < len(doc):
        number = None if at in dated else numeral(doc, at)
        if number is None:
            at += 1
            continue
        at = number.end
        counted = None if _is_label(doc, number) else _counted(doc, number)
        if counted is not None:
            found.append(counted)
    doc._.figures = _with_totals(doc, found)
    return doc


def of(span: Span) -> Figure | None:
    """How many a noun phrase says there are; `None` where it does not say."""
    root = span.root
    for counted in figures(span.doc):
        if counted.head == root or counted.span.start <= root.i < counted.span.end:
            return counted.figure
    determiner = next(
        (child for child in root.lefts if child.dep_ in ("det", "nummod") and child.i >= span.start), None
    )
    if determiner is None or unit_of(root) == "":
        return None
    if determiner.lower_ == "no":
        return _figure(span.doc[determiner.i : determiner.i + 1], Amount(0, 0, 0), unit_of(root))
    singular = root.tag_ in ("NN", "NNP") and root.pos_ in ("NOUN", "PROPN")
    is_one = determiner.lower_ in ("a", "an", "one", "another") and singular and root.lower_ not in words("plural")
    known = root.lemma_.lower() in words("known")
    return _figure(span.doc[determiner.i : root.i + 1], Amount(1, 1, 1), unit_of(root)) if is_one and known else None


def includes(doc: Doc) -> list[tuple[Counted, Counted]]:
    """Pairs of a whole and its part: "12 dead, among them 4 children"."""
    pairs: list[tuple[Counted, Counted]] = []
    parts = {name: re.compile(lexicon()["parts"][name]) for name in ("between", "after", "listed")}
    held: list[Counted] = []
    for part in figures(doc):
        held = [other for other in held if other.span[0].sent == part.span[0].sent]
        whole = None
        if held:
            between = text_of(doc)[held[-1].span.end_char : part.span.start_char]
            after = text_of(doc)[part.span.end_char : part.span[0].sent.end_char]
            if parts["between"].search(between) or parts["after"].match(after):
                whole = _whole(part, held)
            elif pairs and pairs[-1][1] is held[-1] and parts["listed"].match(between):
                whole = pairs[-1][0] if _fits(part, pairs[-1][0]) else None
        if whole is not None:
            pairs.append((whole, part))
        held.append(part)
    return pairs


def _whole(part: Counted, before: Sequence[Counted]) -> Counted | None:
    return next((other for other in reversed(before) if _fits(part, other)), None)


def _fits(part: Counted, whole: Counted) -> bool:
    """Whether a part is no larger than the whole and counts the same things."""
    most = whole.figure.high or whole.figure.best
    least = part.figure.best if part.figure.best is not None else part.figure.low
    same = part.figure.unit == whole.figure.unit
    return same and (most is None or least is None or least <= most)


def _counted(doc: Doc, number: Numeral) -> Counted | None:
    head = _head(doc, number)
    unit = unit_of(head) if head.i not in range(number.start, number.end) else _unit_of_bare(head)
    if not unit or head.lower_ in lexicon()["measures"]["words"]:
        return None
    span = doc[number.start : number.end]
    if YEAR.fullmatch(span.text) and head.tag_ not in ("NNS", "NNPS") and head.lower_ not in words("plural"):
        return None  # "the 2014 abduction"
    return Counted(span=span, head=head, figure=_figure(span, number.amount, unit, inferred=number.inferred))


def _figure(span: Span, amount: Amount, unit: str, *, inferred: bool = False) -> Figure:
    basis: Basis = "inferred" if inferred else "stated"
    return Figure(
        low=amount.low,
        best=amount.best,
        high=amount.high,
        unit=unit,
        scope=_scope(span),
        start=span.start_char,
        end=span.end_char,
        words=span.text,
        basis=basis,
    )


def _head(doc: Doc, number: Numeral) -> Token:
    """The noun that a number counts; the number itself where it stands alone: "killing 12"."""
    last = doc[number.end - 1]
    following = doc[number.end : number.end + 6]
    if len(following) > 1 and following[0].lower_ == "of":
        nouns = [token for token in following[1:] if token.pos_ in ("NOUN", "PROPN", "PRON")]
        return _rightmost(nouns[0]) if nouns and nouns[0].pos_ != "PRON" else last
    for token in _after(following):
        if token.i + 2 < len(doc) and doc[token.i + 1].text == "-" and not doc[token.i].whitespace_:
            continue  # "co-workers": the noun is behind the hyphen
        if token.pos_ in ("NOUN", "PROPN"):
            return _rightmost(token)
        if token.lower_ in ("dead", "wounded", "injured", "missing", "others", "killed") and token.dep_ != "amod":
            return token
    return last


def _after(following: Span) -> Iterator[Token]:
    """The tokens after a number as far as its noun phrase may go."""
    for token in following:
        ends = token.pos_ in ENDING and token.tag_ not in ("VBN", "VBG", "HYPH")
        if ends and token.lower_ not in ("-", "–", "dead", "wounded", "injured", "missing"):
            return
        yield token


def _rightmost(noun: Token) -> Token:
    """The head of a compound: "aid" → "workers" in "aid workers"."""
    while noun.dep_ in ("compound", "nmod", "amod") and noun.head.i > noun.i and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    return noun


def _unit_of_bare(number: Token) -> str:
    """A number without a noun counts people where something was done to it or by it: "12 were killed"."""
    rest = number.doc[number.i + 1 : number.i + 3].text.lower()
    if rest in ("of them", "of whom", "of those", "of these") or _is_toll(number):
        return "person"
    head = number
    while head.pos_ in ("NUM", "ADV", "ADJ") and head.dep_ in ("nummod", "quantmod", "advmod", "amod", "compound"):
        head = head.head
    if head.pos_ in ("NOUN", "PROPN") and head.i < number.i:
        return ""
    if number.dep_ in ("nsubj", "nsubjpass", "dobj", "conj", "pobj", "attr", "ROOT", "appos", "dep", "nummod"):
        return "person" if number.head.pos_ in ("VERB", "AUX", "NUM", "ADP", "ADJ") and not _is_amount(number) else ""
    return ""


def _is_toll(number: Token) -> bool:
    """Whether a bare number is what a toll came to: "the death toll rose to 45"."""
    before = number.doc[max(number.sent.start, number.i - 16) : number.i]
    last = next((token.i for token in reversed(before) if token.lower_ == "toll"), None)
    return last is not None and not any(token.text in (",", ";", ".") for token in number.doc[last : number.i])


def _is_amount(number: Token) -> bool:
    """Whether a bare number is a clock time, a score or an age: "at 5", "to 14"."""
    before = number.nbor(-1).lower_ if number.i else ""
    return before in (
        "at",
        "to",
        "in",
        "by",
        "from",
        "on",
        "of",
        "aged",
        "age",
        "than",
        "for",
        "with",
        "until",
        "between",
    ) and (number.head.pos_ == "ADP")


def _apart(mark: Token) -> bool:
    """Whether white space stands on either side of a mark, as behind the full stop of the sentence before."""
    return bool(mark.whitespace_) or mark.i == 0 or bool(mark.nbor(-1).whitespace_)


def _is_label(doc: Doc, number: Numeral) -> bool:
    """Whether a number is a name, an age, a measure, a sum of money or a share rather than a count."""
    measures = lexicon()["measures"]
    before = doc[number.start - 1] if number.start else None
    after = [token.lower_ for token in doc[number.end : number.end + 3]]
    if before is not None and (before.lower_.rstrip(".") in words("labels") or before.lower_ in measures["money"]):
        return True
    if before is not None and before.text in ("-", "/", ":", ".", "#", "–") and not _apart(before):
        return True
    if after and (after[0] in measures["words"] or after[0] in (":", "/") or _is_age(doc, number, after)):
        return True
    superlative = after[:2] == ["of", "the"] and doc[number.end + 2].tag_ in ("JJS", "RBS")  # "one of the worst raids"
    if superlative or (after[:1] == ["-"] and number.end + 1 < len(doc) and doc[number.end - 1].lower_ == "one"):
        return True
    if doc[number.end - 1].ent_type_ in ("MONEY", "PERCENT", "TIME"):
        return True
    return after[:2] in (["-", "year"], ["–", "year"]) or (
        len(after) > 1 and after[0] == "-" and after[1] in ("mm", "km", "point")
    )


def _is_age(doc: Doc, number: Numeral, after: Sequence[str]) -> bool:
    """Whether a number is somebody's age: "12 years old", "a 30-year-old", "Orla Venn, 34,"."""
    if after[:2] in (["years", "old"], ["months", "old"], ["year", "old"], ["years", "of"]) or after[:1] == [
        "year-old"
    ]:
        return True
    before = doc[max(0, number.start - 2) : number.start]
    named = len(before) == 2 and before[1].text == "," and before[0].pos_ == "PROPN"
    return named and number.end < len(doc) and doc[number.end].text in (",", ".", ")", ";")


def _scope(span: Span) -> Scope:
    """Whether a figure is of one occurrence, a sum over a place or a time, a running total, or a rate."""
    scopes = lexicon()["scopes"]
    sentence = f" {span[0].sent.text.lower()} "
    if FURTHER.match(text_of(span.doc)[span.end_char : span.end_char + 20].lower()):
        return "single"  # "the toll rose to 12 after three more bodies were found"
    if re.match(scopes["rate"], text_of(span.doc)[span.end_char : span.end_char + 60].lower()):
        return "rate"
    if any(cue in sentence for cue in scopes["cumulative"]) or _since(span):
        return "cumulative"
    return "aggregate" if any(cue in sentence for cue in scopes["aggregate"]) or _over_months(span) else "single"


def _over_months(span: Span) -> bool:
    """Whether the sentence counts over a long span: "between 1 March and 30 June, 214 people died"."""
    spans = (held.when.value for held in dates(span.doc) if held.span[0].sent == span[0].sent)
    return any("/" in value and (edtf.days(value) or 0) > LONGEST for value in spans)


def _with_totals(doc: Doc, found: Sequence[Counted]) -> list[Counted]:
    """The counts, with the parts of a running total as running: "Since March, 268 have died. The army killed 149 of them"."""
    totals: list[Counted] = []
    running, sentence = None, None
    for counted in found:
        behind = [token.lower_ for token in doc[counted.span.end : counted.span.end + 2]]
        last = totals[-1] if totals else None
        if behind in (["of", "them"], ["of", "those"], ["of", "these"]):
            running = last if last is not None and last.figure.scope in ("cumulative", "aggregate") else None
            sentence = counted.span[0].sent
        if running is not None and counted.span[0].sent == sentence:
            figure = dataclasses.replace(counted.figure, scope=running.figure.scope)
            counted = dataclasses.replace(counted, figure=figure)
        totals.append(counted)
    return totals


def _since(span: Span) -> bool:
    """Whether the words count from a date on: "has killed 214 people since March"."""
    sentence = span[0].sent
    return any(
        held.span[0].sent == sentence and held.span.start > 0 and span.doc[held.span.start - 1].lower_ == "since"
        for held in dates(span.doc)
    )
