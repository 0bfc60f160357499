"""Statements, voices, dates and numbers in plain words, never asserting more than the voices do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from muniment.count import Cell
from muniment.incident import AgentKind, Principal
from muniment.publishing.clauses import claim
from muniment.publishing.phrasing import (
    MONTHS,
    MOODS,
    PRONOUNS,
    SEASONS,
    agreeing,
    date_words,
    dated,
    figure_words,
    label,
    names,
    order,
    plural,
    range_words,
    several,
    value_words,
)
from muniment.report import Report
from muniment.statement import AUTHOR, Statement, Voice, When

__all__ = [
    "AGENTS",
    "COMMITS",
    "MONTHS",
    "MOODS",
    "PRONOUNS",
    "RELAYS",
    "ROLES",
    "SEASONS",
    "VIOLATIONS",
    "author_name",
    "cell_words",
    "chain_words",
    "claim",
    "context",
    "date_words",
    "dated",
    "excerpt",
    "figure_words",
    "key_words",
    "label",
    "mainly",
    "names",
    "order",
    "plural",
    "range_words",
    "sentence",
    "shortened",
    "value_words",
    "voice_name",
    "voice_words",
    "who_says",
]

VIOLATIONS = {"other": "other harm"}
AGENTS: Mapping[AgentKind, str] = {
    "state_forces": "state forces",
    "other_state": "another state authority",
    "acquiesced": "an armed or private actor",
    "unacquiesced": "an armed or private actor",
    "non_state": "a non-state actor",
    "intergovernmental": "an intergovernmental body",
    "undescribed": "an actor not described",
}
"""The kind of an agent; whether a state acquiesced is what the machine weighs, and no report's words."""
COMMITS = {
    "CT+": "says so",
    "PR+": "says it is probable",
    "PS+": "says it is possible",
    "CT-": "denies it",
    "PR-": "says it is improbable",
    "PS-": "doubts it",
    "Uu": "passes it on",
}
ROLES = {
    "agent": "Who did it",
    "co_agent": "Together with",
    "orderer": "On whose order",
    "on_behalf_of": "On behalf of",
    "intermediary": "Through",
    "victim": "To whom",
    "addressee": "Addressed to",
    "beneficiary": "For whom",
    "object": "Object",
    "facility": "Facility",
    "place": "Where",
    "origin": "From where",
    "destination": "To where",
    "date": "When",
    "period": "Over",
    "from": "Since",
    "to": "Until",
    "count": "How many",
    "quantity": "How much",
    "subject": "Who",
    "role": "As",
    "holder": "Who holds it",
    "authority": "By what authority",
    "instrument": "Instrument",
    "bearer": "Who owes it",
    "requires": "Requires",
    "forbids": "Forbids",
    "basis": "On what basis",
    "legal_basis": "Legal basis",
    "means": "By what means",
    "reason": "Reason given",
    "purpose": "Purpose given",
    "outcome": "Outcome",
    "stage": "Stage",
    "causation": "Cause",
    "content": "About",
    "from_act": "From",
    "includes": "Of them",
}
RELAYS = {
    "CT+": "says {}",
    "PR+": "{} says it is probable",
    "PS+": "{} says it is possible",
    "CT-": "{} denies it",
    "PR-": "{} says it is improbable",
    "PS-": "{} doubts it",
    "Uu": "{} neither affirms nor denies it",
}


def cell_words(cell: Cell) -> str:
    """A cell's range in words, with its unit: "9 to 31 people", "6 incidents"."""
    if cell.unit == "incident":
        return f"{cell.incidents:,} {plural('incident', cell.incidents)}"
    if cell.low is None and cell.high is None:
        return "no figure"
    return f"{range_words(cell.low, cell.best, cell.high)} {plural(cell.unit, cell.high or cell.low)}"


def key_words(cell: Cell, by: Sequence[str]) -> str:
    """What a cell is of: its keys, and its measure where none of them says it."""
    keys = [label(cell.keys[name]) if name in ("type", "act") else cell.keys[name] for name in by]
    return ", ".join(keys if "type" in by else [*keys, label(cell.measure)])


def author_name(report: Report) -> str:
    """Who the author's voice is: the publisher, the author, or the report by its title."""
    return report.publisher or report.author or f"the report “{shortened(report.title or report.name)}”"


def shortened(words: str, length: int = 70) -> str:
    """Words cut at a space, with an ellipsis where some are left out."""
    return (
        words if len(words) <= length else (words[:length].rpartition(" ")[0] or words[:length]).rstrip(" ,;:") + " …"
    )


