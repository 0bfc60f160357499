"""A casebook in which something is of each visibility, and a team of which each sees as much as their role does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from desk.conftest import HOST
from factory import at, received, statement
from muniment import workflow
from muniment.account import Role, Scope
from muniment.actor import Actor, ActorKind, Name, actor_of
from muniment.decision import decision_of
from muniment.desk.serving import desk
from muniment.library import Casebook
from muniment.report import Report
from muniment.run import Entry, run_of
from muniment.settings import Settings
from muniment.statement import VISIBILITIES, Statement, Visibility

Client = TestClient[Any]

READ = run_of("extract", version="0", settings={})
NAMES: Mapping[Visibility, tuple[str, str]] = {
    "public": ("Anna Publik", "Velm"),
    "partner": ("Bruno Partneri", "Tarsewick"),
    "restricted": ("Rosa Restrikova", "Osmethal"),
    "sealed": ("Selma Sealdova", "Lissaneth"),
}
"""Visibility → the victim and the place of the statement that has it."""

WHOLE: Mapping[Visibility, tuple[str, str]] = {
    "partner": ("Pavel Zefirin", "Quillon"),
    "restricted": ("Rufus Zelandor", "Querrin"),
    "sealed": ("Sven Zorvald", "Quaddor"),
}
"""Visibility → the victim and the place in a report that was ruled to have it as a whole."""

ROLES: Mapping[Role, Visibility] = {
    "reader": "partner",
    "reviewer": "restricted",
    "editor": "restricted",
    "administrator": "sealed",
}


@dataclass(frozen=True, kw_only=True)
class Team:
    """The casebook, and a token for each role."""

    casebook: Casebook
    tokens: Mapping[Role, str]
    statements: Mapping[Visibility, tuple[Statement, ...]]
    reports: Mapping[Visibility, Report]
    """Those ruled on as a whole."""
    mixed: Report
    """The report that holds a statement of each visibility."""

    def client(self) -> Client:
        return TestClient(desk(self.casebook, None, hosts=[HOST]), base_url=f"http://{HOST}")

    def hidden(self, sees: Visibility) -> set[str]:
        """Words and ids that nobody who sees so much may be given."""
        above = VISIBILITIES[VISIBILITIES.index(sees) + 1 :]
        words = {part for one in above for pair in (NAMES[one], WHOLE[one]) for part in (*pair, pair[0].split()[1])}
        ids = {one.id for level in above for one in self.statements[level]}
        return words | ids | {self.reports[one].id for one in above} | {f"hidden-{one}" for one in above}

    def shown(self, sees: Visibility) -> set[str]:
        """Words that they are given somewhere."""
        below = VISIBILITIES[: VISIBILITIES.index(sees) + 1]
        return {words for one in below for words in NAMES[one]} | {
            words for one in below if one in WHOLE for words in WHOLE[one]
        }


def team_in(folder: Path) -> Team:
    """The team and its casebook, linked and counted."""
    casebook = Casebook.create(folder / "book", Settings(title="Odem", code="ODE"))
    casebook.keep([READ])
    sentences = " ".join(
        f"Soldiers of the Odem Front killed {victim} in {place} on 12 March 2021." for victim, place in NAMES.values()
    )
    statements: dict[Visibility, tuple[Statement, ...]] = {}
    mixed = _kept(casebook, sentences, NAMES, "mixed.txt", statements)
    reports: dict[Visibility, Report] = {}
    for level, named in WHOLE.items():
        text = f"Officers of the Velm Guard killed {named[0]} in {named[1]} on 2 April 2021."
        made: dict[Visibility, tuple[Statement, ...]] = {}
        reports[level] = _kept(
            casebook,
            text,
            {"public": named},
            f"hidden-{level}.txt",
            made,
            title=text,
            publisher=f"hidden-{level} press",
        )
        statements[level] += made["public"]
        casebook.keep(
            [
                decision_of(
                    "report",
                    (reports[level].id,),
                    "amended",
                    by="R. Velt",
                    at="2021-06-01T10:00:00+00:00",
                    amendment={"visibility": level},
                    reason=f"hidden-{level}: names {named[0]}",
                )
            ]
        )
    public, sealed = statements["public"][0], statements["sealed"][0]
    workflow.rule(casebook, "different", (public.id, sealed.id), by="R. Velt", reason=f"hidden-sealed {sealed.id}")
    workflow.decide(casebook, public.id, "accepted", by="R. Velt", reason=f"unlike {sealed.id}")
    workflow.link(casebook)
    workflow.count(casebook)
    workflow.publish(casebook)
    at = workflow.now()
    noted = f"hidden-sealed: names {NAMES['sealed'][0]}"
    casebook.keep([Entry(id="lg_1", run=READ.id, task="add", started=at, finished=at, outcome="done", note=noted)])
    return Team(
        casebook=casebook,
        tokens={role: _token(casebook, role) for role in reversed(ROLES)},
        statements=statements,
        reports=reports,
        mixed=mixed,
    )


def _kept(
    casebook: Casebook,
    text: str,
    named: Mapping[Visibility, tuple[str, str]],
    name: str,
    into: dict[Visibility, tuple[Statement, ...]],
    **known: Any,
) -> Report:
    came = received(text, name=name, published="2021-06-01", **known)
    casebook.keep_report(came)
    actors: dict[str, Actor] = {}
    told: list[Statement] = []
    agent = "Odem Front" if "Odem Front" in text else "Velm Guard"
    day = "12 March 2021" if agent == "Odem Front" else "2 April 2021"
    for level, (victim, place) in named.items():
        actors |= {victim: _actor(came.report, victim, "person"), agent: _actor(came.report, agent, "armed_group")}
        made = statement(
            came.report,
            f"killed {victim}",
            type="life.killing",
            visibility=level,
            run=READ.id,
            victim=at(victim, actor=actors[victim].id),
            agent=at(agent, actor=actors[agent].id),
            place=place,
            date=at(day, value="2021-03-12" if agent == "Odem Front" else "2021-04-02"),
        )
        into[level] = (made,)
        told.append(made)
    casebook.keep_reading(came.report.id, READ.id, told, list(actors.values()))
    return came.report


def _actor(report: Report, words: str, kind: ActorKind) -> Actor:
    start = report.text.index(words)
    named = (Name(words=words, start=start, end=start + len(words)),)
    return actor_of(report.id, words, kind=kind, names=named, run=READ.id)


def _token(casebook: Casebook, role: Role) -> str:
    workflow.admit(casebook, role, role, by="R. Velt")
    scopes: Iterable[Scope] = ("read", "review", "edit", "administer")
    allowed = [
        scope for scope, least in zip(scopes, ROLES, strict=True) if list(ROLES).index(role) >= list(ROLES).index(least)
    ]
    return workflow.issue(casebook, role, allowed, days=9, label="test", by=role).whole
