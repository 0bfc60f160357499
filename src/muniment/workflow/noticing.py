"""Who was told what, and when: notice, asked of a casebook."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from muniment.actor import Actor, named_by
from muniment.casebook import Casebook
from muniment.decision import REVIEWED, obeyed, reviews
from muniment.edtf import valid
from muniment.errors import BadChoice
from muniment.incident import Incident, Origin, original_at
from muniment.linking.finding import found_in
from muniment.linking.ties import ties
from muniment.notice import Notice
from muniment.noticing import Ground, around, both, concerning, noticed, to_its_reader, told_first
from muniment.report import Report
from muniment.statement import Statement
from muniment.taxonomy import types
from muniment.tie import COMMAND, SPEECH

MAIL = ("message/rfc822", "application/mbox")
MOST_TOLD = 12
"""Actors whose notice a dossier shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A casebook as notice is asked of it: read once, asked for as many actors as are wanted."""

    register: Sequence[Actor]
    ground: Ground
    by_actor: Mapping[str, Sequence[Statement]]

    def told_first(self) -> list[str]:
        """Ids of the actors whom something was told, those told most first."""
        return told_first(self.by_actor, self.ground)

    def notice(
        self, actor: Actor, *, kinds: Sequence[str] = (), since: str | None = None, until: str | None = None
    ) -> Notice:
        """What bears on what an actor knew; raises `BadChoice` for a kind or a date that there is not."""
        _check(kinds, since, until)
        found = around(actor.id, self.by_actor, self.ground)
        return noticed(actor, found, self.ground, kinds=kinds, since=since, until=until)


def held_by(casebook: Casebook, *, published: bool = False) -> Held:
    """A casebook's statements as people ruled, by the actors they concern; to be published, none that is sealed."""
    decisions = tuple(casebook.decisions())
    ruled = [one for one in obeyed(casebook.statements(), decisions) if not (published and one.visibility == "sealed")]
    register = list(casebook.derived(Actor, "link"))
    return held_from(
        ruled,
        register=list(named_by(register, ruled)) if published else register,
        reports=list(casebook.reports()),
        original=original_at(casebook.derived(Origin, "link")),
        incidents=casebook.derived(Incident, "link"),
        reviewed={id for id, ruling in reviews(decisions).items() if ruling.ruling in REVIEWED},
    )


def held_from(
    ruled: Iterable[Statement],
    *,
    register: Sequence[Actor],
    reports: Sequence[Report],
    original: Callable[[str, int], str],
    incidents: Iterable[Incident],
    reviewed: Iterable[str],
) -> Held:
    """What notice is asked of, from statements as people ruled and what was derived from them."""
    statements = {one.id: one for one in ruled}
    known = list(ties((one for one in statements.values() if one.kind == "relation"), register))
    ground = Ground(
        statements=statements,
        joined={member: actor.id for actor in register for member in actor.members},
        names={actor.id: actor.name for actor in register},
        authors={report.id: name for report in reports if (name := report.publisher or report.author)},
        published={report.id: report.published for report in reports if report.published},
        original_at=original,
        open=frozenset(_open(reports, statements.values())),
        reviewed=frozenset(reviewed),
        incident_of={id: one for one in incidents for id in one.statements},
        hearing=both(known, SPEECH),
        commanding=both(known, COMMAND),
    )
    return Held(register=register, ground=ground, by_actor=concerning(statements.values(), ground))


def _open(reports: Iterable[Report], statements: Iterable[Statement]) -> Iterator[str]:
    """The reports that may be called public: dated, put out by somebody, and neither mail nor a letter to its reader."""
    letters = {one.report for one in statements if to_its_reader(one)}
    for report in reports:
        named = report.publisher and report.published
        if named and report.media_type not in MAIL and report.parent is None and report.id not in letters:
            yield report.id


def notice_of(
    casebook: Casebook,
    actor: str,
    *,
    of: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> Notice:
    """What bears on what the actor of this name or number knew of some kinds of harm or act; all where none is named.

    Raises `UnknownActor`, and `BadChoice` for a kind or a date that there is not.
    """
    held = held_by(casebook)
    return held.notice(found_in(held.register, actor), kinds=of, since=since, until=until)


def _check(of: Sequence[str], since: str | None, until: str | None) -> None:
    families = {code.split(".")[0] for code in types()}
    for kind in of:
        if kind not in types() and kind not in families:
            raise BadChoice("of", kind, hint=f"a type or a family of types: {', '.join(sorted(families))}")
    for name, value in (("since", since), ("until", until)):
        if value and not valid(value):
            raise BadChoice(name, value, hint="a year, month or day, such as 2021, 2021-03 or 2021-03-12")


def notices_of(casebook: Casebook) -> tuple[Notice, ...]:
    """The notice of each actor that was told something, those told most first; what is sealed is in none of them."""
    return most_told(held_by(casebook, published=True))


def most_told(held: Held) -> tuple[Notice, ...]:
    """The notice of each actor that was told something, those told most first."""
    register = {actor.id: actor for actor in held.register}
    found = (held.notice(register[one]) for one in held.told_first() if one in register)
    return tuple(itertools.islice((one for one in found if one.section("told")), MOST_TOLD))
