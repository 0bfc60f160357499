"""The seat: who sits at the desk, what they see, and what they may do there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from anyio import to_thread
from litestar import Request
from litestar.di import NamedDependency

from muniment import workflow
from muniment.account import SCOPES, Account, Scope, Token, may
from muniment.decision import Decision, Ruling
from muniment.desk.logbook import shown_of
from muniment.desk.reading.entering import missed
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.desk.sight.shelf import Shelf
from muniment.errors import BadChoice, ContradictoryDecision, NotAllowed, UnknownTarget
from muniment.library import Casebook
from muniment.report import Report
from muniment.reviewing import Awaited, chosen, shown
from muniment.reviewing.agreeing import Agreement
from muniment.statement import Statement, Visibility
from muniment.workflow import Changes

LONGEST = 2_000
"""Characters of a reason at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody at the desk, or a program that acts for them."""

    name: str
    scopes: tuple[Scope, ...]
    sees: Visibility
    account: str = ""
    """Id of the account; empty for whoever opened the desk on their own machine."""

    def may(self, scope: Scope) -> bool:
        """Whether they may do what a scope stands for."""
        return scope in self.scopes

    @property
    def alone(self) -> bool:
        """Whether they opened the desk on their own machine."""
        return not self.account


def owner(name: str) -> Person:
    """Whoever opened the desk on their own machine: the casebook's files are theirs."""
    return Person(name=name, scopes=SCOPES, sees="sealed")


def of_account(account: Account, token: Token | None = None) -> Person:
    """Somebody with an account, or a program with a token of it."""
    allowed: tuple[Scope, ...] = tuple(
        scope for scope in SCOPES if may(account.role, scope) and (token is None or scope in token.scopes)
    )
    return Person(name=account.name, scopes=allowed, sees=account.sees, account=account.id)


