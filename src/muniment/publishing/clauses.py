"""Clauses: what a statement claims, without who says it; everybody and every place in its slots is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from muniment.publishing.phrasing import (
    MOODS,
    PRONOUNS,
    SEVERAL,
    agreeing,
    dated,
    joined,
    label,
    names,
    several,
    value_words,
)
from muniment.statement import HAPPENED, Figure, Party, Place, Statement, Value
from muniment.taxonomy import data

PATIENTS = ("victim", "object", "facility", "beneficiary", "addressee")
"""Slots that may hold whom or what an act was done to, the nearest first."""
BESIDE = {
    "co_agent": "together with",
    "orderer": "on the order of",
    "on_behalf_of": "on behalf of",
    "intermediary": "through",
    "beneficiary": "for",
    "addressee": "to",
}
"""How those are told who are not yet in the clause."""
AHEAD = ("planned", "conditional", "demanded", "promised", "threatened", "warned")
"""What did not happen, as far as is said: told with "would"."""
WANTED = ("planned", "demanded")
"""Of these, what is told as something to be: "that they be released"."""
THINGS = re.compile(r"^(a|an|the|his|her|its|their|our|my|your)\s+", re.IGNORECASE)


def claim(statement: Statement) -> str:
    """What is said, without who says it: "Police detained three nurses in Odem on 12 March 2021"."""
    told = WORDED[statement.kind](statement)
    told += _circumstances(statement, told)
    mood = "Only as what would be" if statement.realis == "conditional" else MOODS.get(statement.realis)
    kind = {"pattern": "As a pattern", "general": "In general"}.get(statement.specificity)
    before = "; ".join(filter(None, (mood, kind)))
    return f"{before}: {told}" if before else told[:1].upper() + told[1:]


def called(value: Value) -> str:
    """A value by its name; a pronoun by whom it stands for, and where that is not known as the report's word for them."""
    if not isinstance(value, Party) or value.words.casefold() not in PRONOUNS:
        return value_words(value)
    if value.value.casefold() not in PRONOUNS:
        return f"{value.value} (“{value.words}”)"
    who = "those" if value.words.casefold() in SEVERAL else "somebody"
    return f"{who} the report calls “{value.words}”"


def _named(values: Iterable[Value]) -> str:
    """All of them in a row; one whose words stand inside another's is part of its name."""
    held = list(values)
    apart = [one for one in held if not any(_inside(one, other) for other in held)]
    return joined(list(dict.fromkeys(called(one) for one in apart)))


def _inside(one: Value, other: Value) -> bool:
    within = other.start <= one.start and one.end <= other.end
    return within and (one.start, one.end) != (other.start, other.end)


def _many(values: Sequence[Value]) -> bool:
    """Whether the verb after these values is that of many."""
    if len(values) != 1:
        return len(dict.fromkeys(map(called, values))) > 1
    one = values[0]
    if isinstance(one, Figure):
        return one.best != 1
    person = isinstance(one, Party) and one.kind == "person"
    name = value_words(one)
    return several(name) if not person or name[:1].islower() or name.casefold() in PRONOUNS else False


def _verbs(statement: Statement) -> Mapping[str, Any]:
    """The verbs of a type; where it gathers several, that of the words that name the claim."""
    entry: Mapping[str, Any] = data("en/wording.toml").get(statement.kind, {}).get(statement.type, {})
    found = verb_of(statement.type, statement.trigger.words)
    return {**entry, "did": found, "done": found} if found else entry


def verb_of(type: str, words: str) -> str | None:
    """What an act is told by where its type gathers several verbs: the one that its words name; none where they do not."""
    by_words: Mapping[str, str] = data("en/wording.toml")["act"].get(type, {}).get("words", {})
    return next((verb for stem, verb in by_words.items() if stem in words.casefold()), None)


def _base(verbs: Mapping[str, Any]) -> str:
    """A verb without a time: "kill" of "killed"."""
    bases: Mapping[str, str] = data("en/wording.toml")["bases"]
    words = str(verbs["did"]).removeprefix("did ").split()
    return " ".join(bases.get(word, word) for word in words)


