"""What an invented report says beside its incidents: demands, denials, quoted tolls, ties, standings and duties."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.world import Composed, Said, Town
from muniment.report import Passage
from muniment.statement import AUTHOR, Commit, Figure, Party, Voice, When, Wording

RELAYED = Voice(name=AUTHOR, commit="Uu")
TIES = (
    ("relation.commands", "commands"),
    ("relation.backed_by", "is backed by"),
    ("relation.member_of", "belongs to"),
    ("relation.controls", "answers for"),
    ("relation.opposes", "opposes"),
)
STANDINGS = (
    ("standing.civilian", "civilians"),
    ("standing.idp", "displaced people"),
    ("standing.detainee", "prisoners"),
    ("standing.medical_personnel", "nurses"),
)
DEMANDS = (
    ("liberty.release", "release the prisoners"),
    ("access.relief", "let aid through"),
    ("legal.investigate", "investigate the deaths"),
)


@dataclass(slots=True, kw_only=True)
class Teller:
    """A report as it grows: its text, who and where it is about, and what has been claimed in it so far."""

    chance: random.Random
    text: Composed
    report: str
    """What tells its actors from those of another report."""
    agent: str
    body: str
    """An organisation that speaks in it."""
    person: str
    town: Town
    said: list[Said] = field(default_factory=list)

    def tell(self) -> None:
        """Adds one paragraph that claims something."""
        self.text.paragraph()
        self.chance.choice(CLAIMS)(self)

    def demand(self) -> None:
        """A body demands something of an armed group; half of the time through a spokesman."""
        wanted, words = self.chance.choice(DEMANDS)
        self._speech("speech.demand", "urged", wanted, f"to {words} in", realis="demanded", by=self.body)

    def warning(self) -> None:
        """A body warns of what a group may do."""
        self._speech("speech.warn", "warned of plans by", "life.attack", "to attack", realis="warned", by=self.body)

    def promise(self) -> None:
        """A group promises aid."""
        self._speech("speech.promise", "promised", "access.relief", "to open the road to", realis="promised", by="")

    def _speech(self, type_: str, cue: str, about: str, words: str, *, realis: str, by: str) -> None:
        speaker = self._party(by or self.agent, "organisation" if by else "armed_group")
        trigger = self.text.words(cue)
        slots = {"agent": [speaker]}
        doer = speaker
        if by:
            doer = self._party(self.agent, "armed_group")
            slots["addressee"] = [doer]
        asked = self.text.words(words)
        place = self.text.town(self.town)
        self.text.say(".")
        content = Said(
            kind="act",
            type=about,
            trigger=asked,
            slots={"agent": [doer], "place": [place]},
            voices=[RELAYED, _voice(speaker, "CT+", cue)],
            realis=realis,  # pyright: ignore[reportArgumentType]  one of Realis, by the callers above
        )
        self.said += [content, Said(kind="act", type=type_, trigger=trigger, slots=slots, about={"content": content})]

    def denial(self) -> None:
        """A group denies through a spokesman what is said of it."""
        self.text.say("Through")
        spokesman = self._party("a spokesman", "person")
        group = self._party(self.agent, "armed_group")
        cue = self.text.words("denied")
        self.text.say("that it had")
        trigger = self.text.words("shelled")
        place = self.text.town(self.town)
        self.text.say(".")
        content = Said(
            kind="act",
            type="property.destruction",
            trigger=trigger,
            slots={"agent": [group], "place": [place]},
            voices=[RELAYED, _voice(spokesman, "Uu", "denied"), _voice(group, "CT-", "denied")],
        )
        denied = Said(kind="act", type="speech.deny", trigger=cue, slots={"agent": [group]}, about={"content": content})
        self.said += [content, denied]

    def toll(self) -> None:
        """Doctors say that relatives counted so many dead, and how many of them were children."""
        doctors = self._party("Doctors", "group")
        self.text.say("said that")
        relatives = self._party("relatives", "group")
        self.text.say("counted")
        dead = 1 + min(int(self.chance.paretovariate(1.1)), 200)
        count = self._figure(dead, "people")
        trigger = self.text.words("killed")
        self.text.say("in")
        place = self.text.town(self.town)
        voices = [RELAYED, _voice(doctors, "Uu", "said"), _voice(relatives, "CT+", "counted")]
        self.text.say(", among them")
        children = self._figure(1 + dead // 5, "children")
        part = Said(
            kind="harm",
            type="harm.death",
            trigger=Passage(start=children.start, end=children.end, words=children.words),
            slots={"count": [children], "place": [place]},
            voices=voices,
        )
        self.text.say(".")
        whole = {"count": [count], "place": [place]}
        harm = Said(
            kind="harm", type="harm.death", trigger=trigger, slots=whole, voices=voices, about={"includes": part}
        )
        self.said += [part, harm]

    def total(self) -> None:
        """A body gives a running total, which is of no incident."""
        year = self.chance.choice((2021, 2022, 2023))
        self.text.say("Since")
        since = self.text.value(When, str(year), value=f"{year}/..")
        number = self.chance.randint(40, 4000)
        words = f"at least {number} people"
        figure = self.text.value(Figure, words, low=number, best=None, high=None, unit="person", scope="cumulative")
        trigger = self.text.words(self.chance.choice(("were killed", "have died")))
        self.text.say(", according to")
        speaker = self._party(self.body, "organisation")
        self.text.say(".")
        slots = {"count": [figure], "period": [since]}
        voices = [RELAYED, _voice(speaker, "CT+", "according to")]
        self.said.append(Said(kind="harm", type="harm.death", trigger=trigger, slots=slots, voices=voices))

    def tie(self) -> None:
        """Somebody commands, backs or opposes a group since a year."""
        code, words = self.chance.choice(TIES)
        subject = self._party(self.person, "person")
        trigger = self.text.words(words)
        tied = self._party(self.agent, "armed_group")
        self.text.say("since")
        year = str(self.chance.randint(2015, 2021))
        since = self.text.value(When, year, value=year)
        self.text.say(".")
        slots = {"subject": [subject], "object": [tied], "from": [since]}
        self.said.append(Said(kind="relation", type=code, trigger=trigger, slots=slots))

    def standing(self) -> None:
        """People in a town hold a status, as a body says."""
        code, words = self.chance.choice(STANDINGS)
        speaker = self._party(self.body, "organisation")
        self.text.say("called those held in")
        place = self.text.town(self.town)
        trigger = self.text.words(words)
        self.text.say(".")
        holder = Party(value=words, start=trigger.start, end=trigger.end, words=words, kind="population")
        voices = [RELAYED, _voice(speaker, "CT+", "called")]
        slots = {"holder": [holder], "place": [place]}
        self.said.append(Said(kind="standing", type=code, trigger=trigger, slots=slots, voices=voices))

    def duty(self) -> None:
        """A group owes protection to a town under an accord."""
        bearer = self._party(self.agent, "armed_group")
        trigger = self.text.words("must")
        requires = self.text.value(Wording, "protect the hospital", value="protect the hospital")
        self.text.say("in")
        beneficiary = self._party(f"the people of {self.town.name}", "population")
        self.text.say("under")
        basis = self.text.value(Wording, "the Accord of 2019", value="the Accord of 2019")
        self.text.say(".")
        slots = {"bearer": [bearer], "beneficiary": [beneficiary], "requires": [requires], "basis": [basis]}
        self.said.append(Said(kind="duty", type="duty.owed", trigger=trigger, slots=slots))

    def pattern(self) -> None:
        """What a group does again and again, which is of no incident."""
        agent = self._party(self.agent, "armed_group")
        self.text.say("routinely")
        trigger = self.text.words("turned back ambulances")
        self.text.say("near")
        place = self.text.town(self.town)
        self.text.say(".")
        slots = {"agent": [agent], "place": [place]}
        code = "access.medical_denial"
        self.said.append(Said(kind="act", type=code, trigger=trigger, slots=slots, specificity="pattern"))

    def _party(self, words: str, kind: str) -> Party:
        return self.text.party(self.report, words, kind=kind)

    def _figure(self, number: int, of: str) -> Figure:
        return self.text.value(Figure, f"{number} {of}", low=number, best=number, high=number, unit="person")


CLAIMS: Sequence[Callable[[Teller], None]] = (
    Teller.demand,
    Teller.warning,
    Teller.promise,
    Teller.denial,
    Teller.toll,
    Teller.total,
    Teller.tie,
    Teller.standing,
    Teller.duty,
    Teller.pattern,
)


def _voice(who: Party, commit: Commit, cue: str) -> Voice:
    return Voice(name=who.value, commit=commit, actor=who.actor, start=who.start, end=who.end, words=who.words, cue=cue)
