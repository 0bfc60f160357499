"""What a dossier shows, looked up once: statements and reports by id, reviews, and what may not be published."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from muniment.actor import Actor, named_by
from muniment.count import Count
from muniment.decision import REVIEWED, hidden, on_each, reviews, visibility
from muniment.dossier import Dossier, Exhibit
from muniment.incident import Incident, Link, Principal, shown
from muniment.publishing.withholding import blackened, unpointed
from muniment.publishing.wording import date_words, label, order, plural, range_words, who_says
from muniment.report import Report
from muniment.statement import PARTY_SLOTS, Place, Statement, of_values

WITHHELD = ("rejected", "redacted")
APART = ("relation.opposes", "relation.kin_of", "relation.resides_in", "relation.holds_custody_of")
"""Ties that make nobody one side."""
WEIGHTY = ("life", "liberty", "body", "move", "access", "protect", "property", "repress", "harm", "protest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A dossier with what the page and the tables look up in it."""

    dossier: Dossier
    """With its reports, actors, incidents and counts as they may be published."""
    reports: Mapping[str, Report]
    statements: Mapping[str, Statement]
    """What may be published, by id, in the dossier's order."""
    of_report: Mapping[str, Sequence[Statement]]
    principal_of: Mapping[str, Principal]
    """What each report is mainly about, where nothing of it is withheld."""
    rulings: Mapping[str, str]
    counts_of: Mapping[str, Sequence[Count]]
    links_of: Mapping[str, Sequence[Link]]
    """Incident id → the links of its tellings, within it and to others."""
    incident_of: Mapping[str, Incident]
    """Statement id → the incident it is told of."""
    actor_of: Mapping[str, Actor]
    tied: Set[frozenset[str]]
    """Pairs of names, in small letters, of which a voice says that one belongs to, leads or backs the other."""
    withheld: int
    """How many statements are left out."""
    touched: Set[str]
    """Ids of the reports of which a statement is left out."""
    closed: int
    """How many reports are left out with all that they say."""

    def review(self, statement: Statement) -> str:
        """`accepted`, `amended` … or `not yet reviewed`."""
        return self.rulings.get(statement.id, "not yet reviewed")

    def report(self, statement: Statement) -> Report:
        """The report a statement stands in."""
        return self.reports[statement.report]

    @property
    def unreviewed(self) -> int:
        """How many statements no person has ruled on."""
        return sum(not self.reviewed([one]) for one in self.statements)

    def reviewed(self, statements: Iterable[str]) -> bool:
        """Whether a person accepted all of these statements."""
        return all(self.rulings.get(one) in REVIEWED for one in statements)

    def told(self, incident: Incident) -> list[Statement]:
        """The statements of an incident that may be published."""
        return [self.statements[one] for one in incident.statements if one in self.statements]

    def who(self, actor: str | None, fallback: str) -> str:
        """The name of an actor as the register joined it."""
        joined = self.actor_of.get(actor or "")
        return joined.name if joined is not None else fallback


