"""Statements, voices, dates and numbers in plain words, never asserting more than the voices do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from muniment.count import Cell
from muniment.edtf import bounds, precision
from muniment.incident import AgentKind, Principal
from muniment.report import Report
from muniment.statement import AUTHOR, Figure, Party, Place, Statement, Value, Voice, When
from muniment.taxonomy import data, types

VIOLATIONS = {"other": "other harm"}
AGENTS: Mapping[AgentKind, str] = {
    "state_forces": "state forces",
    "other_state": "another state authority",
    "acquiesced": "an armed or private actor, with the state's acquiescence",
    "unacquiesced": "an armed or private actor, without the state's acquiescence",
    "non_state": "a non-state actor",
    "intergovernmental": "an intergovernmental body",
    "undescribed": "an actor not described",
}
PRONOUNS = frozenset("i we he she it they one me us him her them his their who you".split())
"""Voices that the report names by no other word; quoted, since outside its sentence they point at nobody."""

MONTHS = "January February March April May June July August September October November December".split()
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
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
MOODS = {
    "ongoing": "Said to go on",
    "attempted": "Said to have been attempted",
    "prevented": "Said to have been prevented",
    "planned": "Said to be planned",
    "conditional": "Only under a condition",
    "demanded": "Demanded",
    "promised": "Promised",
    "threatened": "Threatened",
    "warned": "Warned of",
    "questioned": "Asked about",
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


def label(code: str) -> str:
    """A type in words; a code that the taxonomy does not know stands for itself."""
    entry = types().get(code)
    known = {"incident": "Incidents"} if entry is None else {code: entry.label}
    return known.get(code, code.replace(".", ": ").replace("_", " "))


def date_words(edtf: str) -> str:
    """A date in words: `2021-03` is March 2021, `2017/..` is since 2017."""
    if "/" in edtf:
        start, end = edtf.split("/", 1)
        if end == "..":
            return f"since {date_words(start)}"
        if start == "..":
            return f"until {date_words(end)}"
        return f"{date_words(start)} to {date_words(end)}"
    about = "about " if edtf.endswith(("~", "?", "%")) else ""
    return about + _single(edtf.rstrip("~?%"))


def _single(edtf: str) -> str:
    parts = edtf.split("-")
    kind = precision(edtf) if parts[0] != "XXXX" else {3: "day", 2: "month"}.get(len(parts), "")
    year = "" if "X" in parts[0] else f" {parts[0]}"
    if kind == "day":
        return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]}{year}"
    if kind == "month":
        return f"{MONTHS[int(parts[1]) - 1]}{year}"
    if kind == "season":
        return f"{SEASONS.get(parts[1], parts[1])} {parts[0]}"
    if kind == "decade":
        return f"the {parts[0].replace('X', '0')}s"
    return edtf


def order(edtf: str | None) -> str:
    """A key that sorts dates; what has none comes last."""
    if edtf is None:
        return "9999"
    low, high = bounds(edtf)
    return (low or high).isoformat() if low or high else "9999"  # pyright: ignore[reportOptionalMemberAccess]  one of them is there


def range_words(low: int | None, best: int | None, high: int | None) -> str:
    """A range in words: "9 to 31", "at least 54", "12"."""
    if low is not None and low == high:
        return f"{low:,}"
    if low is not None and high is not None:
        return f"{low:,} to {high:,}"
    if low is not None:
        return f"at least {low:,}"
    if high is not None:
        return f"up to {high:,}"
    return f"about {best:,}" if best is not None else "no figure"


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


def figure_words(figure: Figure) -> str:
    """A figure in words, with its unit and, where it is not plain, its scope."""
    amount = range_words(figure.low, figure.best, figure.high)
    scope = "" if figure.scope in ("single", "incident") else f" ({figure.scope})"
    return f"{amount} {plural(figure.unit, figure.best)}{scope}"


def plural(unit: str, number: int | None) -> str:
    """A unit in the singular or plural."""
    if number == 1:
        return unit
    return {"person": "people", "family": "families", "facility": "facilities"}.get(
        unit, unit if unit.endswith("s") else unit + "s"
    )


def value_words(value: Value) -> str:
    """A slot's value in words."""
    match value:
        case Figure():
            return figure_words(value)
        case When():
            return date_words(value.value)
        case Place():
            return value.value
        case Party() if value.kind is not None:
            return value.value
        case _:
            return value.words


def names(values: Iterable[Value]) -> str:
    """Several values in a row: "A, B and C"."""
    words = list(dict.fromkeys(value_words(value) for value in values))
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


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
    return (
        author_name(report)
        if voice.name == AUTHOR
        else "a voice that is not named"
        if voice.name == "unnamed"
        else f"“{voice.name}”"
        if voice.name.casefold() in PRONOUNS
        else voice.name
    )


def voice_words(voice: Voice, report: Report) -> str:
    """A voice with how far it commits: "the ministry denies it"."""
    return f"{voice_name(voice, report)} {COMMITS[voice.commit]}{' (under coercion)' if voice.coerced else ''}"


