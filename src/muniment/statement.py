"""Statement: one claim in one report, with the voices that make it and the words it stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, TypeAlias, get_args

from muniment.errors import UngroundedStatement
from muniment.record import as_json, described, digest, from_json
from muniment.report import Passage, Report

Kind = Literal["act", "harm", "relation", "standing", "duty"]
Commit = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu"]
Realis = Literal[
    "actual",
    "ongoing",
    "attempted",
    "prevented",
    "planned",
    "conditional",
    "demanded",
    "promised",
    "threatened",
    "warned",
    "questioned",
]
Specificity = Literal["specific", "pattern", "general"]
Basis = Literal["stated", "inferred"]
Scope = Literal["single", "incident", "aggregate", "cumulative", "rate"]
Precision = Literal["site", "settlement", "near", "adm2", "adm1", "wide", "country", "sea", "unresolved"]
Visibility = Literal["public", "partner", "restricted", "sealed"]
VISIBILITIES: tuple[Visibility, ...] = get_args(Visibility)
"""From the most open to the strictest."""

AUTHOR = "author"
AFFIRMING = ("CT+", "PR+")
HAPPENED = ("actual", "ongoing", "attempted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who makes the claim, or passes it on, and how far they commit to it."""

    name: str = described("the name the casebook uses; `author` for voice 0")
    commit: Commit = described("FactBank: certain, probable, possible; affirmed or denied; Uu does not commit")
    actor: str | None = described("id of the Actor", default=None)
    start: int | None = described("where the voice is named; empty for the author", default=None)
    end: int | None = described("one past its last code point", default=None)
    words: str | None = described("the words that name the voice", default=None)
    cue: str | None = described("the word that reports it: said, denied, according to", default=None)
    coerced: bool = described("spoke under coercion; neither denies nor corroborates", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person, group, body or state in a slot."""

    value: str = described("the name the casebook uses")
    start: int = described("code points from the start of the text")
    end: int = described("one past the last code point")
    words: str = described("text[start:end]")
    actor: str | None = described("id of the Actor", default=None)
    kind: str | None = described("kind of Actor, where the words say", default=None)
    sex: str | None = described("female or male, where the words say", default=None)
    age: int | None = described("years, where the words say", default=None)
    age_group: str | None = described("child or adult, where the words say", default=None)
    occupation: str | None = described("what the person does, in the words of the report", default=None)
    basis: Basis = described("inferred where a pronoun or a definite phrase was resolved", default="stated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of people or things: a range, its unit and its scope."""

    low: int | None = described("the least the words allow; none where they say only `up to`")
    best: int | None = described("the number, where the words give one")
    high: int | None = described("the most the words allow; none where they say only `at least`")
    unit: str = described("person, dwelling, vehicle, facility, day …")
    scope: Scope = described("what the number covers", default="single")
    start: int = described("code points from the start of the text")
    end: int = described("one past the last code point")
    words: str = described("text[start:end]")
    basis: Basis = described("inferred for vague words", default="stated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place, no more precise than the words."""

    value: str = described("the name the casebook uses")
    precision: Precision = described("how much of the map the words pin down")
    country: str | None = described("ISO 3166-1 alpha-3", default=None)
    admin1: str | None = described("name of the first-level division", default=None)
    lat: float | None = described("degrees north of the place or its centre", default=None)
    lon: float | None = described("degrees east of the place or its centre", default=None)
    start: int = described("code points from the start of the text")
    end: int = described("one past the last code point")
    words: str = described("text[start:end]")
    basis: Basis = described("inferred where it comes from another sentence", default="stated")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date or period, no more precise than the words."""

    value: str = described("EDTF")
    start: int = described("code points from the start of the text")
    end: int = described("one past the last code point")
    words: str = described("text[start:end]")
    basis: Basis = described("inferred where it comes from another sentence", default="stated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Another statement of the same report: what is demanded, denied, or what a harm came from."""

    statement: str = described("id of that statement")
    start: int = described("where its trigger begins")
    end: int = described("one past the trigger's last code point")
    words: str = described("the trigger's words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words that fill a slot as they stand: a means, a purpose, a reason."""

    value: str = described("the words, or the code they stand for")
    start: int = described("code points from the start of the text")
    end: int = described("one past the last code point")
    words: str = described("text[start:end]")
    basis: Basis = described("stated or inferred", default="stated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Who entered a statement that no machine read."""

    by: str = described("who entered it")
    at: str = described("ISO 8601, UTC")


Value: TypeAlias = Party | Figure | Place | When | Content | Wording

PARTY_SLOTS = [
    "agent",
    "co_agent",
    "orderer",
    "on_behalf_of",
    "intermediary",
    "victim",
    "addressee",
    "beneficiary",
    "facility",
    "subject",
    "object",
    "holder",
    "authority",
    "bearer",
]
PLACE_SLOTS = ("place", "origin", "destination")
DATE_SLOTS = ("date", "period", "from", "to")
FIGURE_SLOTS = ("count", "quantity")
CONTENT_SLOTS = ("content", "from_act", "includes")
SLOT_VALUES: Mapping[str, type[Value]] = (
    dict.fromkeys(PARTY_SLOTS, Party)
    | dict.fromkeys(PLACE_SLOTS, Place)
    | dict.fromkeys(DATE_SLOTS, When)
    | dict.fromkeys(FIGURE_SLOTS, Figure)
    | dict.fromkeys(CONTENT_SLOTS, Content)
)
"""The type of the values in each slot; any other slot holds `Wording`."""


def value_type(slot: str) -> type[Value]:
    """The type of the values in a slot."""
    return SLOT_VALUES.get(slot, Wording)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One claim in one report by one chain of voices. Never a finding."""

    PREFIX: ClassVar[str] = "st"

    id: str = described("digest of the report and its text, the trigger, kind, type, voices and realis")
    report: str = described("id of the Report")
    kind: Kind = described("act, harm, relation, standing or duty")
    type: str = described("code from the taxonomy")
    trigger: Passage = described("the words that name the claim")
    slots: Mapping[str, tuple[Value, ...]] = described(
        "role → values, each with its own words", by_key=value_type, default_factory=dict
    )
    voices: tuple[Voice, ...] = described("outermost first; voice 0 is the author")
    realis: Realis = described("whether it happened, is feared, demanded, planned …", default="actual")
    specificity: Specificity = described("a specific occurrence, a pattern, or a general truth", default="specific")
    basis: Basis = described("stated or inferred", default="stated")
    score: float | None = described("review order only, never likelihood", default=None)
    countable: bool = described("computed: affirmed, happened, specific", default=False)
    visibility: Visibility = described("who may see it", default="restricted")
    rule: str = described("which rule or model made it", default="")
    run: str = described("id of the Run", default="")
    entered: Entered | None = described("who entered it, and when; empty for what a machine read", default=None)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Statement:
        """A statement from its JSON; the type of each slot's values follows from the slot."""
        known: dict[str, Any] = {key: value for key, value in plain.items() if key in cls.__dataclass_fields__}
        known["trigger"] = from_json(Passage, plain["trigger"])
        known["voices"] = tuple(from_json(Voice, voice) for voice in plain["voices"])
        known["slots"] = values_from_plain(plain.get("slots", {}))
        if plain.get("entered") is not None:
            known["entered"] = from_json(Entered, plain["entered"])
        return cls(**known)

    @property
    def entered_by(self) -> str | None:
        """Who entered it; none for what a machine read."""
        return self.entered.by if self.entered else None

    @property
    def innermost(self) -> Voice:
        """The voice that the claim goes back to."""
        return self.voices[-1]

    def values(self, slot: str) -> tuple[Value, ...]:
        """The values of a slot; empty where the words do not say."""
        return self.slots.get(slot, ())

    def parties(self, slot: str) -> tuple[Party, ...]:
        """The people and groups in a slot."""
        return tuple(value for value in self.values(slot) if isinstance(value, Party))

    def places(self, slot: str = "place") -> tuple[Place, ...]:
        """The places in a slot."""
        return tuple(value for value in self.values(slot) if isinstance(value, Place))

    def dates(self, slot: str = "date") -> tuple[When, ...]:
        """The dates in a slot."""
        return tuple(value for value in self.values(slot) if isinstance(value, When))

    def figures(self, slot: str = "count") -> tuple[Figure, ...]:
        """The numbers in a slot."""
        return tuple(value for value in self.values(slot) if isinstance(value, Figure))


def values_from_plain(slots: Mapping[str, Any]) -> dict[str, tuple[Value, ...]]:
    """Slots from their JSON; the type of each slot's values follows from the slot."""
    return {slot: tuple(from_json(value_type(slot), value) for value in values) for slot, values in slots.items()}


def affirms(voices: Sequence[Voice]) -> bool:
    """Whether a voice that speaks freely holds that it is so, and the innermost does not deny it.

    A voice that relays (Uu) leaves it to the ones further in; a denial further out overrules.
    """
    if any(voice.commit.endswith("-") for voice in voices):
        return False
    return any(voice.commit in AFFIRMING and not voice.coerced for voice in voices)


def counts(statement: Statement) -> bool:
    """Whether it can be counted: it happened, once, and a voice affirms it."""
    return statement.realis in HAPPENED and statement.specificity == "specific" and affirms(statement.voices)


def statement_of(
    report: Report,
    *,
    kind: Kind,
    type: str,
    trigger: Passage,
    voices: Sequence[Voice],
    realis: Realis = "actual",
    specificity: Specificity = "specific",
    **known: Any,
) -> Statement:
    """A statement with its id and `countable` computed; every passage is checked against the text.

    Raises `UngroundedStatement` where words are not at their offsets, `ValueError` where voice 0 is
    not the author.
    """
    if not voices or voices[0].name != AUTHOR:
        raise ValueError("voice 0 is the author of the report")
    statement = Statement(
        id=digest(Statement.PREFIX, report.id, report.text_sha256, trigger, kind, type, tuple(voices), realis),
        report=report.id,
        kind=kind,
        type=type,
        trigger=trigger,
        voices=tuple(voices),
        realis=realis,
        specificity=specificity,
        countable=False,
        **known,
    )
    statement = replace(statement, countable=counts(statement))
    for passage in passages(statement):
        ground(report, passage)
    return statement


def passages(statement: Statement) -> list[Passage]:
    """Every passage that a statement stands on: trigger, slots and named voices."""
    found = [statement.trigger, *of_values(statement.slots)]
    found += [
        Passage(start=voice.start, end=voice.end, words=voice.words)
        for voice in statement.voices
        if voice.start is not None and voice.end is not None and voice.words is not None
    ]
    return found


def of_values(slots: Mapping[str, Sequence[Value]]) -> list[Passage]:
    """Every passage that the values of slots stand on."""
    values = (value for held in slots.values() for value in held)
    return [Passage(start=value.start, end=value.end, words=value.words) for value in values]


def ground(report: Report, passage: Passage) -> None:
    """Raises `UngroundedStatement` unless the words stand at their offsets in the report's text."""
    found = report.text[passage.start : passage.end] if passage.start >= 0 else ""
    if not passage.words or found != passage.words:
        raise UngroundedStatement(report.id, passage.start, passage.end, words=passage.words, found=found)


def plain(statement: Statement) -> dict[str, Any]:
    """The JSON object of one statement, as `muniment read --format jsonl` prints it."""
    return as_json(statement)
