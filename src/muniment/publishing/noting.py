"""Notice in plain words: who told whom what, and when; a sentence for each, never that somebody knew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from muniment.notice import Afterwards, Answer, Noted, Notice, Related, Section
from muniment.publishing.clauses import verb_of
from muniment.publishing.gathering import Gathered
from muniment.publishing.phrasing import PRONOUNS, agreeing, date_words, dated, label, plural, several

TITLES: Mapping[Section, str] = {
    "told": "Told",
    "shown": "Shown",
    "public": "Public",
    "said_to_know": "Said to know",
    "silent": "No answer",
    "doubtful": "Denied, doubted or only asked about",
}
DID: Mapping[str, str] = {
    "speech.warn": "warned",
    "speech.demand": "made a demand of",
    "record.notify": "notified",
    "speech.condemn": "complained to",
}
TOLD: Mapping[str, str] = {
    "speech.warn": "was warned",
    "speech.demand": "was asked or called on",
    "record.notify": "was notified",
    "speech.condemn": "was complained to",
}
"""The same where it is not said by whom."""
MOST_MATTERS = 4
"""Kinds of what something is about that a sentence names."""


def noted_words(one: Noted) -> str:
    """One thing that was noted, in a sentence without who says so."""
    return f"{_capital(_claim(one))}, {when_words(one)}{_chain(one.of)}."


def _claim(one: Noted) -> str:
    by, about, kind = _joined(one.by), about_words(one), label(one.type).lower()
    of, verb = f" of {about}" if about else "", verb_of(one.type, one.words)
    match one.section:
        case "told":
            matter = f" about {about}" if about else ""
            if not by:
                told = agreeing(TOLD[one.type], several(one.of.name))
                return f"{one.of.name} {told}{matter} (by whom is not said)"
            return f"{by} {DID[one.type]} {one.of.name}{matter}"
        case "doubtful":
            return f"{kind} to {one.of.name}{of} is denied, doubted or only asked about"
        case "said_to_know":
            said = agreeing("says", len(one.by) > 1 or several(by)) if by else "somebody not named says"
            return f"{by} {said} that {one.of.name} knew{of}".strip()
        case "public" if verb and by:
            return f"{by} {verb} {one.of.name}{f': {about}' if about else ''}"
        case "public":
            what = "report" if one.type == "report" else kind
            return f"{what}{f' by {by}' if by else ''} about {one.of.name}{f': {about}' if about else ''}"
        case _ if one.affirms is not None:
            said = agreeing("speaks of" if one.affirms else "denies", several(one.of.name))
            return f"{one.of.name} {said} {about or 'what is not said'}"
        case _ if verb:
            return f"{one.of.name} {verb} {about or '…'}"
        case _:
            return f"{kind} by {one.of.name}{f': {about}' if about else ''}"


def about_words(one: Noted) -> str:
    """What it is about, by type; nothing where the words do not tell."""
    kinds = list(dict.fromkeys(label(matter.type).lower() for matter in one.about))
    more = f" and {len(kinds) - MOST_MATTERS} more kinds" if len(kinds) > MOST_MATTERS else ""
    return ", ".join(kinds[:MOST_MATTERS]) + more


def when_words(one: Noted) -> str:
    """When, as far as it is said: the report's date is only the day by which it had happened."""
    if one.dates:
        return " and ".join(dated(edtf) for edtf in one.dates)
    return f"on a day not said, by {date_words(one.published)}" if one.published else "on a day not said"


def _chain(of: Related) -> str:
    if of.rank == "itself":
        return ""
    sure = "" if of.held == "held" else "perhaps "
    return f" ({of.name} is {sure}{of.rank} it by {len(of.ties)} {plural('tie', len(of.ties))} that day)"


def after_words(one: Afterwards) -> str:
    """What is said to have happened after, with how long after."""
    kinds = ", ".join(dict.fromkeys(label(type).lower() for type in one.types))
    when = " or ".join(dated(edtf) for edtf in one.dates[:2])
    return f"{_capital(kinds)} by {one.of.name}, {when}: {later_words(one)}{_chain(one.of)}."


def later_words(one: Afterwards) -> str:
    """How long after the first telling: "at least 13 days after"."""
    if not one.sure:
        return "perhaps after, perhaps before"
    if one.most == one.least:
        return f"{one.least:,} {plural('day', one.least)} after"
    if one.most is None:
        return f"at least {one.least:,} {plural('day', one.least)} after"
    return f"{one.least:,} to {one.most:,} days after"


def answer_words(one: Answer) -> str:
    """What may answer a telling, and why the two are put side by side."""
    return f"perhaps answered: {label(one.type).lower()} ({', '.join(one.fits)})"


def sections(notice: Notice) -> Sequence[tuple[str, Sequence[Noted]]]:
    """The parts of a notice with their titles; what is not said to be about the kind asked stands apart."""
    found: list[tuple[str, Sequence[Noted]]] = []
    for section, title in TITLES.items():
        for about, apart in ((True, ""), (False, ", about what is not said")):
            if held := notice.section(section, about=about):
                found.append((title + apart, held))
    return found


MOST_NOTED = 6
"""Lines of a section that a page shows; all of them are what `muniment notice` gives."""


def shown(view: Gathered) -> Iterator[Mapping[str, Any]]:
    """What the page shows of each actor that was told something: only what may be published, with its statements."""
    for notice in view.dossier.notices:
        held = [(title, [one for one in found if _open(one.statements, view)]) for title, found in sections(notice)]
        after = [one for one in notice.after if _open(one.statements, view)]
        told = [one for one in notice.section("told") if _open(one.statements, view)]
        if told:
            yield {
                "notice": notice,
                "told": told,
                "first": next((one for one in told if one.dates), None),
                "sections": [(title, found[:MOST_NOTED], len(found) - MOST_NOTED) for title, found in held if found],
                "after": after[:MOST_NOTED],
                "more": len(after) - MOST_NOTED,
                "answers": _answers(notice, view),
            }


def _open(statements: Iterable[str], view: Gathered) -> bool:
    return set(statements) <= view.statements.keys()


def _answers(notice: Notice, view: Gathered) -> Mapping[str, Sequence[Answer]]:
    """Telling → what may answer it."""
    found: dict[str, list[Answer]] = {}
    for answer in notice.answers:
        if _open((answer.telling, answer.answer), view):
            found.setdefault(answer.telling, []).append(answer)
    return found


def _joined(names: Iterable[str]) -> str:
    return " and ".join(f"“{name}”" if name.casefold() in PRONOUNS else name for name in names)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
