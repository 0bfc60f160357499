"""The dates in a document, and which of them is the date of a claim."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from spacy.language import Language
from spacy.tokens import Doc

from muniment import edtf
from muniment.extracting.attaching import attached, clause
from muniment.extracting.dating import READERS
from muniment.extracting.mention import Dated, Mention, dates, text_of
from muniment.extracting.reckoning import Moment, Read, lexicon
from muniment.statement import When

YEAR = re.compile(r"(?:19|20)\d\d")
COMPONENT = "muniment_dates"
DATELINE = re.compile(r"\s*(?:\([^()\n]{2,40}\)\s*)?(?:-{1,2}|–|—)\s|\s*\([A-Z][^()\n]{1,40}\)")
WORD_BEFORE = re.compile(r"([A-Za-z’']+)\s+(?:(?:the|early|late)\s+)?$")
Found: TypeAlias = tuple[int, int, Read]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form of date, as the data file describes it."""

    pattern: re.Pattern[str]
    reads: str
    after: frozenset[str]
    not_after: frozenset[str]

    def fits(self, word: str) -> bool:
        """Whether the form may stand after a word."""
        return (not self.after or word.lower() in self.after) and word not in self.not_after


@Language.component(COMPONENT, assigns=["doc._.dates"])
def component(doc: Doc) -> Doc:
    """Leaves on the document the dates that its words give, read against `doc._.anchor`."""
    return read(doc)


def read(doc: Doc) -> Doc:
    """Finds every date in a document and writes it to `doc._.dates`."""
    found: list[Dated] = []
    for start, end, (value, basis) in _scan(doc):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or _is_dateline(text_of(doc), start, end):
            continue
        when = When(value=value, start=span.start_char, end=span.end_char, words=span.text, basis=basis)
        found.append(Dated(span=span, when=when))
    found += _years(doc, {token.i for dated in found for token in dated.span})
    doc._.dates = sorted(found, key=lambda dated: dated.span.start)
    return doc


def _years(doc: Doc, taken: set[int]) -> Iterator[Dated]:
    """Years that stand before their noun: "her 1999 arrest"."""
    for token in doc:
        modifies = token.dep_ in ("nummod", "compound", "nmod") and token.head.i > token.i
        if modifies and token.i not in taken and token.ent_type_ == "DATE" and YEAR.fullmatch(token.text):
            when = When(value=token.text, start=token.idx, end=token.idx + len(token), words=token.text)
            yield Dated(span=doc[token.i : token.i + 1], when=when)


def of(mention: Mention) -> list[When]:
    """The date of what a mention tells: one that hangs on it or on its clause, never the date of saying it."""
    sentence = mention.head.sent
    near = (dated for dated in dates(mention.head.doc) if sentence.start <= dated.span.start < sentence.end)
    found = [(dated.span, dated) for dated in near]
    return [dated.when for dated in attached(mention, found)]


def until(day: When) -> When:
    """A date as the last on which something can have happened: of a death, the day on which the body was found."""
    last = day.value.rpartition("/")[2]
    return day if last in ("", "..") else replace(day, value=f"../{last}")


def _scan(doc: Doc) -> Iterator[Found]:
    """Start, end and reading of each date, first to last."""
    text, at = text_of(doc), 0
    anywhere, forms = _forms()
    story = Story(last=doc._.day, known=doc._.day)
    while (match := anywhere.search(text, at)) is not None:
        start = match.start()
        at = start + 1
        word = _word_before(text, start)
        moment = Moment(
            anchor=doc._.anchor, ahead=_is_ahead(doc, start), story=story.day(text, start), year=story.year(text, start)
        )
        for form in forms:
            found = form.pattern.match(text, start)
            if found is None or not form.fits(word) or _is_other(doc, found):
                continue
            read = READERS[form.reads](found.groupdict() | {"words": found[0]}, moment)
            if read is None and form.reads == "span":
                continue
            at = found.end()
            if read is not None:
                story.told(read, found)
                yield start, at, (_led(read[0], word), read[1])
            break


