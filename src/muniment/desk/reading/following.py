"""Following: what follows from a ruling to redact or to release, in the words of whoever reads the page."""

from __future__ import annotations

from collections.abc import Sequence

from muniment.actor import Actor
from muniment.decision import Decision, standing
from muniment.desk.sight.seen import Seen
from muniment.desk.words.speaking import gettext


def of_statement(seen: Seen, id: str, ruling: Decision | None) -> str:
    """What follows for a statement; empty where the ruling hides nothing and opens nothing."""
    if ruling is None or ruling.ruling not in ("redacted", "released"):
        return ""
    if ruling.ruling == "redacted":
        return gettext("Redacted: no dossier shows it, and the casebook keeps it.")
    if seen.visibility_of_report(seen.report_of(id)) != "public":
        return gettext("Released, but its report is not for everybody: public dossiers leave it out until that is.")
    if id in seen.index.sealed:
        return gettext("Released, but it is sealed: no dossier shows it.")
    return gettext("Released: public dossiers will show it.")


def of_report(ruling: Decision | None) -> str:
    """What follows for a whole report."""
    if ruling is None or ruling.ruling not in ("redacted", "released"):
        return ""
    if ruling.ruling == "redacted":
        return gettext("Redacted: no dossier shows anything of it, and the casebook keeps it.")
    return gettext("Released: public dossiers will show what is public or released in it.")


def on_slots(history: Sequence[Decision]) -> Sequence[Decision]:
    """The rulings that stand on single slots of a statement, of its history."""
    return standing(one for one in history if one.subject == "slot")


def on_actor(seen: Seen, actor: Actor) -> Sequence[Decision]:
    """The rulings that stand on the name of an actor, in whichever report it was ruled on."""
    made = {one.id: one for member in actor.members for one in seen.rulings_on(member) if one.subject == "actor"}
    return standing(made.values())


def redacted(held: Sequence[Decision]) -> list[Decision]:
    """Those of these rulings by which something is redacted."""
    return [one for one in held if one.ruling == "redacted"]


def ids(held: Sequence[Decision]) -> str:
    """What a form sends back as seen."""
    return " ".join(one.id for one in held)
