"""Asking: everything that bears on what one actor knew, from the statements that name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from muniment.actor import Actor
from muniment.edtf import bounds
from muniment.notice import Noted, Notice
from muniment.noticing.answering import after, answers, first_telling
from muniment.noticing.ground import Ground, acting, asked_of
from muniment.noticing.sorting import TELLING, once, order, reports_of, sorted_of
from muniment.statement import Content, Statement

NAMED = ("agent", "co_agent", "orderer", "addressee", "object")
"""Slots by which a statement may bear on what an actor knew."""


def noticed(
    actor: Actor,
    statements: Iterable[Statement],
    ground: Ground,
    *,
    kinds: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> Notice:
    """What bears on what an actor knew of some kinds of harm: a view over statements, never a finding.

    `statements` are those that concern the actor and whoever is above or below it, as `concerning` gives them; others
    do no harm and cost time. `since` and `until` are EDTF.
    """
    asked = asked_of(actor.id, (actor.name, *(name.words for name in actor.names)), kinds, ground)
    held = list({one.id: one for one in statements}.values())
    found = once(_unrepeated([*sorted_of(held, asked), *reports_of(held, asked)], ground))
    noted = sorted((one for one in found if _within(one, since, until)), key=order)
    telling = first_telling(noted)
    return Notice(
        actor=actor.id,
        name=actor.name,
        number=actor.number,
        kinds=tuple(kinds),
        since=since,
        until=until,
        noted=tuple(noted),
        first=telling.statements[0] if telling else None,
        answers=tuple(answers(noted, asked)),
        after=tuple(one for one in (after(held, telling, asked) if telling else ()) if _reaches(one.dates, until)),
    )


def concerning(statements: Iterable[Statement], ground: Ground) -> Mapping[str, Sequence[Statement]]:
    """Actor → the statements that name it where that bears on what it knew: as doer, as addressee, as voice."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        if one.kind in ("act", "harm"):
            for who in set(_named(one, ground)):
                found[who].append(one)
    return found


def around(actor: str, by_actor: Mapping[str, Sequence[Statement]], ground: Ground) -> Iterator[Statement]:
    """The statements that concern an actor, and whoever is above or below it on whatever day."""
    asked = asked_of(actor, (), (), ground)
    for who in sorted(asked.hearing.ever() | asked.commanding.ever()):
        yield from by_actor.get(who, ())


def told_first(by_actor: Mapping[str, Sequence[Statement]], ground: Ground) -> list[str]:
    """The actors whom something was told, those told most first."""
    number = {
        actor: sum(
            one.type in TELLING and any(ground.who(party) == actor for party in one.parties("addressee"))
            for one in held
        )
        for actor, held in by_actor.items()
    }
    return sorted((actor for actor, told in number.items() if told), key=lambda actor: (-number[actor], actor))


def _named(one: Statement, ground: Ground) -> Iterator[str]:
    caused = [ground.statements.get(part.statement) for part in one.values("from_act") if isinstance(part, Content)]
    inner = (*ground.contents(one), *(cause for cause in caused if cause is not None))
    parties = [party for slot in NAMED for party in one.parties(slot)]
    for named in (*parties, *one.voices, *(party for each in inner for party in acting(each))):
        if (who := ground.who(named)) is not None:
            yield who


def _unrepeated(found: Sequence[Noted], ground: Ground) -> Iterator[Noted]:
    """Without what an actor says of a harm where its denial or admission of the same words stands there already."""
    spoken = {
        (inner.report, inner.trigger)
        for one in found
        if one.section == "shown" and one.affirms is None
        for inner in (ground.statements[matter.statement] for matter in one.about)
    }
    for one in found:
        said = ground.statements[one.statements[0]]
        if one.affirms is None or (said.report, said.trigger) not in spoken:
            yield one


def _within(one: Noted, since: str | None, until: str | None) -> bool:
    """Whether something may lie in a period; what is undated may lie anywhere before its report."""
    start = bounds(since)[0] if since else None
    end = bounds(until)[1] if until else None
    return not (start and one.last and one.last < start) and not (end and one.first and one.first > end)


def _reaches(dates: Sequence[str], until: str | None) -> bool:
    end = bounds(until)[1] if until else None
    return end is None or any((low := bounds(edtf)[0]) is None or low <= end for edtf in dates)