def _first(statement: Statement, *slots: str) -> tuple[str, Sequence[Value]]:
    """The first of the slots that holds anything, with what it holds."""
    held = {slot: statement.values(slot) for slot in slots if statement.values(slot)}
    every = [one for values in held.values() for one in values]
    # "raided our camp": what is a part of other words ("our") gives way to the whole.
    whole = {slot: values for slot, values in held.items() if not all(_within(one, every) for one in values)}
    return next(iter({**whole, **held}.items()), ("", ())) if whole else ("", ())


def _within(one: Value, others: Iterable[Value]) -> bool:
    return one.words.casefold() in PRONOUNS and any(_inside(one, other) for other in others)


def _act(statement: Statement) -> str:
    verbs = _verbs(statement)
    by, agents = _first(statement, "agent", "co_agent")
    to, patients = _first(statement, *(slot for slot in PATIENTS if slot != verbs.get("apart")))
    if to and verbs.get("only", to) != to:
        verbs = {}
    if to and to != "victim" and "thing" in verbs:
        verbs = {**verbs, "did": verbs["thing"], "done": verbs["thing"]}
    agent, patient = _named(agents), _named(patients)
    told, used = _nominal(statement, agent, patient), {by, to}
    if verbs and patient:
        told = _active(statement, verbs, agent, patient) if agent else _passive(statement, verbs, patients)
        if "words" in verbs and statement.values("content"):
            told += f" ({_quoted(statement)})"
    elif verbs and agent and "words" in verbs and statement.realis in HAPPENED:
        told = f"{agent} {verbs['did']} {_quoted(statement) or '…'}"
    others = [
        f" {word} {_named(statement.values(slot))}"
        for slot, word in BESIDE.items()
        if slot not in used and statement.values(slot)
    ]
    rest = [_named(statement.values(slot)) for slot in ("object", "facility") if slot not in used]
    more = [one for one in rest if one and one not in told]
    return told + "".join(others) + (f" ({'; '.join(more)})" if more else "")


def _quoted(statement: Statement) -> str:
    """What it is about, in the words that the report has for it."""
    return joined([f"“{words}”" for words in dict.fromkeys(one.words for one in statement.values("content"))])


def _nominal(statement: Statement, agent: str, patient: str) -> str:
    """An act by its label: "Demand or appeal by protesters", "Decision on an application by the ministry (3 permits)"."""
    about = (
        f" to {patient}" if statement.values("addressee") and patient == _named(statement.values("addressee")) else ""
    )
    by = f" by {agent}" if agent else ""
    return f"{label(statement.type)}{by}" + (about or (f" ({patient})" if patient else ""))


def _active(statement: Statement, verbs: Mapping[str, Any], agent: str, patient: str) -> str:
    if statement.realis == "attempted":
        return f"{agent} tried to {_base(verbs)} {patient}"
    if statement.realis in AHEAD:
        return f"{_ahead(statement, agent)} {_base(verbs)} {patient}"
    if statement.realis == "prevented":
        return f"{agent} would have {verbs['did']} {patient}"
    return f"{agent} {verbs['did']} {patient}"


def _passive(statement: Statement, verbs: Mapping[str, Any], patients: Sequence[Value]) -> str:
    done = verbs.get("done", verbs["did"])
    if statement.realis == "attempted":
        return f"somebody tried to {_base(verbs)} {_named(patients)}"
    return _told(statement, _named(patients), f"was {done}", _many(patients))


def _told(statement: Statement, who: str, words: str, many: bool) -> str:
    """Somebody and a verb in the third person, in the time of what is told: "they were held", "would be held"."""
    verb, _, rest = words.partition(" ")
    bare = "be" if verb in ("is", "was") else agreeing(verb, True)
    if statement.realis in AHEAD:
        return f"{_ahead(statement, who)} {bare} {rest}".rstrip()
    if statement.realis == "prevented" and bare == "be":
        return f"{who} would have been {rest}"
    if statement.realis == "ongoing" and verb == "was":
        words = f"is {rest}"
    return f"{who} {agreeing(words, many)}"