def gathered(dossier: Dossier) -> Gathered:
    """Looks a dossier up; rejected, redacted and sealed statements and reports are left out, with all that points to them."""
    rulings = {target: decision.ruling for target, decision in reviews(dossier.decisions).items()}
    ruled = on_each(dossier.decisions)
    closed = {report.id for report in dossier.reports if hidden(report.id, ruled)}
    sealed = {one.id for one in dossier.statements if visibility(one, ruled) == "sealed"}
    withheld = sealed | {one.id for one in dossier.statements if rulings.get(one.id) in WITHHELD}
    kept = {one.id: unpointed(one, withheld) for one in dossier.statements if one.id not in withheld}
    if withheld or closed:
        dossier = replace(dossier, actors=tuple(named_by(dossier.actors, kept.values())))
    dossier = replace(
        dossier,
        reports=tuple(one for one in _blackened(dossier, sealed, kept.values()) if one.id not in closed),
        principals=tuple(one for one in dossier.principals if one.report not in closed),
        incidents=tuple(
            replace(incident, statements=told, concerned=tuple(one for one in incident.concerned if one in kept))
            for incident in dossier.incidents
            if (told := tuple(one for one in incident.statements if one in kept))
        ),
        links=tuple(_open_links(dossier, withheld, closed)),
        origins=tuple(shown(dossier.origins, closed)),
        refusals=tuple(one for one in dossier.refusals if one.subject not in closed),
        counts=tuple(one for one in dossier.counts if set(one.statements) <= kept.keys()),
    )
    incident_of = {one: incident for incident in dossier.incidents for one in incident.statements}
    links_of: dict[str, list[Link]] = defaultdict(list)
    for link in dossier.links:
        for incident in {incident_of[end].id for end in (link.left, link.right) if end in incident_of}:
            links_of[incident].append(link)
    of_report: dict[str, list[Statement]] = defaultdict(list)
    for one in sorted(kept.values(), key=lambda one: one.trigger.start):
        of_report[one.report].append(one)
    reports = {report.id: report for report in dossier.reports}
    actor_of = {member: actor for actor in dossier.actors for member in actor.members}
    counts_of: dict[str, list[Count]] = defaultdict(list)
    for count in dossier.counts:
        if count.incident is not None:
            counts_of[count.incident].append(count)
    return Gathered(
        dossier=dossier,
        reports=reports,
        statements=kept,
        of_report=of_report,
        principal_of={one.report: one for one in dossier.principals if _is_open(one, kept, reports[one.report])},
        rulings=rulings,
        counts_of=counts_of,
        links_of={
            incident: [link for link in held if {link.left, link.right} <= incident_of.keys()]
            for incident, held in links_of.items()
        },
        incident_of=incident_of,
        actor_of=actor_of,
        tied={frozenset(pair) for one in kept.values() for pair in _ends(one, actor_of)},
        withheld=len(withheld),
        touched={one.report for one in dossier.statements if one.id in withheld},
        closed=len(closed),
    )


def _ends(one: Statement, actor_of: Mapping[str, Actor]) -> Iterator[tuple[str, str]]:
    """Who is tied to whom by a relation that makes them one side."""
    if one.kind != "relation" or one.type in APART:
        return
    for who in one.parties("subject"):
        for whom in one.parties("object"):
            left, right = (actor_of.get(each.actor or "") for each in (who, whom))
            yield (left.name if left else who.value).casefold(), (right.name if right else whom.value).casefold()


def _open_links(dossier: Dossier, withheld: set[str], closed_reports: set[str]) -> Iterator[Link]:
    """The links that name nothing withheld: what was compared may hold any words of the two reports."""
    report_of = {one.id: one.report for one in dossier.statements}
    closed = {report_of[one] for one in withheld if one in report_of}
    # An actor of one report is known by the statements that name it there.
    for one in dossier.statements:
        for slot in PARTY_SLOTS:
            report_of |= {party.actor: one.report for party in one.parties(slot) if party.actor}
    # One that no statement names may still be of a closed report: the register says which are not.
    named = {member for actor in dossier.actors for member in actor.members}
    for link in dossier.links:
        unnamed = link.of == "actor" and closed_reports and not {link.left, link.right} <= named
        if not unnamed and not {report_of.get(link.left), report_of.get(link.right)} & closed:
            yield link


def _is_open(principal: Principal, kept: Mapping[str, Statement], report: Report) -> bool:
    """Whether a principal incident names nothing that is withheld: neither a statement nor words that are blackened."""
    words = (report.text[passage.start : passage.end] == passage.words for passage in of_values(principal.slots))
    return set(principal.statements) <= kept.keys() and all(words)


def _blackened(dossier: Dossier, sealed: set[str], kept: Iterable[Statement]) -> tuple[Report, ...]:
    """The reports with the words of sealed and redacted statements blackened, but for those that what is kept stands on."""
    black: dict[str, list[Statement]] = defaultdict(list)
    open_: dict[str, list[Statement]] = defaultdict(list)
    for one in dossier.statements:
        if one.id in sealed:
            black[one.report].append(one)
    for one in kept:
        open_[one.report].append(one)
    return tuple(blackened(report, black[report.id], open_[report.id]) for report in dossier.reports)


def incident_title(told: Sequence[Statement]) -> str:
    """What an incident is called: its weightiest type, where, and when."""
    kind, place, date = incident_kind(told), incident_place(told), incident_date(told)
    name = label(kind) if kind else "Incident"
    return name + (f", {place}" if place else "") + (f", {date_words(date)}" if date else "")


