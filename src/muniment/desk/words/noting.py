"""Noting: who told whom what, and what came after, a sentence each, in the language that is spoken; never that somebody knew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from muniment.desk.words.speaking import ENGLISH, gettext, language, ngettext, numeral
from muniment.desk.words.wording import date_words, label
from muniment.edtf import precision
from muniment.notice import Afterwards, Answer, Noted, Related
from muniment.publishing import noting
from muniment.publishing.noting import MOST_MATTERS
from muniment.publishing.wording import PRONOUNS


def noted_words(one: Noted) -> str:
    """One thing that was noted, in a sentence without who says so."""
    if language() == ENGLISH:
        return noting.noted_words(one)
    said = {"claim": _capital(_about(_claim(one), one)), "when": _when(one), "chain": _chain(one.of)}
    return gettext("%(claim)s, %(when)s%(chain)s.") % said


def _claim(one: Noted) -> str:
    by = _joined(one.by) or gettext("somebody not named")
    said = {"kind": label(one.type), "of": one.of.name, "by": by}
    match one.section:
        case "told":
            return TOLD[one.type]() % said
        case "doubtful":
            return gettext("%(kind)s to %(of)s, which is denied, doubted or only asked about") % said
        case "said_to_know":
            return gettext("%(by)s says that %(of)s knew") % said
        case "public":
            said["kind"] = gettext("report") if one.type == "report" else said["kind"]
            return (gettext("%(kind)s on %(of)s, by %(by)s") if one.by else gettext("%(kind)s on %(of)s")) % said
        case _ if one.affirms is not None:
            return (gettext("%(of)s speaks of it") if one.affirms else gettext("%(of)s denies it")) % said
        case _:
            return gettext("%(kind)s by %(of)s") % said


TOLD: Mapping[str, Callable[[], str]] = {
    "speech.warn": lambda: gettext("%(by)s warned %(of)s"),
    "speech.demand": lambda: gettext("%(by)s made a demand of %(of)s"),
    "record.notify": lambda: gettext("%(by)s notified %(of)s"),
    "speech.condemn": lambda: gettext("%(by)s complained to %(of)s"),
}


def _about(claim: str, one: Noted) -> str:
    """A claim with the types of what it is about; alone where the words do not tell."""
    kinds = list(dict.fromkeys(_lowered(label(matter.type)) for matter in one.about))
    more = len(kinds) - MOST_MATTERS
    named = ", ".join(kinds[:MOST_MATTERS])
    if more > 0:
        said = {"kinds": named, "n": more}
        named = ngettext("%(kinds)s and %(n)s more kind", "%(kinds)s and %(n)s more kinds", more) % said
    return gettext("%(claim)s (about: %(kinds)s)") % {"claim": claim, "kinds": named} if named else claim


def _when(one: Noted) -> str:
    if one.dates:
        return _and(dated(edtf) for edtf in one.dates)
    if not one.published:
        return gettext("on a day not said")
    return gettext("on a day not said, by %(day)s") % {"day": date_words(one.published)}


def dated(edtf: str) -> str:
    """A date with its preposition: "on 12 March 2021", "in March 2021", "since 2017"."""
    words = date_words(edtf)
    if "/" in edtf or edtf.endswith(("~", "?", "%")):
        return words
    kind = precision(edtf)
    if kind == "day":
        return gettext("on %(day)s") % {"day": words}
    return gettext("in %(month)s") % {"month": words} if kind in ("month", "year") else words


def _chain(of: Related) -> str:
    if of.rank == "itself":
        return ""
    ties = len(of.ties)
    if of.rank == "above":
        said = ngettext(
            "%(name)s is above it by %(n)s tie that day", "%(name)s is above it by %(n)s ties that day", ties
        )
    else:
        said = ngettext(
            "%(name)s is below it by %(n)s tie that day", "%(name)s is below it by %(n)s ties that day", ties
        )
    chain = said % {"name": of.name, "n": ties}
    return f" ({chain if of.held == 'held' else gettext('%(chain)s, perhaps') % {'chain': chain}})"


def after_words(one: Afterwards) -> str:
    """What is said to have happened after, with how long after."""
    if language() == ENGLISH:
        return noting.after_words(one)
    kinds = dict.fromkeys(map(label, one.types))
    first, *others = kinds
    said = {
        "kinds": ", ".join((first, *map(_lowered, others))),
        "by": one.of.name,
        "when": gettext(" or ").join(dated(edtf) for edtf in one.dates[:2]),
        "later": _later(one),
        "chain": _chain(one.of),
    }
    return gettext("%(kinds)s by %(by)s, %(when)s: %(later)s%(chain)s.") % said


def _later(one: Afterwards) -> str:
    said = {"least": numeral(one.least), "most": numeral(one.most or 0)}
    if not one.sure:
        return gettext("perhaps after, perhaps before")
    if one.most == one.least:
        return ngettext("%(least)s day after", "%(least)s days after", one.least) % said
    if one.most is None:
        return ngettext("at least %(least)s day after", "at least %(least)s days after", one.least) % said
    return gettext("%(least)s to %(most)s days after") % said


def answer_words(one: Answer) -> str:
    """What may answer a telling, and why the two are put side by side."""
    if language() == ENGLISH:
        return noting.answer_words(one)
    said = {"kind": _lowered(label(one.type)), "fits": ", ".join(map(gettext, one.fits))}
    return gettext("perhaps answered: %(kind)s (%(fits)s)") % said


def _joined(names: Iterable[str]) -> str:
    quoted = (gettext("“%(word)s”") % {"word": one} if one.casefold() in PRONOUNS else one for one in names)
    return _and(quoted)


def _and(words: Iterable[str]) -> str:
    *before, last = [*words] or [""]
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(before), "last": last} if before else last


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
