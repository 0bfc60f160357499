"""Sorting: which section of a notice a statement stands in, for the actor asked about; most stand in none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from muniment.notice import Noted, Related, Section
from muniment.noticing.ground import (
    Asked,
    Span,
    acting,
    complaining,
    dates_of,
    is_of,
    knowing,
    matters,
    span_of,
)
from muniment.statement import AFFIRMING, HAPPENED, Content, Party, Statement, affirms
from muniment.taxonomy import types

TELLING = ("speech.warn", "speech.demand", "record.notify")
SHOWING = (
    "speech.acknowledge",
    "speech.deny",
    "speech.refuse",
    "speech.promise",
    "legal.investigate",
    "legal.redress",
)
MAKING_PUBLIC = ("record.publish", "speech.condemn", "protest.action")
SILENCE = "omit.respond"


def sorted_of(statements: Iterable[Statement], asked: Asked) -> Iterator[Noted]:
    """What the statements note of the actor, each as often as it bears on it."""
    for one in statements:
        if one.type in TELLING or (one.type == "speech.condemn" and complaining(one)):
            yield from _told(one, asked)
        elif one.type in MAKING_PUBLIC:
            yield from _published(one, asked)
        elif one.type in SHOWING or one.type == SILENCE:
            yield from _shown(one, asked)
        yield from _known(one, asked)
        yield from _spoken(one, asked)


def relevant(one: Statement, asked: Asked) -> list[Statement] | None:
    """What a speech act is about, of the kind asked about; empty where it is not said, none where it is another kind."""
    contents = [inner for inner in asked.ground.contents(one) if inner.kind in ("act", "harm")]
    found = [inner for inner in contents if is_of(inner.type, asked.kinds) and not _stands_beside(inner, asked)]
    return found if found or not contents else None


def harms(one: Statement, asked: Asked) -> bool:
    """Whether a statement is of the kind asked about; of any harm, where no kind is."""
    entry = types().get(one.type)
    return is_of(one.type, asked.kinds) if asked.kinds else entry is not None and entry.harms


def _told(one: Statement, asked: Asked) -> Iterator[Noted]:
    about = relevant(one, asked)
    if about is None or one.specificity == "general":
        return
    denied = any(voice.commit.endswith("-") for voice in one.voices)
    happened = one.realis in HAPPENED and affirms(one.voices)
    if not happened and not denied and one.realis != "questioned" and one.realis not in HAPPENED:
        return  # a warning that is planned or demanded tells nobody anything yet
    section: Section = "told" if happened else "doubtful"
    told = [
        asked.related(asked.ground.who(party), when(one, asked), by=asked.hearing) for party in _addressed(one, asked)
    ]
    if section == "doubtful" and asked.spoken(one.innermost, one.report) == asked.actor:
        told.append(Related(name=asked.name))
    of = min((found for found in told if found is not None), key=lambda found: found.rank != "itself", default=None)
    if of is not None:
        tellers = tuple(dict.fromkeys(asked.ground.called(party, one.report) for party in acting(one)))
        yield noted(one, section, asked, of=of, by=tellers, about=about)


def _addressed(one: Statement, asked: Asked) -> Sequence[Party]:
    """Whom it is told; for a demand that names nobody, those of whom something is demanded."""
    if one.parties("addressee") or one.type != "speech.demand":
        return one.parties("addressee")
    wanted = (inner for inner in asked.ground.contents(one) if inner.realis == "demanded")
    return [party for inner in wanted for party in acting(inner)]


def _published(one: Statement, asked: Asked) -> Iterator[Noted]:
    about = relevant(one, asked)
    if about is None or one.realis not in HAPPENED or not affirms(one.voices):
        return
    contents = asked.ground.contents(one)
    named = [*one.parties("addressee"), *one.parties("object"), *(who for inner in contents for who in acting(inner))]
    found = [asked.related(asked.ground.who(party), when(one, asked), by=asked.commanding) for party in named]
    of = next((found for found in found if found is not None and found.rank != "above"), None)
    if of is not None and not any(asked.ground.who(party) == asked.actor for party in acting(one)):
        by = tuple(dict.fromkeys(asked.ground.called(party, one.report) for party in acting(one)))
        yield noted(one, "public", asked, of=of, by=by, about=about)


def _shown(one: Statement, asked: Asked) -> Iterator[Noted]:
    about = relevant(one, asked)
    if about is None or one.realis not in HAPPENED or not affirms(one.voices):
        return
    for party in acting(one):
        who = asked.ground.who(party)
        if who is None and asked.ground.called(party, one.report).casefold() in asked.names:
            who = asked.actor
        of = asked.related(who, when(one, asked), by=asked.hearing)
        if of is not None and of.rank != "above":
            yield noted(one, "silent" if one.type == SILENCE else "shown", asked, of=of, by=(of.name,), about=about)
            return


def _spoken(one: Statement, asked: Asked) -> Iterator[Noted]:
    """What the actor itself says of such a harm, where it commits to it freely."""
    voice = one.innermost
    if one.kind not in ("act", "harm") or one.realis not in HAPPENED or not harms(one, asked):
        return
    if _stands_beside(one, asked):
        return
    if voice.coerced or knowing(voice) or voice.commit not in (*AFFIRMING, "CT-", "PR-"):
        return
    of = asked.related(asked.spoken(voice, one.report), when(one, asked), by=asked.hearing)
    if of is not None and of.rank != "above":
        said = noted(one, "shown", asked, of=of, by=(of.name,), about=[one])
        # The date of the harm is not the day on which it was spoken of.
        last = span_of((said.published or "",))[1]
        yield replace(said, affirms=not voice.commit.endswith("-"), dates=(), first=None, last=last)


def _stands_beside(one: Statement, asked: Asked) -> bool:
    """Whether a harm is told by the same word as the act it came from, which stands there already: "killed"."""
    causes = (
        asked.ground.statements.get(part.statement) for part in one.values("from_act") if isinstance(part, Content)
    )
    return any(cause is not None and cause.trigger == one.trigger and harms(cause, asked) for cause in causes)


def _known(one: Statement, asked: Asked) -> Iterator[Noted]:
    """What another voice says that the actor knew."""
    if not is_of(one.type, asked.kinds) or any(voice.commit.endswith("-") for voice in one.voices):
        return
    if one.kind not in ("act", "harm") or _stands_beside(one, asked):
        return
    for outer, voice in zip(one.voices, one.voices[1:], strict=False):
        if knowing(voice) and voice.commit in AFFIRMING:
            of = asked.related(asked.ground.who(voice), when(one, asked), by=asked.hearing)
            if of is not None and of.rank != "above":
                by = (asked.ground.speaks(outer, one.report),)
                said = noted(one, "said_to_know", asked, of=of, by=by, about=[one])
                yield replace(said, dates=(), first=None, last=span_of((said.published or "",))[1])
                return


def reports_of(statements: Iterable[Statement], asked: Asked) -> Iterator[Noted]:
    """The reports that say in public that the actor, or whoever it commands, did such a thing; one an origin."""
    found: dict[str, list[tuple[Statement, Related]]] = defaultdict(list)
    for one in statements:
        if one.report in asked.ground.open and one.realis in HAPPENED and affirms(one.voices) and harms(one, asked):
            done = (
                asked.related(asked.ground.who(party), when(one, asked), by=asked.commanding) for party in acting(one)
            )
            of = next((each for each in done if each is not None and each.rank != "above"), None)
            if of is not None and asked.spoken(one.voices[0], one.report) != asked.actor:
                found[asked.ground.origin(one)].append((one, of))
    for origin, held in found.items():
        said = sorted(held, key=lambda each: (each[0].report != origin, each[0].report, each[0].trigger.start))
        lead, of = min(said, key=lambda each: (each[0].report != origin, each[1].rank != "itself"))
        published = asked.ground.published[lead.report]
        first, last = span_of((published,))
        each = noted(
            lead, "public", asked, of=of, by=(asked.ground.authors[lead.report],), about=[one for one, _ in said]
        )
        yield replace(
            each,
            type="report",
            statements=tuple(dict.fromkeys([lead.id, *(one.id for one, _ in said)])),
            dates=(published,),
            first=first,
            last=last,
            reviewed=all(one.id in asked.ground.reviewed for one, _ in said),
        )


def when(one: Statement, asked: Asked) -> Span:
    """First and last day of an act; undated, the day by which it had happened."""
    first, last = span_of(dates_of(one, asked.ground))
    return (first, last) if first else (None, span_of((asked.ground.published.get(one.report, ""),))[1])


def noted(
    one: Statement, section: Section, asked: Asked, *, of: Related, by: tuple[str, ...], about: Sequence[Statement]
) -> Noted:
    """A statement in a section."""
    first, last = when(one, asked)
    return Noted(
        section=section,
        statements=(one.id,),
        type=one.type,
        words=one.trigger.words,
        by=by,
        of=of,
        dates=dates_of(one, asked.ground),
        published=asked.ground.published.get(one.report),
        first=first,
        last=last,
        about=matters(about),
        voices=one.voices,
        report=one.report,
        origins=(asked.ground.origin(one),),
        reviewed=one.id in asked.ground.reviewed,
    )


def once(found: Iterable[Noted]) -> list[Noted]:
    """Copies of one original as one, led by the original's own words."""
    of: dict[tuple[object, ...], list[Noted]] = defaultdict(list)
    for one in found:
        kinds = tuple(sorted({matter.type for matter in one.about}))
        of[one.section, one.origins, one.type, one.words.casefold(), one.by, one.dates, kinds, one.affirms].append(one)
    return [_led(held) for held in of.values()]


def _led(held: Sequence[Noted]) -> Noted:
    first = min(held, key=lambda one: (one.report not in one.origins, one.published or "9999", one.statements))
    told = dict.fromkeys(id for one in (first, *held) for id in one.statements)
    return replace(first, statements=tuple(told), reviewed=all(one.reviewed for one in held))


def order(one: Noted) -> tuple[bool, date, date, str]:
    """By the first day it may have happened; undated ones last, by the day by which they had."""
    return (one.first is None, one.first or date.max, one.last or date.max, one.statements[0])