def chain_words(voices: Sequence[Voice], report: Report) -> str:
    """The chain of voices, outermost first."""
    return " › ".join(voice_words(voice, report) for voice in voices)


def sentence(statement: Statement, report: Report) -> str:
    """One statement in a sentence that says whose it is: "Police detained three nurses in Odem, says the ministry."."""
    words = f"{claim(statement)}{_said(statement, report)}"
    return f"{words}." if not words.endswith((".", "…”")) else words


def claim(statement: Statement) -> str:
    """What is said, without who says it: "Police detained three nurses in Odem on 12 March 2021"."""
    told = WORDED[statement.kind](statement) + _circumstances(statement)
    mood = MOODS.get(statement.realis)
    kind = {"pattern": "As a pattern", "general": "In general"}.get(statement.specificity)
    before = "; ".join(filter(None, (mood, kind)))
    return f"{before}: {told}" if before else told[:1].upper() + told[1:]


def _verbs(statement: Statement) -> Mapping[str, str]:
    return data("en/wording.toml").get(statement.kind, {}).get(statement.type, {})


def _first(statement: Statement, *slots: str) -> str:
    return next((names(statement.values(slot)) for slot in slots if statement.values(slot)), "")


def _act(statement: Statement) -> str:
    verbs, agent = _verbs(statement), _first(statement, "agent", "co_agent", "orderer")
    patient = _first(statement, "victim", "object", "facility", "beneficiary", "addressee")
    if not verbs or not (agent or patient) or (agent and not patient):
        about = f" to {_first(statement, 'addressee')}" if statement.values("addressee") else ""
        return (
            label(statement.type) + (f" by {agent}" if agent else "") + (about or (f" ({patient})" if patient else ""))
        )
    return f"{agent} {verbs['did']} {patient}" if agent else f"{patient} {verbs.get('done', verbs['did'])}"


def _harm(statement: Statement) -> str:
    who = _first(statement, "count", "victim", "object")
    done = _verbs(statement).get("done")
    if not done or not who:
        return label(statement.type) + (f" ({who})" if who else "")
    return f"{who} {done}"


def _relation(statement: Statement) -> str:
    did = _verbs(statement).get("did", label(statement.type).lower())
    role = f" as {_first(statement, 'role')}" if statement.values("role") else ""
    return (
        f"{_first(statement, 'subject') or 'somebody'} {did} {_first(statement, 'object') or 'a body not named'}{role}"
    )


def _standing(statement: Statement) -> str:
    by = f", by {_first(statement, 'authority')}" if statement.values("authority") else ""
    under = f", under {_first(statement, 'instrument')}" if statement.values("instrument") else ""
    holder = _first(statement, "holder")
    return f"{label(statement.type)}: {holder}{by}{under}" if holder else f"{label(statement.type)}{by}{under}"


def _duty(statement: Statement) -> str:
    owed = f" towards {_first(statement, 'beneficiary')}" if statement.values("beneficiary") else ""
    asks = "; ".join(
        f"{word} “{_first(statement, slot)}”"
        for slot, word in (("requires", "to"), ("forbids", "not to"))
        if statement.values(slot)
    )
    basis = f", on the basis of {_first(statement, 'basis')}" if statement.values("basis") else ""
    return f"Duty of {_first(statement, 'bearer') or 'somebody not named'}{owed}{f': {asks}' if asks else ''}{basis}"


WORDED = {"act": _act, "harm": _harm, "relation": _relation, "standing": _standing, "duty": _duty}


def _circumstances(statement: Statement) -> str:
    place = next(iter(statement.places()), None)
    dates = [date for slot in ("date", "period", "from") for date in statement.dates(slot)]
    where = f" {_preposition(place)} {place.value}" if place else ""
    return where + (f" {dated(dates[0].value)}" if dates else "")


def _preposition(place: Place) -> str:
    return {"site": "at", "near": "near", "sea": "off"}.get(place.precision, "in")


def dated(edtf: str) -> str:
    """A date with its preposition: "on 12 March 2021", "in March 2021", "since 2017"."""
    words = date_words(edtf)
    if words.startswith(("since", "until", "about")):
        return words
    if "/" in edtf:
        return f"from {words}"
    return f"{'on' if precision(edtf) == 'day' else 'in'} {words}"


def _said(statement: Statement, report: Report) -> str:
    """Whose claim it is, the innermost voice first, then who passes it on."""
    inner, relays = statement.innermost, list(statement.voices[:-1])
    name = voice_name(inner, report) + (" (under coercion)" if inner.coerced else "")
    words = RELAYS[inner.commit].format(name)
    told = f", {words}" if inner.commit == "CT+" else f"; {words}"
    if not relays:
        return told
    told += f", as {voice_name(relays[0], report)} reports"
    if len(relays) > 1:
        told += ", quoting " + ", then ".join(voice_name(voice, report) for voice in relays[1:])
    denied = [voice for voice in relays if voice.commit.endswith("-")]
    return told + "".join(f"; {RELAYS[voice.commit].format(voice_name(voice, report))}" for voice in denied)


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