def voice_name(voice: Voice, report: Report) -> str:
    """Whose voice it is."""
    return who_says(voice.name, report)


def who_says(name: str, report: Report) -> str:
    """A voice by the name that a count has for it."""
    return (
        author_name(report)
        if name == AUTHOR
        else "a voice that is not named"
        if name == "unnamed"
        else f"“{name}”"
        if name.casefold() in PRONOUNS
        else name
    )


def voice_words(voice: Voice, report: Report) -> str:
    """A voice with how far it commits: "the ministry denies it"."""
    name = voice_name(voice, report)
    said = agreeing(COMMITS[voice.commit], _speaks_as_many(voice))
    return f"{name} {said}{' (under coercion)' if voice.coerced else ''}"


def _speaks_as_many(voice: Voice) -> bool:
    """Whether a voice is of more than one: "doctors say so"; the author is one."""
    return voice.name not in (AUTHOR, "unnamed") and several(voice.name)


def chain_words(voices: Sequence[Voice], report: Report) -> str:
    """The chain of voices, outermost first."""
    return " › ".join(voice_words(voice, report) for voice in voices)


def sentence(statement: Statement, report: Report) -> str:
    """One statement in a sentence that says whose it is: "Police detained three nurses in Odem, says the ministry."."""
    words = f"{claim(statement)}{_said(statement, report)}"
    return f"{words}." if not words.endswith((".", "…”")) else words


def _said(statement: Statement, report: Report) -> str:
    """Whose claim it is, from the innermost voice outward, then who denies it; one who quotes themself is named once."""
    inner = statement.innermost
    name = voice_name(inner, report) + (" (under coercion)" if inner.coerced else "")
    words = _relayed(inner, name)
    told = f", {words}" if inner.commit == "CT+" else f"; {words}"
    before, between = voice_name(inner, report), list(reversed(statement.voices[1:-1]))
    for voice in between:
        if (other := voice_name(voice, report)) != before:
            told += f", according to {other}"
            before = other
    if len(statement.voices) > 1 and (outer := voice_name(statement.voices[0], report)) != before:
        told += f", as {outer} reports"
    denied = [voice for voice in statement.voices[:-1] if voice.commit.endswith("-")]
    return told + "".join(f"; {_relayed(voice, voice_name(voice, report))}" for voice in denied)


def _relayed(voice: Voice, name: str) -> str:
    """How far a voice commits: "say three traders", "the ministry denies it"."""
    many = _speaks_as_many(voice)
    if voice.commit == "CT+":
        return f"{'say' if many else 'says'} {name}"
    words = RELAYS[voice.commit].removeprefix("{} ")
    if voice.commit == "Uu" and many:
        words = words.replace("affirms", "affirm").replace("denies", "deny")
    return f"{name} {agreeing(words, many)}"


def mainly(principal: Principal) -> str:
    """What a report is mainly about, in one line: what, to whom, by whom, where and when.

    The kind of agent is said only of one agent whom the report names, and a victim only where a statement says so.
    """
    people, agents = names(principal.victims), names(principal.values("agent"))
    one = len(principal.values("agent")) == 1
    kind = f" ({AGENTS[principal.agent_kind]})" if principal.agent_kind and one else ""
    places = ", ".join(dict.fromkeys(str(getattr(place, "value", "")) for place in principal.values("place")))
    dates = [date_words(date.value) for date in principal.values("date") if isinstance(date, When)]
    what = ", ".join(VIOLATIONS.get(family, family.replace("_", " ")) for family in principal.violations) or "harm"
    parts = (f"{what}{f' of {people}' if people else ''}", f"by {agents}{kind}" if agents else "", places, *dates)
    return " · ".join(part for part in parts if part)


def context(statement: Statement, report: Report, *, around: int = 160) -> tuple[str, str, str]:
    """The words before the trigger, the trigger, and the words after, cut at the paragraph and at a space."""
    start, end = statement.trigger.start, statement.trigger.end
    left = report.text.rfind("\n", 0, start) + 1
    right = report.text.find("\n", end)
    right = len(report.text) if right < 0 else right
    before, after = report.text[left:start], report.text[end:right]
    if len(before) > around:
        before = "… " + before[-around:].partition(" ")[2]
    if len(after) > around:
        after = after[:around].rpartition(" ")[0] + " …"
    return before, report.text[start:end], after


def excerpt(statement: Statement, report: Report) -> str:
    """The trigger with the words around it, on one line."""
    return " ".join("".join(context(statement, report)).split())
