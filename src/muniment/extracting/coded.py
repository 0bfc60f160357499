"""Rows that people coded become statements: each points at the cells it was read from, and the dataset is a voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, cast

from muniment.actor import Actor, ActorKind, Name, actor_of
from muniment.errors import UngroundedStatement
from muniment.extracting.cells import Cells, dated, located, numbered
from muniment.report import Passage, Report
from muniment.run import Refusal, refusal_of
from muniment.scheme import Scheme, Tally, schemes
from muniment.seams import Extraction
from muniment.statement import (
    AUTHOR,
    Content,
    Figure,
    Party,
    Statement,
    Value,
    Visibility,
    Voice,
    statement_of,
)
from muniment.taxonomy import type_of

Slots = dict[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedExtractor:
    """Reads rows by the scheme that their custody log names. The notes in a row are kept, and not read."""

    own: Scheme | None = None
    visibility: str = "restricted"
    name: ClassVar[str] = "coded"
    languages: ClassVar[tuple[str, ...]] = ()

    @property
    def settings(self) -> Mapping[str, Any]:
        """The schemes, by their digests."""
        known = [*schemes().values(), *([self.own] if self.own else [])]
        return {
            "extractor": self.name,
            "schemes": {scheme.name: scheme.digest for scheme in known},
            "visibility": self.visibility,
        }

    def extract(self, report: Report, *, run: str = "") -> Extraction:
        """What one row says; a cell that cannot be read is refused, and the rest of the row stands."""
        scheme = self.own if self.own and self.own.name == report.coded else schemes().get(report.coded or "")
        if scheme is None:
            reason = f"coded by the scheme {report.coded!r}, which nothing describes"
            hint = "name the columns file that it was added with in the setting `columns`"
            refusal = refusal_of("extract", f"{report.name} {report.part}", reason, hint=hint, run=run)
            return Extraction(statements=(), actors=(), refusals=(refusal,))
        return _Row(report=report, scheme=scheme, run=run, visibility=cast(Visibility, self.visibility)).read()


@dataclass(slots=True, kw_only=True)
class _Row:
    """One row while it is read."""

    report: Report
    scheme: Scheme
    run: str
    visibility: Visibility
    actors: dict[str, Actor] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def read(self) -> Extraction:
        """The act that is coded, and the harms that are counted with it."""
        cells = Cells(self.report)
        voices, circumstances = self._voices(cells), self._circumstances(cells)
        figures = [
            (tally, figure) for tally in self.scheme.figures if (figure := self._figure(cells, tally)) is not None
        ]
        act = self._act(cells, voices, circumstances, deadly=any(tally.type == "harm.death" for tally, _ in figures))
        harms = self._harms(cells, figures, voices, circumstances, act)
        made = [*([act] if act else []), *harms]
        return Extraction(statements=tuple(made), actors=tuple(self.actors.values()), refusals=tuple(self.refusals))

    def _refuse(self, reason: str, hint: str) -> None:
        subject = f"{self.report.name} {self.report.part}"
        self.refusals.append(refusal_of("extract", subject, reason, hint=hint, run=self.run))

    def _voices(self, cells: Cells) -> tuple[Voice, ...]:
        """The dataset, then the outlet and whoever the outlet quotes, as far as the row names them.

        Who only passes on what another says does not commit; several sources in one cell are one voice, for it is the
        coder who made one row of them.
        """
        named = [cells.passage(column) for column in self.scheme.voices]
        inner = [passage for passage in named if passage is not None]
        found = [Voice(name=AUTHOR, commit="Uu" if inner else "CT+")]
        for place, passage in enumerate(inner, start=1):
            parts = [" ".join(part.split()) for part in passage.words.split(self.scheme.separator)]
            name = "; ".join(part for part in parts if part) or passage.words
            actor = self._actor(name, "organisation", passage)
            commit = "CT+" if place == len(inner) else "Uu"
            found.append(
                Voice(name=name, commit=commit, actor=actor, start=passage.start, end=passage.end, words=passage.words)
            )
        return tuple(found)

    def _actor(self, name: str, kind: str, passage: Passage) -> str:
        called = (Name(words=passage.words, start=passage.start, end=passage.end),)
        made = actor_of(self.report.id, name, kind=cast(ActorKind, kind), names=called, run=self.run)
        return self.actors.setdefault(made.id, made).id

    def _circumstances(self, cells: Cells) -> Slots:
        date, place = dated(cells, self.scheme), located(cells, self.scheme)
        if date is None and any(cells.passage(column) for column in self.scheme.dates):
            self._refuse("the day is not one that can be read", "write it as 2021-03-12, or 12 March 2021")
        return {**({"date": (date,)} if date else {}), **({"place": (place,)} if place else {})}

    def _act(self, cells: Cells, voices: tuple[Voice, ...], circumstances: Slots, *, deadly: bool) -> Statement | None:
        """The act that the code stands for; none where the row has no code, or one without a type here."""
        code = cells.passage(self.scheme.code)
        if code is None:
            return None
        wanted = code.words.casefold()
        known = {name.casefold(): found for name, found in self.scheme.types.items()}
        if deadly:
            known |= {name.casefold(): found for name, found in self.scheme.deadly.items()}
        if wanted not in known:
            hint = "its figures are read all the same; map the code under [coded.types] of a columns file"
            self._refuse(f"the code {code.words!r} has no type of its own here", hint)
            return None
        kind = type_of(known[wanted])
        slots = self._sided(cells, kind.slots) | self._filled(cells) | circumstances
        kept = {slot: values for slot, values in slots.items() if slot in kind.slots}
        return self._statement(kind.code, kind.kind, code, voices, kept)

    def _sided(self, cells: Cells, slots: tuple[str, ...]) -> Slots:
        """The two sides in their roles. Where the order says nothing, only whoever is plainly acted on has a role."""
        sides = [party for column in self.scheme.sides if (party := self._party(cells, column)) is not None]
        if not sides:
            return {}
        if "co_agent" in slots:
            return dict(zip(("agent", "co_agent"), ((side,) for side in sides), strict=False))
        if self.scheme.directed:
            return dict(zip(("agent", "victim"), ((side,) for side in sides), strict=False))
        passive = [side for side in sides if side.value.startswith(self.scheme.passive)]
        active = [side for side in sides if side not in passive]
        if "victim" not in slots:
            return {"agent": (sides[0],)}
        if len(sides) == 1 or len(passive) == 1:
            return {**({"agent": (active[0],)} if active else {}), **({"victim": (passive[0],)} if passive else {})}
        return {}

    def _filled(self, cells: Cells) -> Slots:
        found: Slots = {}
        for slot, column in self.scheme.slots.items():
            party = self._party(cells, column)
            if party is not None:
                found[slot] = (party,)
        return found

    def _party(self, cells: Cells, column: str | None) -> Party | None:
        passage = cells.passage(column)
        if passage is None:
            return None
        kinds = (kind for start, kind in self.scheme.kinds.items() if passage.words.startswith(start))
        kind = next(kinds, self.scheme.usual_kind)
        actor = self._actor(passage.words, kind, passage)
        known = None if kind == "unknown" else kind
        return Party(
            value=passage.words, start=passage.start, end=passage.end, words=passage.words, actor=actor, kind=known
        )

    def _figure(self, cells: Cells, tally: Tally) -> Figure | None:
        """The number of a tally; none where every cell of it is empty or 0, for coders write 0 where nothing is known."""
        columns = [column for column in (tally.low, tally.best, tally.high) if column and cells.passage(column)]
        try:
            low, best, high = (numbered(cells, column) for column in (tally.low, tally.best, tally.high))
        except ValueError as error:
            self._refuse(f"no whole number: {error}", "write digits alone, or leave the cell empty")
            return None
        if not any((low, best, high)):
            return None
        if tally.low is None and tally.high is None:
            low = high = best
        passage = cells.spanning(columns, first=tally.best or tally.low or tally.high)
        return Figure(
            low=low,
            best=best,
            high=high,
            unit=tally.unit,
            scope="incident",
            start=passage.start,
            end=passage.end,
            words=passage.words,
        )

    def _harms(
        self,
        cells: Cells,
        figures: list[tuple[Tally, Figure]],
        voices: tuple[Voice, ...],
        circumstances: Slots,
        act: Statement | None,
    ) -> list[Statement]:
        """A harm for each tally; those of a part are among the whole."""
        whole: dict[str, Statement] = {}
        shares: dict[str, list[Statement]] = {}
        for tally, figure in figures:
            trigger = cells.passage(tally.best if cells.passage(tally.best) else tally.low or tally.high)
            slots: Slots = {"count": (figure,), **circumstances, **self._victims(cells, tally, act)}
            if act is not None:
                slots["from_act"] = (_content(act),)
            made = self._statement(tally.type, "harm", trigger, voices, slots)
            if made is not None and tally.share:
                shares.setdefault(tally.type, []).append(made)
            elif made is not None:
                whole[tally.type] = made
        for kind, parts in shares.items():
            if kind in whole:
                included = {"includes": tuple(_content(part) for part in parts)}
                whole[kind] = replace(whole[kind], slots={**whole[kind].slots, **included})
        return [*whole.values(), *(part for parts in shares.values() for part in parts)]

    def _victims(self, cells: Cells, tally: Tally, act: Statement | None) -> Slots:
        if tally.victim is not None:
            party = self._party(cells, tally.victim)
            return {"victim": (party,)} if party else {}
        if tally.group is not None:
            word = cells.word_of_name(tally.best, tally.group)
            return (
                {
                    "victim": (
                        Party(value=word.words, start=word.start, end=word.end, words=word.words, kind="population"),
                    )
                }
                if word
                else {}
            )
        return {"victim": act.values("victim")} if act is not None and act.values("victim") else {}

    def _statement(
        self, code: str, kind: str, trigger: Any, voices: tuple[Voice, ...], slots: Slots
    ) -> Statement | None:
        try:
            return statement_of(
                self.report,
                kind=cast(Any, kind),
                type=code,
                trigger=trigger,
                voices=voices,
                slots=slots,
                score=0.9,
                visibility=self.visibility,
                rule=f"coded:{self.scheme.name}",
                run=self.run,
            )
        except UngroundedStatement as error:
            self._refuse(str(error), error.hint)
            return None


def _content(other: Statement) -> Content:
    trigger = other.trigger
    return Content(statement=other.id, start=trigger.start, end=trigger.end, words=trigger.words)