def _ahead(statement: Statement, who: str) -> str:
    """Somebody of whom something is wanted, planned, promised or feared, before a verb without a time."""
    return f"that {who}" if statement.realis in WANTED else f"{who} would"


def _harm(statement: Statement) -> str:
    _, held = _first(statement, "count", "victim", "object")
    done = _verbs(statement).get("done")
    who = _named(held)
    if not done or not who:
        return label(statement.type) + (f" ({who})" if who else "")
    first, _, rest = str(done).partition(" ")
    base = data("en/wording.toml")["bases"].get(first)
    if base and first != "held":
        return f"{_ahead(statement, who)} {base} {rest}".rstrip() if statement.realis in AHEAD else f"{who} {done}"
    return _told(statement, who, f"was {done}", _many(held))


def _relation(statement: Statement) -> str:
    did = _verbs(statement).get("did")
    who, whom = statement.values("subject"), statement.values("object")
    subject, object_ = _named(who) or "somebody", _named(whom) or "a body not named"
    role = _named(statement.values("role"))
    if itself(statement) or did is None:
        return f"{label(statement.type)}: {subject}" + ("" if itself(statement) else f", {object_}")
    if statement.type == "relation.kin_of" and role:
        if subject.casefold() == role.casefold():
            return _told(statement, object_, f"has a {role}", _many(whom))
        return _told(statement, subject, f"is {role} of {object_}", _many(who))
    told = _told(statement, subject, f"{did} {object_}", _many(who))
    return told + (f" as {role}" if role and role.casefold() not in subject.casefold() else "")


def itself(statement: Statement) -> bool:
    """Whether a tie is of somebody to themself by the same name, and so tells nothing."""
    who, whom = (
        {_bare(value_words(one)) for one in statement.values(slot)}
        | {one.actor or "" for one in statement.parties(slot)}
        for slot in ("subject", "object")
    )
    return statement.kind == "relation" and bool((who & whom) - {""})


def _bare(name: str) -> str:
    return THINGS.sub("", name.casefold())


def _standing(statement: Statement) -> str:
    by = f", by {_named(statement.values('authority'))}" if statement.values("authority") else ""
    under = f", under {_named(statement.values('instrument'))}" if statement.values("instrument") else ""
    holder = _named(statement.values("holder"))
    return f"{label(statement.type)}: {holder}{by}{under}" if holder else f"{label(statement.type)}{by}{under}"


def _duty(statement: Statement) -> str:
    owed = f" towards {_named(statement.values('beneficiary'))}" if statement.values("beneficiary") else ""
    asks = "; ".join(
        f"{word} “{names(statement.values(slot))}”"
        for slot, word in (("requires", "to"), ("forbids", "not to"))
        if statement.values(slot)
    )
    basis = f", on the basis of {names(statement.values('basis'))}" if statement.values("basis") else ""
    bearer = _named(statement.values("bearer"))
    return f"Duty{f' of {bearer}' if bearer else ''}{owed}{f': {asks}' if asks else ''}{basis}"


WORDED = {"act": _act, "harm": _harm, "relation": _relation, "standing": _standing, "duty": _duty}


def _circumstances(statement: Statement, told: str) -> str:
    """Every place and every date, but for a place that the clause ends with or that the act was done to."""
    patients = {_bare(value_words(one)) for slot in (*PATIENTS, "subject") for one in statement.values(slot)}
    by: dict[str, list[str]] = {}
    for place in statement.places():
        word = _preposition(place)
        if _bare(place.value) not in patients and not told.endswith(f" {word} {place.value}"):
            by.setdefault(word, []).append(place.value)
    where = [f"{word} {joined(list(dict.fromkeys(held)))}" for word, held in by.items()]
    dates = [date.value for slot in ("date", "period", "from") for date in statement.dates(slot)]
    when = list(dict.fromkeys(map(dated, dates)))
    return (f" {joined(where)}" if where else "") + (f" {joined(when)}" if when else "")


def _preposition(place: Place) -> str:
    return {"site": "at", "near": "near", "sea": "off"}.get(place.precision, "in")
