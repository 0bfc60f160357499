"""A dossier as it may leave the team: only what its profile admits, in words and under ids that give no more away."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from muniment.actor import Actor, named_by
from muniment.decision import Decision, hidden, hidden_actors, hidden_slots, on_each, reviews, visibility
from muniment.dossier import Dossier, Withheld
from muniment.incident import Incident
from muniment.publishing.grading import A_PERSON, told
from muniment.publishing.protecting.coarsening import coarse, place_swaps
from muniment.publishing.protecting.cutting import Cut, cut, reported, runs, sentences, spans
from muniment.publishing.protecting.persons import veiled
from muniment.publishing.protecting.profile import Profile
from muniment.publishing.protecting.releasing import Why, withheld
from muniment.publishing.protecting.tokens import phrase, tokens
from muniment.publishing.protecting.veil import Veil
from muniment.publishing.withholding import BLACKENED, title_without, unpointed
from muniment.report import CODED, Passage, Report
from muniment.statement import Party, Place, Statement, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """A dossier that may be published, without counts; and what made it, which may not."""

    dossier: Dossier
    kinds: Mapping[str, str]
    """Published id of an actor of one report → its kind."""
    why: Mapping[str, Why]
    """Published id of a statement that is left out → why."""
    veil: Veil
    """All that is said otherwise, in whichever report."""
    shorn: frozenset[str]
    """Published ids of the statements of which something is left out, or in whose report words are black."""

    def shows(self, words: str, statements: Iterable[str]) -> bool:
        """Whether words that an earlier edition had of these statements may be said again."""
        return self.veil.text(words) == words and self.shorn.isdisjoint(statements)


def protected(dossier: Dossier, profile: Profile, key: bytes) -> Protected:
    """What a profile admits of a dossier.

    Every text passes through one veil, which holds the names that are hidden. Every id is derived with the key, unless
    the team keeps the dossier for itself and nothing in it is hidden: then an id is what it is at the desk.
    """
    left_out = withheld(dossier.statements, dossier.decisions, profile)
    slots = hidden_slots(dossier.decisions)
    redacted = hidden_actors(dossier.decisions)
    keyed = profile.hides or bool(slots or redacted)
    veil, actors = veiled(
        Veil(key=key, keyed=keyed, swaps=place_swaps(dossier.statements, profile.finest)),
        dossier.reports,
        dossier.statements,
        dossier.actors,
        dossier.mentioned,
        pseudonyms=profile.pseudonyms,
        redacted=redacted,
    )
    veil = veil.joined(_persons_in(dossier.statements, slots))
    kept = [
        _shorn(unpointed(one, left_out), slots.get(one.id, ())) for one in dossier.statements if one.id not in left_out
    ]
    shown = _Shown(dossier, kept, left_out, slots, profile, veil, actors)
    whole = [one for one in dossier.reports if one.id in shown.cuts]
    reports = [shown.report(one) for one in whole]
    known = {one.id for one in kept}
    register = tuple(shown.register())
    pseudonyms = len({one.id for one in register} & {veil.id(one) for one in actors})
    made = replace(
        dossier,
        profile=profile.name,
        says=profile.says,
        title=veil.text(dossier.title),
        shapes=dossier.shapes if profile.finest == "site" else None,
        reports=tuple(shown.named(reports)),
        statements=tuple(shown.statement(one) for one in kept),
        principals=(),
        actors=register,
        mentioned=tuple(shown.mentioned()),
        incidents=tuple(veil.over(one) for one in _incidents(dossier.incidents, known)),
        links=(),
        origins=tuple(shown.origins()),
        decisions=(
            *_reviews(dossier.decisions, known, veil),
            *told(zip(whole, reports, strict=True), dossier.decisions),
        ),
        refusals=(),
        runs=(),
        log=(),
        withheld=tuple(_counted(dossier, left_out, slots, shown, pseudonyms)),
    )
    read = {one.id: one for one in dossier.statements}
    return Protected(
        dossier=made,
        kinds={veil.id(one.id): one.kind for one in dossier.mentioned},
        why={veil.id(one): why for one, why in left_out.items()},
        veil=functools.reduce(lambda made, own: made.joined(own.swaps), shown.veils.values(), veil),
        shorn=frozenset(veil.id(one.id) for one in kept if one is not read[one.id] or shown.black[one.report]),
    )


def _shorn(one: Statement, slots: Collection[str]) -> Statement:
    return replace(one, slots={slot: held for slot, held in one.slots.items() if slot not in slots}) if slots else one


class _Shown:
    """The reports of a dossier as they are cut, and what follows from that for all that stands in them."""

    def __init__(
        self,
        dossier: Dossier,
        kept: Sequence[Statement],
        left_out: Mapping[str, Why],
        slots: Mapping[str, Collection[str]],
        profile: Profile,
        veil: Veil,
        actors: Collection[str],
    ) -> None:
        self.dossier, self.kept, self.profile, self.veil, self.actors = dossier, kept, profile, veil, actors
        self.of_report: dict[str, list[Statement]] = defaultdict(list)
        for one in kept:
            self.of_report[one.report].append(one)
        ruled = on_each(dossier.decisions)
        secret: dict[str, list[Statement]] = defaultdict(list)
        self.veils: dict[str, Veil] = {}
        for one in dossier.statements:
            if left_out.get(one.id) == "redacted or sealed" or (
                one.id in left_out and visibility(one, ruled) == "sealed"
            ):
                secret[one.report].append(one)
            if one.id in slots:
                before = self.veils.get(one.report, veil)
                self.veils[one.report] = before.joined(_blackened(one, slots[one.id]))
        self.cuts: dict[str, Cut] = {}
        self.black: dict[str, set[int]] = defaultdict(set)
        """Report → the places of its text that are black."""
        for report in dossier.reports:
            if hidden(report.id, ruled):
                continue
            said = self.of_report.get(report.id, [])
            if said or not profile.quotes:
                own = self.veils.get(report.id, veil)
                shown = {place for start, end in spans(said) for place in range(start, end)}
                secrets = {place for start, end in spans(secret[report.id]) for place in range(start, end)}
                self.black[report.id] = secrets - shown
                windows = sentences(report.text, spans(said)) if profile.quotes else None
                self.cuts[report.id] = cut(report.text, own, hidden=runs(self.black[report.id]), windows=windows)

    def report(self, report: Report) -> Report:
        """A report as it is published."""
        veil, trail = self.veils.get(report.id, self.veil), self.profile.trail
        moved = reported(report, self.cuts[report.id])
        bare = replace(
            moved,
            text="",
            text_sha256="",
            sha256="",
            title=title_without(report.title, report.text, self.black[report.id]),
            custody=tuple(
                {"step": CODED, "as": one.get("as", "")} for one in report.custody if one.get("step") == CODED
            ),
            parent=None,
            author=report.author if trail else None,
        )
        said = veil.over(bare)
        # A name written together with others, as in an address, is hidden by taking the whole away.
        address = report.address if trail and not _holds(report.address, veil) else None
        return replace(
            said,
            text=moved.text,
            text_sha256=moved.text_sha256,
            # By the hash of the whole, whoever guesses a hidden word would know that they guessed it.
            sha256=report.sha256 if trail and not self.cuts[report.id].hides else "",
            name=said.name if trail and not _holds(report.name, veil) else "",
            address=address,
        )

    def named(self, reports: Sequence[Report]) -> Iterator[Report]:
        """The reports, those whose file names are withheld called by their place in the dossier."""
        for number, report in enumerate(reports, start=1):
            yield report if report.name else replace(report, name=f"report {number}", part="")

    def statement(self, one: Statement) -> Statement:
        """A statement where it stands in the published text."""
        made, veil = self.cuts[one.report], self.veils.get(one.report, self.veil)

        def placed(value: Any) -> Any:
            start, end = made.moved(value.start, value.end)
            words = made.text[start:end]
            if isinstance(value, Place):
                value = coarse(value, self.profile.finest)
            said = {"start": start, "end": end, "words": words}
            return replace(veil.over(replace(value, words="")), **said)

        slots = {slot: tuple(self._party(placed(value)) for value in values) for slot, values in one.slots.items()}
        voices = tuple(placed(voice) if voice.start is not None else veil.over(voice) for voice in one.voices)
        bare = replace(one, trigger=Passage(start=0, end=0, words=""), slots={}, voices=(), entered=None)
        return replace(veil.over(bare), trigger=placed(one.trigger), slots=slots, voices=voices)

    def _party(self, value: Value) -> Value:
        """Somebody without their age, where persons are not named."""
        return replace(value, age=None) if isinstance(value, Party) and self.profile.pseudonyms else value

    def register(self) -> Iterator[Actor]:
        """The actors that what is published names, by the names it gives them."""
        for actor in named_by(self.dossier.actors, self.kept):
            made = self._called(actor, self.veil)
            secret = actor.id in self.actors
            yield replace(made, number=made.name.rpartition(" ")[2]) if secret else made

    def mentioned(self) -> Iterator[Actor]:
        """The actors of single reports that what is published names, by the names it gives them."""
        for actor in named_by(self.dossier.mentioned, self.kept):
            yield self._called(actor, self.veils.get(actor.report or "", self.veil))

    def _called(self, actor: Actor, veil: Veil) -> Actor:
        made = veil.over(actor)
        return replace(made, names=tuple({one.words: one for one in made.names}.values()))

    def origins(self) -> Iterator[Any]:
        """Who repeats whom, of the reports that are shown; the passages only where the reports are shown whole."""
        for origin in self.dossier.origins:
            reports = tuple(one for one in origin.reports if one in self.cuts)
            if reports:
                yield self.veil.over(replace(origin, reports=reports, copies=tuple(self._copies(origin.copies))))

    def _copies(self, copies: Iterable[Any]) -> Iterator[Any]:
        for copy in copies:
            if not self.profile.quotes and {copy.report, copy.original} <= self.cuts.keys():
                start, end = self.cuts[copy.report].moved(copy.start, copy.end)
                first, last = self.cuts[copy.original].moved(copy.original_start, copy.original_end)
                yield replace(copy, start=start, end=end, original_start=first, original_end=last)


def _holds(said: str | None, veil: Veil) -> bool:
    """Whether a file name or an address holds a hidden word, also in the midst of another."""
    run = "".join(phrase(said or ""))
    return any(len(word) > 3 and word in run for words in veil.swaps for word in words)


def _blackened(one: Statement, slots: Collection[str]) -> dict[tuple[str, ...], str]:
    """The words of redacted slots as they are blackened in that report: as a whole, and each part of a name."""
    found: dict[tuple[str, ...], str] = {}
    for slot in slots:
        for value in one.values(slot):
            for said in {value.words, str(getattr(value, "value", ""))}:
                held = list(tokens(said))
                found |= {phrase(said): BLACKENED} if held else {}
                capitals = [token for token in held if token.words[:1].isupper() or not token.words.isascii()]
                found |= {(token.folded,): BLACKENED for token in capitals if len(token.folded) > 2}
    return found


def _persons_in(statements: Iterable[Statement], slots: Mapping[str, Collection[str]]) -> dict[tuple[str, ...], str]:
    """The names of persons in redacted slots: they are blackened in the whole dossier, not in their report alone."""
    found: dict[tuple[str, ...], str] = {}
    for one in statements:
        for slot in slots.get(one.id, ()):
            named = tuple(party for party in one.parties(slot) if party.kind in (None, "person", "unknown"))
            found |= _blackened(replace(one, slots={slot: named}), [slot])
    return found


def _incidents(incidents: Iterable[Incident], kept: Collection[str]) -> Iterator[Incident]:
    for incident in incidents:
        told = tuple(one for one in incident.statements if one in kept)
        if told:
            concerned = tuple(one for one in incident.concerned if one in kept)
            yield replace(incident, statements=told, concerned=concerned)


def _reviews(decisions: Iterable[Decision], kept: Collection[str], veil: Veil) -> Iterator[Decision]:
    """That a person reviewed a statement, and how; not who, when, or in which words."""
    for target, decision in reviews(decisions).items():
        if target in kept:
            yield Decision(
                id=veil.id(decision.id),
                subject="statement",
                targets=(veil.id(target),),
                ruling=decision.ruling,
                by=A_PERSON,
                at="",
            )


def _counted(
    dossier: Dossier,
    left_out: Mapping[str, Why],
    slots: Mapping[str, Collection[str]],
    shown: _Shown,
    actors: int,
) -> Iterator[Withheld]:
    for why, number in sorted(Counter(left_out.values()).items()):
        yield Withheld(what="statement", number=number, why=why)
    reports = len(dossier.reports) - len(shown.cuts)
    if reports:
        yield Withheld(what="report", number=reports, why="withheld, or nothing of it may stand here")
    redacted = sum(len(slots.get(one.id, ())) for one in shown.kept)
    if redacted:
        yield Withheld(what="detail of a statement", number=redacted, why="redacted")
    if actors:
        yield Withheld(what="actor", number=actors, why="named by a pseudonym")
