"""Telling: voices, values and statements in words, in the language that is spoken; names and what is quoted stay.

English tells a statement with the verb of its type. Every other language names the type and puts who and whom beside it,
so that words of the report, which are in its own language, need not be bent into a sentence of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from muniment.desk.words.speaking import ENGLISH, gettext, language
from muniment.desk.words.wording import date_words, label, plural, range_words
from muniment.incident import Principal
from muniment.publishing import wording
from muniment.publishing.gathering import incident_date, incident_kind, incident_place
from muniment.publishing.wording import AGENTS, COMMITS, MOODS, PRONOUNS, VIOLATIONS, shortened
from muniment.report import Report
from muniment.statement import AUTHOR, Figure, Statement, Value, Voice, When

UNSPECIFIC = {"pattern": "As a pattern", "general": "In general"}


def title_of(told: Sequence[Statement]) -> str:
    """What an incident is called: its weightiest type, where, and when."""
    kind, date = incident_kind(told), incident_date(told)
    parts = (label(kind) if kind else gettext("Incident"), incident_place(told), date_words(date) if date else None)
    return ", ".join(part for part in parts if part)


def author_name(report: Report) -> str:
    """Who the author's voice is: the publisher, the author, or the report by its title."""
    title = shortened(report.title or report.name)
    return report.publisher or report.author or gettext("the report “%(title)s”") % {"title": title}


def voice_words(voice: Voice, report: Report) -> str:
    """A voice with how far it commits: "the ministry denies it"."""
    if language() == ENGLISH:
        return wording.voice_words(voice, report)
    return gettext("%(voice)s %(commit)s") % {
        "voice": _named(voice, report),
        "commit": gettext(COMMITS[voice.commit]),
    }


def chain_words(voices: Sequence[Voice], report: Report) -> str:
    """The chain of voices, outermost first."""
    return " › ".join(voice_words(voice, report) for voice in voices)


def value_words(value: Value) -> str:
    """A slot's value in words."""
    if isinstance(value, Figure):
        return figure_words(value)
    return date_words(value.value) if isinstance(value, When) else wording.value_words(value)


def figure_words(figure: Figure) -> str:
    """A figure in words, with its unit and, where it is not plain, its scope."""
    amount = f"{range_words(figure.low, figure.best, figure.high)} {plural(figure.unit, figure.best)}"
    return amount if figure.scope in ("single", "incident") else f"{amount} ({gettext(figure.scope)})"


def names(values: Iterable[Value]) -> str:
    """Several values in a row: "A, B and C"."""
    words = dict.fromkeys(map(value_words, values))
    *before, last = map(_plain, words) if words else [""]
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(before), "last": last} if before else last


def mainly(principal: Principal) -> str:
    """What a report is mainly about, in one line: what, to whom, by whom, where and when."""
    if language() == ENGLISH:
        return wording.mainly(principal)
    kinds = (gettext(VIOLATIONS.get(one, one.replace("_", " "))) for one in principal.violations)
    people, agents = names(principal.victims), principal.values("agent")
    who = names(agents)
    if principal.agent_kind and len(agents) == 1:
        who = f"{who} ({gettext(AGENTS[principal.agent_kind])})"
    places = dict.fromkeys(str(getattr(place, "value", "")) for place in principal.values("place"))
    dates = [date_words(date.value) for date in principal.values("date") if isinstance(date, When)]
    what = ", ".join(kinds) or gettext("harm")
    what = gettext("%(what)s (%(whom)s)") % {"what": what, "whom": people} if people else what
    parts = (what, gettext("by %(who)s") % {"who": who} if who else "", ", ".join(places), *dates)
    return " · ".join(part for part in parts if part)


def sentence(statement: Statement, report: Report) -> str:
    """One statement in a sentence that says whose it is."""
    if language() == ENGLISH:
        return wording.sentence(statement, report)
    told = _claim(statement)
    inner, relays = statement.innermost, statement.voices[:-1]
    if inner.commit == "CT+":
        told = gettext("%(told)s, according to %(name)s") % {"told": told, "name": _named(inner, report)}
    else:
        told = _said(told, inner, report)
    if relays:
        passed = " › ".join(_named(one, report) for one in relays)
        told = gettext("%(told)s, as passed on by %(names)s") % {"told": told, "names": passed}
    for one in relays:
        told = _said(told, one, report) if one.commit.endswith("-") else told
    return f"{told}."


def _said(told: str, voice: Voice, report: Report) -> str:
    said = {"told": told, "name": _named(voice, report), "commit": gettext(COMMITS[voice.commit])}
    return gettext("%(told)s; %(name)s %(commit)s") % said


def _named(voice: Voice, report: Report) -> str:
    if voice.name == AUTHOR:
        name = author_name(report)
    elif voice.name == "unnamed":
        name = gettext("a voice that is not named")
    else:
        name = _plain(voice.name)
    return gettext("%(name)s (under coercion)") % {"name": name} if voice.coerced else name


def _plain(name: str) -> str:
    """A name; in quotes where it points at nobody outside its own sentence."""
    return gettext("“%(word)s”") % {"word": name} if name.casefold() in PRONOUNS else name


def _claim(statement: Statement) -> str:
    """What is said, without who says it: its type, to whom, by whom, where and when."""
    place = next(iter(statement.places()), None)
    dates = [date for slot in ("date", "period", "from") for date in statement.dates(slot)]
    around = (place.value if place else "", date_words(dates[0].value) if dates else "")
    told = ", ".join(part for part in (_core(statement), *around) if part)
    mood, kind = MOODS.get(statement.realis), UNSPECIFIC.get(statement.specificity)
    before = gettext("; ").join(gettext(one) for one in (mood, kind) if one)
    told = (
        told if statement.kind == "relation" or not before else told[:1].lower() + told[1:]
    )  # that begins with a name
    return gettext("%(mood)s: %(told)s") % {"mood": before, "told": told} if before else told


def _core(statement: Statement) -> str:
    what = label(statement.type)
    match statement.kind:
        case "act":
            who = _first(statement, "agent", "co_agent", "orderer")
            whom = _first(statement, "victim", "object", "facility", "beneficiary", "addressee")
        case "harm":
            who, whom = "", _first(statement, "count", "victim", "object")
        case "relation":
            ends = (
                _first(statement, "subject") or "?",
                what,
                _first(statement, "object") or "?",
                _first(statement, "role"),
            )
            return " · ".join(part for part in ends if part)
        case "standing":
            who, whom = _first(statement, "authority"), _first(statement, "holder")
        case _:
            who, whom = "", _first(statement, "bearer")
    said = _of(what, whom)
    said = gettext("%(what)s, by %(who)s") % {"what": said, "who": who} if who else said
    rest = [
        gettext("%(slot)s “%(words)s”") % {"slot": gettext(slot), "words": words}
        for slot in ("instrument", "requires", "forbids", "basis")
        if statement.kind in ("standing", "duty") and (words := _first(statement, slot))
    ]
    return gettext("; ").join((said, *rest))


def _of(what: str, whom: str) -> str:
    return gettext("%(what)s: %(whom)s") % {"what": what, "whom": whom} if whom else what


def _first(statement: Statement, *slots: str) -> str:
    return next((names(statement.values(slot)) for slot in slots if statement.values(slot)), "")
