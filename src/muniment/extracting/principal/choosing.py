"""The principal incident of a report, put together from the candidates that the trained weights choose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.extracting.principal import describing, what, when, where, who
from muniment.extracting.principal.candidates import Candidate
from muniment.extracting.principal.cues import Ground, harmful
from muniment.extracting.principal.survey import Survey
from muniment.extracting.principal.weights import head
from muniment.extracting.principal.what import family
from muniment.extracting.principal.when import calendar
from muniment.incident import AGENT_KINDS, AgentKind, Principal, principal_of
from muniment.statement import Basis, Party, Place, Statement, Value, When

NONE = "none"
MOST_AGENTS = 3
BARRED: tuple[tuple[frozenset[str], tuple[AgentKind, ...]], ...] = (
    (frozenset({"armed_group"}), ("state_forces", "other_state", "intergovernmental")),
    (frozenset({"state", "state_body"}), ("acquiesced", "unacquiesced", "non_state", "intergovernmental")),
)
"""Where all named agents are of these kinds of actor, the kinds of agent that they cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was chosen for one part of the principal incident, and the cues that spoke for it."""

    part: str
    candidate: Candidate
    share: float
    reasons: Sequence[str]


def principal(survey: Survey, *, run: str = "") -> Principal | None:
    """What a report is mainly about; none where it tells of no harm to anybody."""
    ground = Ground(survey)
    violations = list(several("violation", what.violations(ground)))
    victims = list(several("victim", who.people(ground)))
    told = _telling(ground, violations, victims)
    if not told:
        return None
    told_to = {party.actor for one in ground.harmful for party in one.parties("victim")}
    towns = _by_field("settlement", where.towns(ground), survey) or _one("settlement", where.towns(ground))
    divisions = _one("division", where.divisions(ground))
    lands = _one("country", where.countries(ground))
    date, dated = chosen_date(when.dates(ground))
    values: dict[str, Iterable[Value]] = {
        "agent": _agents(told),
        "victim": [_party(survey, chosen.candidate, stated=chosen.candidate.name in told_to) for chosen in victims],
        "place": [_place(survey, chosen) for chosen in (*towns, *divisions, *lands)],
        "date": [_when(survey, date, chosen) for chosen in dated],
    }
    return principal_of(
        survey.statements[0].report,
        statements=tuple(one.id for one in told),
        violations=tuple(chosen.candidate.name for chosen in violations),
        agent_kind=agent_kind(ground, told),
        slots={role: tuple(found) for role, held in values.items() if (found := list(held))},
        reasons=tuple(
            _reason(survey, chosen) for chosen in (*violations, *victims, *towns, *divisions, *lands, *dated)
        ),
        run=run,
    )


def several(part: str, found: Sequence[Candidate]) -> Iterator[Chosen]:
    """Every candidate for which enough speaks, the most likely first."""
    weighed = head(part)
    shares = weighed.each([candidate.cues for candidate in found])
    for candidate, share in sorted(zip(found, shares, strict=True), key=lambda pair: -pair[1]):
        if share >= weighed.least:
            yield Chosen(part=part, candidate=candidate, share=share, reasons=weighed.reasons(candidate.cues))


def _by_field(part: str, found: Sequence[Candidate], survey: Survey) -> list[Chosen]:
    """The candidate that a field of a row or a form names: "place: Odem Old Market"."""
    for candidate in found:
        if any(where.in_field(survey.text, start) for start, _ in candidate.stretches):
            return [Chosen(part=part, candidate=candidate, share=1.0, reasons=("the field for the place",))]
    return []


def _one(part: str, found: Sequence[Candidate]) -> list[Chosen]:
    """The one candidate with the greatest share, if it is enough."""
    weighed = head(part)
    shares = weighed.shares([candidate.cues for candidate in found])
    best = max(zip(shares, found, strict=True), key=lambda pair: pair[0], default=None)
    if best is None or best[0] < weighed.least:
        return []
    return [Chosen(part=part, candidate=best[1], share=best[0], reasons=weighed.reasons(best[1].cues))]


def chosen_date(found: Sequence[Candidate]) -> tuple[str, list[Chosen]]:
    """The date as far as the candidates' shares agree on it: year, then month in it, then day; and where it stands.

    The year with the greatest share is taken, then its month and day, each if its part of the share is enough.
    """
    weighed = head("date")
    shares = weighed.shares([candidate.cues for candidate in found])
    left = [(candidate, share, calendar(candidate.name)) for candidate, share in zip(found, shares, strict=True)]
    value, whole = "", 1.0
    for depth, least in enumerate((weighed.least, head("month").least, head("day").least)):
        sums: dict[str, float] = defaultdict(float)
        for _, share, parts in left:
            sums[parts[depth] or ""] += share
        sums.pop("", None)
        best = max(sums, key=lambda part: sums[part], default=None)
        if best is None or sums[best] < least * whole:
            break
        whole = sums[best]
        left = [entry for entry in left if entry[2][depth] == best]
        value = f"{value}-{best}" if value else best
    if not value:
        return "", []
    candidate, share, _ = max(left, key=lambda entry: entry[1])
    return value, [Chosen(part="date", candidate=candidate, share=share, reasons=weighed.reasons(candidate.cues))]


def agent_kind(ground: Ground, told: Sequence[Statement]) -> AgentKind | None:
    """What kind of agent reports like this one say did it; none where nobody is said to have done anything.

    It never goes against what the agents are that the report names: an armed group is no state force.
    """
    if not any(one.parties("agent") for one in ground.survey.statements if one.kind == "act"):
        return None
    known = {party.kind for one in told for party in one.parties("agent")} - {None}
    barred = next((other for kinds, other in BARRED if known and known <= kinds), ())
    found = who.agent_kinds(ground, (*AGENT_KINDS, NONE))
    weighed = head("agent_kind")
    shares = weighed.shares([candidate.cues for candidate in found])
    open_ = [index for index, candidate in enumerate(found) if candidate.name not in barred]
    open_ = [index for index in open_ if found[index].name != NONE or not barred]
    best = max(open_, key=lambda index: shares[index])
    return None if found[best].name == NONE else AGENT_KINDS[best]


def _telling(ground: Ground, violations: Sequence[Chosen], victims: Sequence[Chosen]) -> list[Statement]:
    """The statements that tell it: of the families chosen, and of a victim chosen where one is named."""
    families = {chosen.candidate.name for chosen in violations}
    names = {chosen.candidate.name for chosen in victims}
    told = [one for one in ground.survey.statements if harmful(one) and family(one) in families]
    named = [one for one in told if any(party.actor in names for party in one.parties("victim"))]
    opening = [one for one in told if one.trigger.start < ground.survey.title_end or one in ground.countable[:3]]
    both = {one.id: one for one in (*named, *opening)}
    kept = [one for one in both.values() if one.countable] or list(both.values()) or told[:1]
    return sorted(kept, key=lambda one: (one.trigger.start, one.id))


def _agents(told: Sequence[Statement]) -> list[Party]:
    """Who is said to have done it, those named most often first; a pronoun that nobody resolved is nobody."""
    parties = [party for one in told for party in one.parties("agent") if party.actor is not None]
    counted = Counter(party.actor or party.value for party in parties)
    first = {party.actor or party.value: party for party in reversed(parties)}
    return [first[key] for key, _ in counted.most_common(MOST_AGENTS)]


def _party(survey: Survey, candidate: Candidate, *, stated: bool) -> Party:
    """A chosen person, with what any statement says of them; inferred where none says that they were harmed."""
    actor = survey.actors[candidate.name]
    held = [party for one in survey.statements for party in one.parties("victim") if party.actor == actor.id]
    start, end = next(
        ((name.start, name.end) for name in actor.names if name.start is not None and name.end is not None),
        candidate.stretches[0],
    )
    known: dict[str, Any] = {
        field: next((found for party in held if (found := getattr(party, field)) is not None), None)
        for field in ("sex", "age", "age_group", "occupation")
    }
    known["sex"] = known["sex"] or describing.sex(survey, survey.appearances.get(actor.id, ()))
    called = [name.words for name in actor.names if name.words[:1].isupper()]
    known["occupation"] = describing.occupation(survey, called) or known["occupation"]
    return Party(
        value=actor.name,
        actor=actor.id,
        kind=actor.kind,
        start=start,
        end=end,
        words=survey.text[start:end],
        basis="stated" if stated else "inferred",
        **known,
    )


def _place(survey: Survey, chosen: Chosen) -> Place:
    start, end = chosen.candidate.stretches[0]
    found = next((place for place in survey.places if (place.start, place.end) == (start, end)), None)
    if found is not None and (chosen.part != "country" or found.precision == "country"):
        return found
    code = chosen.candidate.name
    return Place(
        value=survey.countries[code],
        precision="country",
        country=code,
        start=start,
        end=end,
        words=survey.text[start:end],
        basis="inferred",
    )


def _when(survey: Survey, value: str, chosen: Chosen) -> When:
    start, end = chosen.candidate.stretches[0]
    basis: Basis = "stated" if value == chosen.candidate.name else "inferred"
    return When(value=value, start=start, end=end, words=survey.text[start:end], basis=basis)


def _reason(survey: Survey, chosen: Chosen) -> str:
    """Why something was chosen, in one line."""
    start, end = chosen.candidate.stretches[0]
    return f"{chosen.part} {survey.text[start:end]!r}: {', '.join(chosen.reasons)}"