def incident_kind(told: Sequence[Statement]) -> str | None:
    """The type most statements are of, of acts where there are any."""
    kinds = Counter(one.type for one in told if one.kind == "act") or Counter(one.type for one in told)
    return kinds.most_common(1)[0][0] if kinds else None


def incident_place(told: Sequence[Statement]) -> str | None:
    """The name of the place most statements name, the more precise first."""
    place = place_of(told)
    return place.value if place else None


def place_of(told: Sequence[Statement]) -> Place | None:
    """The place most statements name, the more precise first; with its coordinates, where one of them has any."""
    precise = ("site", "settlement", "near", "adm2", "adm1", "wide", "sea", "country", "unresolved")
    places = [place for one in told for place in one.places()]
    found = Counter((place.value, place.precision) for place in places)

    def rank(place: Place) -> tuple[int, int, str, bool]:
        held = (place.value, place.precision)
        return (precise.index(place.precision), -found[held], place.value, place.lat is None)

    return min(places, key=rank, default=None)


def incident_date(told: Sequence[Statement]) -> str | None:
    """The date most statements give, the more precise first."""
    found = Counter(date.value for one in told for date in one.dates())
    return min(found, key=lambda value: (-len(value.split("/")[0]), -found[value], value)) if found else None


def statements_of(
    view: Gathered, incidents: Sequence[Incident], *, dated: bool = False, at: Sequence[str] = ()
) -> list[str]:
    """Ids of the statements behind several incidents: those with a date, those at certain places, or all where none has."""
    found: list[str] = []
    for incident in incidents:
        told = view.told(incident)
        meant = [
            one
            for one in told
            if (not dated or one.dates()) and (not at or any(place.value in at for place in one.places()))
        ]
        found += [one.id for one in meant or told]
    return found


def ordered(view: Gathered) -> list[Incident]:
    """Incidents with most reports and most statements first, then by date."""

    def weight(incident: Incident) -> tuple[int, int, str]:
        told = view.told(incident)
        return (-len({one.report for one in told}), -len(told), order(incident_date(told)))

    return sorted((incident for incident in view.dossier.incidents if view.told(incident)), key=weight)


def links_of(view: Gathered, incident: Incident) -> list[Link]:
    """Why the tellings of an incident stand together."""
    return [link for link in view.links_of.get(incident.id, ()) if link.joined]


def near_to(view: Gathered, incident: Incident) -> list[tuple[Link, Incident]]:
    """What the incident might have been joined with and was not, each with the other incident."""
    links = [link for link in view.links_of.get(incident.id, ()) if not link.joined]
    others = [view.incident_of[link.right if view.incident_of[link.left] is incident else link.left] for link in links]
    return [(link, other) for link, other in zip(links, others, strict=True) if other is not incident]


def summary(view: Gathered) -> list[Exhibit]:
    """The dossier in a few sentences, each with the statements that carry it."""
    found: list[Exhibit] = []
    for incident in ordered(view)[:6]:
        told = view.told(incident)
        reports = {one.report for one in told}
        deaths = next((count for count in view.counts_of.get(incident.id, ()) if count.measure == "harm.death"), None)
        title = incident_title(told)
        toll = f"; killed, as reports have it: {range_words(deaths.low, deaths.best, deaths.high)}" if deaths else ""
        words = f"{title}: told by {len(reports)} {'report' if len(reports) == 1 else 'reports'}{toll}."
        found.append(_exhibit(view, words, [one.id for one in told]))
    for count in view.dossier.counts:
        if count.scope == "cumulative" and count.measure == "harm.death":
            said = count.standpoints[0].voice if count.standpoints else "one voice"
            report = view.report(view.statements[count.statements[0]])
            name = who_says(said, report)
            amount = range_words(count.low, count.best, count.high)
            since = f", {date_words(count.period)}" if count.period else ""
            found.append(
                _exhibit(
                    view,
                    f"Running total of deaths according to {name}: {amount} {plural(count.unit, count.best)}{since}.",
                    list(count.statements),
                )
            )
    return found


def _exhibit(view: Gathered, words: str, statements: Sequence[str]) -> Exhibit:
    return Exhibit(
        sentence=words,
        statements=tuple(statements),
        reviewed=view.reviewed(statements),
    )