@dataclass(slots=True)
class Story:
    """The last day and the last written year, and the paragraph they stand in."""

    last: str | None = None
    last_at: int = 0
    year_at: int = -1
    known: str | None = None
    """The day of the whole, where a row gives one in a cell."""

    def told(self, read: Read, match: re.Match[str]) -> None:
        """Remembers a day that the words gave."""
        if edtf.valid(read[0]) and edtf.precision(read[0]) == "day" and not read[0].endswith("~"):
            self.last, self.last_at = read[0], match.start()
            if re.search(r"(?:19|20)\d\d", match[0]):
                self.year_at = match.start()

    def day(self, text: str, at: int) -> date | None:
        """The day told before, in this paragraph or the one above."""
        near = self.last is not None and len(re.findall(r"\n\s*\n", text[self.last_at : at])) <= 1
        return edtf.bounds(self.last)[0] if near and self.last else None

    def year(self, text: str, at: int) -> int | None:
        """The year written before in this paragraph, or that of the whole."""
        if self.known is not None and self.known[:4].isdigit():
            return int(self.known[:4])
        if self.last is None or self.year_at < 0 or re.search(r"\n\s*\n", text[self.year_at : at]):
            return None
        return int(self.last[:4]) if self.last[:4].isdigit() else None


def _word_before(text: str, at: int) -> str:
    """The word right before an offset, past an article."""
    found = WORD_BEFORE.search(text, max(0, at - 30), at)
    return "" if found is None else found[1]


def _is_other(doc: Doc, match: re.Match[str]) -> bool:
    """Whether "may" or "march" is a verb here, or a name: "Sunday" and "April" are people too."""
    span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
    if span is None or len(span) > 1 or match[0].lower() in lexicon()["days"]:
        return False
    if span[0].pos_ in ("AUX", "VERB"):
        return True
    before = doc[span.start - 1] if span.start else None
    return span[0].ent_type_ == "PERSON" or bool(
        before is not None and before.pos_ == "PROPN" and before.ent_type_ == "PERSON" and not before.is_punct
    )


def _is_ahead(doc: Doc, at: int) -> bool:
    """Whether the clause around an offset speaks of what is still to come."""
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    if span is None or not doc.has_annotation("DEP"):
        return False
    verb = clause(span[0])
    ahead = lexicon()["ahead"]
    due = span.start > 0 and doc[span.start - 1].lower_ in ("by", "before", "until")  # "demanded an answer by 7 April"
    return (
        any(child.lower_ in ahead["auxiliaries"] and child.dep_ == "aux" for child in verb.children)
        or verb.lemma_ in ahead["verbs"]
        or (due and any(word.lemma_ in ahead["deadlines"] for word in (verb, *verb.ancestors)))
    )


def _led(value: str, word: str) -> str:
    """A date as the word before it has it: "since 2017" → 2017/.., "about 12 March" → 2021-03-12~."""
    kind = lexicon()["leads"].get(word.lower())
    first, _, last = value.partition("/")
    if kind == "from":
        made = f"{first}/.."
    elif kind == "to":
        made = f"../{last or first}"
    elif kind == "near" and not last and not value.endswith("~"):
        made = value + "~"
    else:
        return value
    return made if edtf.valid(made) and not first.startswith("XXXX") else value


def _is_dateline(text: str, start: int, end: int) -> bool:
    """Whether a date belongs to the report's own dateline: "VELISAR, March 12 (Karsa Wire) - "."""
    line = text.rfind("\n", 0, start) + 1
    head = text[line:start]
    return len(head) < 60 and bool(re.match(r"[A-Z][A-Z .,’'/-]{2,}", head)) and bool(DATELINE.match(text, end))


@functools.cache
def _forms() -> tuple[re.Pattern[str], Sequence[Form]]:
    """Where any form may begin, and the forms, the first that fits to be taken."""
    macros = lexicon()["macros"]
    patterns = [_expanded(entry["pattern"], macros) for entry in lexicon()["form"]]
    anywhere = "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern in patterns)
    forms = [
        Form(
            pattern=re.compile(pattern),
            reads=entry["reads"],
            after=frozenset(entry.get("after", ())),
            not_after=frozenset(entry.get("not_after", ())),
        )
        for pattern, entry in zip(patterns, lexicon()["form"], strict=True)
    ]
    return re.compile(rf"(?<![\w.,/-])(?:{anywhere})"), forms


def _expanded(pattern: str, macros: Mapping[str, str]) -> str:
    """A pattern with the words in braces replaced by what they stand for."""
    while (named := re.search(r"\{([a-z]+)\}", pattern)) is not None:
        pattern = pattern.replace(named[0], macros[named[1]])
    return pattern
