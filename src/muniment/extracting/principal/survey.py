"""Survey: what the components saw in one report, by offsets in its text, for the choice of its principal incident."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from spacy.tokens import Doc

from muniment.actor import Actor
from muniment.extracting import resolving
from muniment.extracting.gazetteer import Gazetteer
from muniment.extracting.mention import dates, places, register
from muniment.report import Report
from muniment.statement import Place, Statement, When

Seen = TypeVar("Seen", Place, When)


@dataclass(slots=True, kw_only=True)
class Survey:
    """Statements, actors, places, dates and countries of a report, and where each stands."""

    text: str
    title_end: int
    """Where the title ends that the text opens with; 0 without one."""
    published: str | None
    statements: Sequence[Statement] = ()
    actors: dict[str, Actor] = field(default_factory=dict[str, Actor])
    appearances: dict[str, list[tuple[int, int]]] = field(default_factory=dict[str, list[tuple[int, int]]])
    """Actor id → start and end of every word that means it, pronouns too."""
    places: list[Place] = field(default_factory=list[Place])
    dates: list[When] = field(default_factory=list[When])
    lands: list[tuple[str, int, int]] = field(default_factory=list[tuple[str, int, int]])
    """ISO 3166-1 alpha-3 code, start and end of every word for a country's people."""
    countries: dict[str, str] = field(default_factory=dict[str, str])
    """What each country is called that a place or a word for its people points to, by its code."""
    sentences: list[int] = field(default_factory=list[int])
    """Where each sentence begins."""

    def sentence(self, at: int) -> int:
        """Number of the sentence that an offset stands in."""
        return bisect.bisect_right(self.sentences, at) - 1


def survey_of(report: Report) -> Survey:
    """The survey of a report, to be filled piece by piece."""
    title = (report.title or "").strip()
    titled = bool(title) and report.text.startswith(title)
    return Survey(text=report.text, title_end=len(title) if titled else 0, published=report.published)


def look(survey: Survey, doc: Doc, report: Report, *, shift: int, known: Gazetteer) -> None:
    """Adds to the survey what the components left on a piece that begins `shift` characters into the text."""
    signed = resolving.signed(register(doc), report.id, shift=shift)
    survey.actors.update((actor.id, actor) for actor in signed.actors)
    for token, number in signed.of_token.items():
        start = shift + doc[token].idx
        survey.appearances.setdefault(signed.actors[number].id, []).append((start, start + len(doc[token])))
    survey.places.extend(_moved(located.place, shift) for located in places(doc))
    survey.dates.extend(_moved(dated.when, shift) for dated in dates(doc))
    survey.sentences.extend(shift + sentence.start_char for sentence in doc.sents)
    survey.lands.extend(_lands(doc, shift, known.demonyms))
    codes = {code for code, _, _ in survey.lands} | {place.country for place in survey.places if place.country}
    for code in codes - survey.countries.keys():
        survey.countries[code] = known.country(code) or code


def _lands(doc: Doc, shift: int, demonyms: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    """Where a word for a country's people stands: "Belarusian", "Iraqis", "Sri Lankan"."""
    for token in doc:
        if not token.text[:1].isupper():
            continue
        word, start = token.text, token.idx
        if token.whitespace_ and word not in demonyms and token.i + 1 < len(doc):
            word = f"{word} {token.nbor(1).text}"
        if word in demonyms:
            yield demonyms[word], shift + start, shift + start + len(word)


def _moved(value: Seen, shift: int) -> Seen:
    return dataclasses.replace(value, start=value.start + shift, end=value.end + shift) if shift else value