class Seat:
    """A person at the desk, for one request: what they see, and what they do, which is checked here."""

    def __init__(self, casebook: Casebook, shelf: Shelf, person: Person) -> None:
        self.person = person
        self.seen: Seen = shelf.seen(person.sees)
        self._casebook = casebook
        self._shelf = shelf

    def needs(self, scope: Scope) -> Casebook:
        """The casebook, to act on; raises `NotAllowed`."""
        if not self.person.may(scope):
            raise NotAllowed(scope, self.person.name)
        return self._casebook

    def next(self, after: str = "", among: Sequence[str] | None = None) -> str | None:
        """The next statement that awaits the person's review: of all, or among these, which are in the order that helps."""
        return self._shelf.next(self.seen, self.person.name, after, among)

    def awaited(self, statement: str) -> Awaited | None:
        """What a statement awaits of the person."""
        return self.seen.awaited(statement, self.person.name)

    def history(self, statement: str) -> Sequence[Decision]:
        """What was ruled on a statement that the person may know: nobody else's while a reading of theirs is awaited."""
        return shown(statement, self.seen.rulings_on(statement), by=self.person.name, share=self.seen.share)

    def blind(self, statement: str) -> bool:
        """Whether others ruled on a statement what the person may not know before they have read it."""
        ruled = self.seen.rulings_on(statement)
        return bool(ruled) and len(self.history(statement)) < len(ruled)

    def statements(self, ids: Iterable[str]) -> list[Statement]:
        """Those of these statements that are shown, as people ruled, or as they were read where the person may not know how."""
        shown = filter(self.seen.shows, ids)
        return [self.seen.as_read(one) if self.blind(one) else self.seen.statement(one) for one in shown]

    def known(self, decisions: Iterable[Decision]) -> list[Decision]:
        """Those of these rulings that the person may know: not how others read what they are yet to read themselves."""
        return [one for one in decisions if self._may_know(one)]

    def made(self) -> Worked[list[Decision]]:
        """All rulings that the person may know, newest first; the last ones while it takes long to gather them anew."""
        seen = self.seen
        key = ("made", self.person.name, seen.index.hidden, seen.index.hidden_reports)
        return seen.remembered(key, lambda: self.known(seen.made()))

    def _may_know(self, decision: Decision) -> bool:
        share = self.seen.share
        target = decision.targets[0]
        if decision.subject != "statement" or decision.by == self.person.name:
            return True
        if not (decision.independent or (share and chosen(target, share))):
            return True
        return any(one.id == decision.id for one in self.history(target))

    def decide(
        self,
        target: str,
        ruling: Ruling,
        *,
        seen: str | Collection[str],
        reason: str = "",
        amendment: Mapping[str, Any] | None = None,
    ) -> Decision:
        """A ruling on a statement or a report that is shown; see `workflow.decide`."""
        of_report = target.startswith(f"{Report.PREFIX}_")
        casebook = self.needs("edit" if of_report else "review")
        independent = False
        if of_report:
            self.seen.report(target)
        else:
            self.seen.statement(target)
            independent = self._independent(target)
        known = set(seen.split()) if isinstance(seen, str) else seen
        made = workflow.decide(
            casebook,
            target,
            ruling,
            by=self.person.name,
            seen=known,
            reason=_short(reason),
            amendment=amendment,
            independent=independent,
        )
        self.look_again()
        return made

    def _independent(self, statement: str) -> bool:
        """Whether the person rules without having seen what anybody else did, on a statement that two people read."""
        awaited = self.awaited(statement)
        ruled = (one for one in self.history(statement) if one.subject == "statement")
        alone = all(one.by == self.person.name for one in ruled)
        return awaited == "second reading" or (awaited == "reading" and alone and chosen(statement, self.seen.share))

    def enter(self, report: str, form: Mapping[str, Sequence[str]]) -> Statement:
        """A statement that the machine missed in a report that is shown; see `missed` and `workflow.enter`."""
        casebook = self.needs("review")
        made = workflow.enter(casebook, report, by=self.person.name, **missed(form, self.seen.report(report)))
        self.look_again()
        return made

    def undo(self, decision: str) -> Decision:
        """Takes a ruling on what is shown back; see `workflow.undo`."""
        casebook = self.needs("review")
        found = self.seen.decision(decision)
        if not self._may_know(found):
            raise UnknownTarget(decision)
        if found.subject in ("report", "actor"):
            self.needs("edit")
        made = workflow.undo(casebook, decision, by=self.person.name)
        self.look_again()
        return made

    def rule(self, ruling: Ruling, targets: tuple[str, str], *, reason: str = "") -> Sequence[Decision]:
        """A ruling on two incidents, actors or statements that are shown; see `workflow.rule`."""
        casebook = self.needs("review")
        for target in targets:
            self._found(target)
        made = self._uncontradicted(
            lambda: workflow.rule(casebook, ruling, targets, by=self.person.name, reason=_short(reason))
        )
        self.look_again()
        return self.seen.told(made)

    def _uncontradicted(self, make: Callable[[], list[Decision]]) -> list[Decision]:
        """What is made, where no chain of rulings speaks against it; a chain through what is hidden is not named."""
        try:
            return make()
        except ContradictoryDecision as error:
            if all(map(self.seen.shows_target, (error.left, error.right, *error.chain))):
                raise
            raise BadChoice("ruling", "this one", hint="rulings that were made before forbid it") from None

    def today(self) -> int:
        """How many statements the person ruled on today, by the clock in UTC."""
        return self.seen.made_since(workflow.now()[:10], self.person.name)

    def changes(self, since: str, until: str) -> Worked[Changes]:
        """What became of the record between two moments, as far as the person may see it; see `workflow.changes_between`."""
        found = self.seen.remembered(
            ("changes", since, until), lambda: workflow.changes_between(self._casebook, since, until or None)
        )
        shown = shown_of(found.value, self.seen)
        known = replace(shown, decisions=tuple(self.known(shown.decisions)), undone=tuple(self.known(shown.undone)))
        return replace(found, value=known)

    def agreement(self) -> Worked[Sequence[Agreement]]:
        """How far readers agree who ruled apart from one another; see `workflow.agreement_in`."""
        return self.seen.remembered("agreement", lambda: workflow.agreement_in(self._casebook))

    def look_again(self) -> None:
        """From now on the person sees the record as it stands now, with what they did in it."""
        opened = self.seen.opened
        self._shelf.abreast()
        self.seen = self._shelf.seen(self.person.sees)
        self.seen.opened |= opened

    def split(self, tellings: Sequence[str], rest: Sequence[str], *, to: Sequence[str], reason: str) -> list[Decision]:
        """A ruling that statements are of another incident than the rest of theirs; see `workflow.split`."""
        casebook = self.needs("review")
        for one in (*tellings, *rest, *to):
            self.seen.statement(one)
        made = self._uncontradicted(
            lambda: workflow.split(casebook, tellings, rest, to=to, by=self.person.name, reason=_short(reason))
        )
        self.look_again()
        return made

    def take_back(self, decision: str) -> list[Decision]:
        """Takes a ruling on a pair that is shown back; see `workflow.take_back`."""
        casebook = self.needs("review")
        if not any(one.id == decision for one in self.seen.compared.rulings()):
            raise UnknownTarget(decision)
        made = workflow.take_back(casebook, decision, by=self.person.name)
        self.look_again()
        return made

    def note_visits(self, on: str) -> None:
        """Notes what was shown of sealed material, unless it was noted lately."""
        if shown := self._shelf.unnoted(self.person.name, self.seen.opened):
            workflow.visited(self._casebook, sorted(shown), by=self.person.name, on=on)

    def _found(self, target: str) -> None:
        if target.startswith("st_"):
            self.seen.statement(target)
        elif target.startswith("ac_"):
            self.seen.compared.actor(target)
        elif target.upper() not in self.seen.index.numbers:
            self.seen.incident(target)


def _short(reason: str) -> str:
    """A reason that a person can read; raises `BadChoice` for a book."""
    if len(reason) > LONGEST:
        raise BadChoice("reason", f"{len(reason):,} characters", hint=f"{LONGEST:,} at the most")
    return reason.replace("\0", "")


def seat(request: Request[Any, Any, Any], casebook: NamedDependency[Casebook], shelf: NamedDependency[Shelf]) -> Seat:
    """The seat of whoever asks."""
    taken = Seat(casebook, shelf, request.state["person"])
    request.state["seat"] = taken
    return taken


async def note_visits(request: Request[Any, Any, Any]) -> None:
    """When somebody of a team was answered, what they were shown of sealed material is noted."""
    taken: Seat | None = request.scope.get("state", {}).get("seat")
    if taken is not None and taken.seen.opened and not taken.person.alone:
        await to_thread.run_sync(taken.note_visits, request.url.path)
