"""An invented world of incidents, the reports that tell of them, and the truth of which tells of which.

Nothing in it is real. Reports lose what real ones lose: the day, the town, the spelling of a name, the count; they
copy one another, come back to an incident weeks later, and tell of incidents that are alike in place and week.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from muniment.record import digest
from muniment.report import Passage, Report, report_of
from muniment.statement import (
    AUTHOR,
    Content,
    Figure,
    Kind,
    Party,
    Place,
    Realis,
    Specificity,
    Statement,
    Value,
    Voice,
    When,
    statement_of,
)

BEGINNING = date(2021, 1, 1)
ONSETS = "b d f g h k l m n p r s t v z br dr gr kr st tr sh".split()
VOWELS = "a e i o u ei ou".split()
CODAS = ["", "", "n", "r", "l", "s", "th", "m", "rn"]
OTHERWISE = (("k", "c"), ("ei", "i"), ("ou", "u"), ("z", "s"), ("v", "w"), ("sh", "s"))
"""How one publisher spells what another spells otherwise."""

TYPES = ("life.attack", "life.killing", "repress.raid", "liberty.abduction", "liberty.arrest", "property.destruction")
VERBS = {
    "life.attack": ("attacked", "struck", "assaulted"),
    "life.killing": ("murdered", "shot", "slew"),
    "repress.raid": ("raided", "stormed", "entered"),
    "liberty.abduction": ("abducted", "seized", "kidnapped"),
    "liberty.arrest": ("arrested", "detained", "rounded up"),
    "property.destruction": ("shelled", "bombarded", "fired on"),
}
OFFICES = ("officials", "residents", "doctors", "relatives", "witnesses", "police", "monitors")
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difficulty:
    """How much is lost between what happened and what is told: shares of tellings, 0 to 1."""

    name: str
    alike: float
    """Incidents of a series: the same town and agent, some days apart."""
    no_day: float
    """Tellings that give the month, or nothing."""
    wrong_day: float
    """Tellings that are a day off."""
    no_town: float
    """Tellings that give the province, or nothing."""
    other_count: float
    """Tellings with another figure."""
    no_names: float
    """Tellings that name none of the victims."""
    spelled: float
    """Names spelled otherwise."""
    own_words: float
    """Details of an incident that a telling leaves out."""


EASY = Difficulty(
    name="easy",
    alike=0.1,
    no_day=0.05,
    wrong_day=0.02,
    no_town=0.05,
    other_count=0.2,
    no_names=0.3,
    spelled=0.1,
    own_words=0.4,
)
MEDIUM = Difficulty(
    name="medium",
    alike=0.3,
    no_day=0.2,
    wrong_day=0.06,
    no_town=0.2,
    other_count=0.4,
    no_names=0.5,
    spelled=0.3,
    own_words=0.55,
)
HARD = Difficulty(
    name="hard",
    alike=0.5,
    no_day=0.35,
    wrong_day=0.1,
    no_town=0.3,
    other_count=0.5,
    no_names=0.65,
    spelled=0.4,
    own_words=0.7,
)
DIFFICULTIES = (EASY, MEDIUM, HARD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A settlement of the invented country."""

    name: str
    province: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An incident as it was."""

    number: int
    type: str
    day: date
    town: Town
    agent: str
    dead: int
    hurt: int
    names: Sequence[tuple[str, str]]
    details: Sequence[str]


@dataclass(slots=True)
class World:
    """What happened, and who tells of it; the same seed gives the same world."""

    incidents: int
    difficulty: Difficulty
    seed: int = 1
    days: int = 730
    """From the first day to the last on which anything happens."""
    truth: dict[str, int] = field(default_factory=dict)
    """Statement id → number of its incident, for what was told so far."""
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(f"{self.seed} {self.difficulty.name}")

    def told(self) -> Iterator[tuple[Report, list[Statement]]]:
        """Reports of one incident each, with their statements, in no order of time."""
        for telling in self.tellings():
            report, statements = telling.draft.told(f"{telling.incident}-{telling.index}.txt", telling.publisher)
            self.truth |= {statement.id: telling.incident for statement in statements}
            yield report, statements

    def tellings(self) -> Iterator[Telling]:
        """What publishers say of each incident, incident by incident."""
        towns = self._towns()
        agents = [self.word().title() + " " + kind for kind in ("Front", "Brigade", "Army", "Guard", "Militia") * 3]
        publishers = [self.word().title() + " " + kind for kind in ("Post", "Wire", "Courier", "Tide", "Radio") * 6]
        last: Happened | None = None
        for number in range(self.incidents):
            last = self._next(number, last, towns, agents)
            yield from self._told_of(last, publishers)

    def word(self) -> str:
        """A word that nobody has said before, or few."""
        return "".join(
            self._chance.choice(ONSETS) + self._chance.choice(VOWELS) + self._chance.choice(CODAS)
            for _ in range(self._chance.choice((2, 2, 3)))
        )

    def _towns(self) -> list[Town]:
        """As many towns as a country with so many incidents may have; a few are named far more often than most."""
        found: list[Town] = []
        for _ in range(max(3, round(self.incidents**0.5 / 5))):
            province, lat, lon = self.word().title(), self._chance.uniform(-60, -30), self._chance.uniform(-150, -90)
            for _ in range(12):
                found.append(
                    Town(
                        name=self.word().title(),
                        province=province,
                        lat=round(lat + self._chance.uniform(-0.7, 0.7), 3),
                        lon=round(lon + self._chance.uniform(-0.7, 0.7), 3),
                    )
                )
        self._chance.shuffle(found)
        return found

    def _next(self, number: int, last: Happened | None, towns: Sequence[Town], agents: Sequence[str]) -> Happened:
        chance = self._chance
        alike = last is not None and chance.random() < self.difficulty.alike
        if last is not None and alike:
            town, agent, type_ = last.town, last.agent, last.type if chance.random() < 0.6 else chance.choice(TYPES)
            day = last.day + timedelta(days=chance.randint(1, 9))
        else:
            town = towns[min(int(chance.paretovariate(0.7)) - 1, len(towns) - 1)]
            agent, type_ = chance.choice(agents), chance.choice(TYPES)
            day = BEGINNING + timedelta(days=chance.randrange(self.days))
        dead = min(int(chance.paretovariate(1.1)), 90) if type_.startswith("life") else 0
        names = [(self.word().title(), self.word().title()) for _ in range(chance.randint(1, 3))]
        return Happened(
            number=number,
            type=type_,
            day=day,
            town=town,
            agent=agent,
            dead=dead,
            hurt=chance.choice((0, 0, chance.randint(1, 40))),
            names=names,
            details=[self.word() for _ in range(9)],
        )

    def _told_of(self, what: Happened, publishers: Sequence[str]) -> Iterator[Telling]:
        chance = self._chance
        before: list[Draft] = []
        for index in range(min(1 + int(chance.expovariate(0.6)), 12)):
            publisher = chance.choice(publishers)
            published = what.day + timedelta(
                days=chance.choice((0, 1, 1, 2, 3, chance.randint(4, 20), chance.randint(21, 200)))
            )
            copied = before and chance.random() < 0.2
            draft = chance.choice(before).again(published) if copied else self._draft(what, published)
            before.append(draft)
            yield Telling(incident=what.number, index=index, publisher=publisher, draft=draft)

    def _draft(self, what: Happened, published: date) -> Draft:
        chance, lost = self._chance, self.difficulty
        day: tuple[str, str] | None = (_in_words(what.day), what.day.isoformat())
        if chance.random() < lost.wrong_day:
            other = what.day + timedelta(days=1)
            day = (_in_words(other), other.isoformat())
        if chance.random() < lost.no_day:
            month = f"{MONTHS[what.day.month - 1]} {what.day.year}"
            day = (month, f"{what.day:%Y-%m}") if chance.random() < 0.5 else None
        place: Town | str | None = what.town
        if chance.random() < lost.no_town:
            place = what.town.province if chance.random() < 0.6 else None
        dead, hurt = what.dead, what.hurt
        if chance.random() < lost.other_count:
            dead = max(dead and 1, round(dead * chance.uniform(0.5, 1.6)))
        if chance.random() < lost.other_count:
            hurt = round(hurt * chance.uniform(0.5, 1.6))
        named = [] if chance.random() < lost.no_names else chance.sample(what.names, chance.randint(1, len(what.names)))
        return Draft(
            verb=chance.choice(VERBS[what.type]),
            type=what.type,
            agent=what.agent if chance.random() < 0.7 else None,
            day=day,
            place=place,
            dead=dead if chance.random() < 0.85 else 0,
            hurt=hurt if chance.random() < 0.7 else 0,
            names=[f"{given} {self._spelled(family)}" for given, family in named],
            details=[detail for detail in what.details if chance.random() > lost.own_words]
            + [self.word() for _ in range(8)],
            office=chance.choice(OFFICES),
            published=published,
        )

    def _spelled(self, name: str) -> str:
        if self._chance.random() >= self.difficulty.spelled:
            return name
        one, other = self._chance.choice(OTHERWISE)
        return name.replace(one, other) if one in name else name.replace(other, one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one report will say of an incident."""

    verb: str
    type: str
    agent: str | None
    day: tuple[str, str] | None
    place: Town | str | None
    dead: int
    hurt: int
    names: Sequence[str]
    details: Sequence[str]
    office: str
    published: date

    def again(self, published: date) -> Draft:
        """The same, copied later."""
        return replace(self, published=published)

    def told(self, name: str, publisher: str) -> tuple[Report, list[Statement]]:
        """The report that says nothing else, and the statements in it."""
        text = Composed()
        held = self.said(text, name)
        report = report_of(
            f"{name} {publisher} {self.published}".encode(),
            text.text,
            name=name,
            media_type="text/plain",
            publisher=publisher,
            published=self.published.isoformat(),
            language="en",
        )
        return report, [one.stated(report) for one in held]

    def said(self, text: Composed, name: str) -> list[Said]:
        """Adds it to a text; the act, and the harms told with it. `name` tells the report's actors from another's."""
        slots: dict[str, list[Value]] = {}
        if self.agent:
            slots["agent"] = [text.party(name, self.agent, kind="armed_group")]
        else:
            text.say("Armed men")
        trigger = text.words(self.verb)
        text.say("people")
        self._where(text, slots)
        if self.day:
            text.say("on" if len(self.day[1]) == 10 else "in")
            slots["date"] = [text.value(When, self.day[0], value=self.day[1])]
        text.say(f", {self.office} said.")
        harms: list[Said] = []
        for type_, number, verb in (
            ("harm.death", self.dead, "were killed"),
            ("harm.injury", self.hurt, "were wounded"),
        ):
            if number:
                words = f"{number} people"
                figure = text.value(Figure, words, low=number, best=number, high=number, unit="person")
                harms.append(Said(kind="harm", type=type_, trigger=text.words(verb), slots={"count": [figure]}))
                text.say(".")
        for person in self.names:
            text.say("A victim was")
            slots.setdefault("victim", []).append(text.party(name, person, kind="person"))
            text.say(".")
        text.say("People there spoke of " + ", ".join(self.details) + ".")
        return [Said(kind="act", type=self.type, trigger=trigger, slots=slots), *harms]

    def _where(self, text: Composed, slots: dict[str, list[Value]]) -> None:
        if isinstance(self.place, Town):
            text.say("in")
            slots["place"] = [text.town(self.place)]
        elif self.place:
            text.say("in the province of")
            slots["place"] = [
                text.value(Place, self.place, value=self.place, precision="adm1", admin1=self.place, country="XKA")
            ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim as it stands in a text, before there is a report to make a statement of."""

    kind: Kind
    type: str
    trigger: Passage
    slots: Mapping[str, Sequence[Value]]
    voices: Sequence[Voice] = (Voice(name=AUTHOR, commit="CT+"),)
    realis: Realis = "actual"
    specificity: Specificity = "specific"
    about: Mapping[str, Said] = field(default_factory=dict)
    """Slot → the claim in the same text that it points to."""

    def stated(self, report: Report, **known: Any) -> Statement:
        """The statement, once there is a report; what it is about is a statement of that report too."""
        slots = {slot: tuple(values) for slot, values in self.slots.items()}
        for slot, other in self.about.items():
            meant, at = other.stated(report).id, other.trigger
            slots[slot] = (Content(statement=meant, start=at.start, end=at.end, words=at.words),)
        return statement_of(
            report,
            kind=self.kind,
            type=self.type,
            trigger=self.trigger,
            voices=self.voices,
            realis=self.realis,
            specificity=self.specificity,
            slots=slots,
            **known,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one publisher says of one incident."""

    incident: int
    index: int
    publisher: str
    draft: Draft


class Composed:
    """A text as it grows, and the offsets of what was put in."""

    def __init__(self) -> None:
        self.text = ""

    def say(self, words: str) -> None:
        """Adds words, after a space unless they begin with a point or comma."""
        self.text += words if not self.text or self.text[-1] == "\n" or words[0] in ".," else f" {words}"

    def paragraph(self) -> None:
        """Ends a paragraph."""
        self.text += "\n\n"

    def words(self, words: str) -> Passage:
        """Adds words; where they stand."""
        self.say(words)
        return Passage(start=len(self.text) - len(words), end=len(self.text), words=words)

    def value(self, noun: type[Any], words: str, **known: Any) -> Any:
        """Adds words; the value of a slot that stands on them."""
        passage = self.words(words)
        return noun(start=passage.start, end=passage.end, words=words, **known)

    def party(self, report: str, words: str, *, kind: str) -> Party:
        """Adds a name; who it is in this report."""
        return self.value(Party, words, value=words, kind=kind, actor=digest("ac", report, words))

    def town(self, town: Town) -> Place:
        """Adds a town's name; where it lies."""
        known = {"precision": "settlement", "admin1": town.province, "lat": town.lat, "lon": town.lon}
        return self.value(Place, town.name, value=town.name, country="XKA", **known)


def _in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
