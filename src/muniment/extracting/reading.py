"""Reading: what is known of a claim on the way from its own words up to the author, one word of its frame at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from spacy.tokens import Span, Token

from muniment.extracting.frames import Frame
from muniment.extracting.realis import Marks, weaker
from muniment.statement import Commit, Realis, Specificity

HAPPENING = ("attempted", "ongoing")


@dataclass(slots=True, kw_only=True)
class Voiced:
    """A voice met on the way up; no speaker where the words hide who it is."""

    speaker: Token | None
    commit: Commit
    cue: Token | None
    frame: str
    coerced: bool = False


@dataclass(slots=True, kw_only=True)
class Reading:
    """The state of a claim: strength and sign inside the innermost voice, then the voices, then what lies above."""

    strength: str = "CT"
    negative: bool = False
    weak: Realis | None = None
    strong: Realis | None = None
    aspect: Realis | None = None
    specificity: Specificity = "specific"
    voices: list[Voiced] = field(default_factory=list)
    governors: list[Token] = field(default_factory=list)
    shielded: bool = False
    """Taken for granted ("the killing", "who was shot"): what stands above does not make it less real."""
    aside: bool = False
    """Told of somebody beside the point: "promised to free the boys who were abducted" does not admit the abduction."""
    outward: Commit | None = None
    """What the next voice outwards holds, where a word of knowledge or condemnation commits it too."""
    disowned_by: Span | None = None
    definite: bool = False

    @property
    def realis(self) -> Realis:
        """The innermost reading that is not plain fact; a modal gives way to any other word."""
        return self.strong or self.weak or self.aspect or "actual"

    def take(self, marks: Marks, *, negation: bool = True) -> None:
        """Applies the marks of a clause; above a voice they only unsettle what that voice is said to hold."""
        if self.shielded:
            return
        if self.voices:
            doubtful = marks.weak or marks.hearsay or marks.strength != "CT" or (marks.negative and negation)
            if doubtful or (marks.realis and marks.realis not in HAPPENING):
                self.unsettle()
            return
        if marks.negative and negation:
            self.deny()
        self.strength = weaker(self.strength, marks.strength)
        self.weak = self.weak or marks.weak
        if marks.realis:
            self.hold(marks.realis)
        if marks.pattern and self.specificity == "specific":
            self.specificity = "pattern"
        if marks.hearsay is not None:
            self.say(Voiced(speaker=None, commit="PS+", cue=marks.hearsay, frame="hearsay"), base="PS+")

    def hold(self, realis: Realis) -> None:
        """Takes a realis; the innermost wins, and what is under way or tried yields to what is only said to come."""
        if realis in HAPPENING:
            self.aspect = self.aspect or realis
        else:
            self.strong = self.strong or realis

    def deny(self) -> None:
        """Negation: flips the sign; an act that was not prevented took place only where it is spoken of as known."""
        if self.strong == "prevented":
            self.strong = None
            if not self.definite:
                self.strength = "Uu"
        elif self.negative:
            self.strength = "Uu"
        else:
            self.negative = True

    def say(self, voice: Voiced, *, base: Commit, author: Commit = "Uu") -> None:
        """Adds a voice; only the innermost takes up the strength and sign of the claim."""
        if self.voices or self.outward is not None:
            voice.commit = self.outward or ("CT-" if base.endswith("-") else "Uu")
            self.outward = voice.commit if author != "Uu" and voice.commit != "Uu" else None
        else:
            voice.commit = self.committed(base)
            self.outward = self.committed(author) if author != "Uu" else None
        self.voices.append(voice)

    def committed(self, base: Commit) -> Commit:
        """A commitment as the claim's own hedges and negation leave it: two negations leave nothing certain."""
        if base == "Uu" or self.strength == "Uu":
            return "Uu"
        if base.endswith("-") and self.negative:
            return "Uu"
        sign = "-" if self.negative or base.endswith("-") else "+"
        return cast(Commit, weaker(base[:2], self.strength) + sign)

    def unsettle(self) -> None:
        """Leaves every voice uncommitted: nobody is said to have said it after all."""
        for voice in self.voices:
            voice.commit = "Uu"
        self.outward = None

    def drop_claimed(self) -> Voiced | None:
        """Takes back the voice of a noun of saying that the verb above answers: "denied reports by nurses"."""
        if self.voices and self.voices[-1].frame in ("unattributed", "relay_noun", "charge_noun"):
            self.outward = None
            return self.voices.pop()
        return None

    def governed(self, frame: Frame, governor: Token) -> None:
        """Notes the speech act that the claim is the content of."""
        if frame.speaker is not None and governor not in self.governors:
            self.governors.append(governor)
