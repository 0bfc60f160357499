"""Notice in plain words: who told whom what, and when; a sentence for each, never that somebody knew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from muniment.notice import Afterwards, Answer, Noted, Notice, Related, Section
from muniment.publishing.wording import PRONOUNS, date_words, dated, label, plural

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
SHOWED: Mapping[str, str] = {
    "speech.acknowledge": "acknowledged",
    "speech.deny": "denied",
    "speech.refuse": "refused",
    "speech.promise": "promised",
    "legal.investigate": "investigated",
    "legal.redress": "gave redress for",
    "omit.respond": "gave no answer about",
}
MOST_MATTERS = 4
"""Kinds of what something is about that a sentence names."""


def noted_words(one: Noted) -> str:
    """One thing that was noted, in a sentence without who says so."""
    return f"{_capital(_claim(one))}, {when_words(one)}{_chain(one.of)}."


def _claim(one: Noted) -> str:
    by, about = _joined(one.by), about_words(one)
    match one.section:
        case "told":
            return f"{by or 'somebody not named'} {DID[one.type]} {one.of.name} about {about}"
        case "doubtful":
            return f"a {label(one.type).lower()} to {one.of.name} about {about}: denied, doubted or only asked about"
        case "said_to_know":
            return f"{one.of.name} knew of {about}, says {by}"
        case "public":
            what = "report" if one.type == "report" else label(one.type).lower()
            return f"{what}{f' by {by}' if by else ''} about {one.of.name} and {about}"
        case _ if one.affirms is not None:
            return f"{one.of.name} {'spoke of' if one.affirms else 'denied'} {about}"
        case _:
            return f"{one.of.name} {SHOWED[one.type]} {about}"


def about_words(one: Noted) -> str:
    """What it is about, by type; said so where the words do not tell."""
    kinds = list(dict.fromkeys(label(matter.type).lower() for matter in one.about))
    more = f" and {len(kinds) - MOST_MATTERS} more kinds" if len(kinds) > MOST_MATTERS else ""
    return ", ".join(kinds[:MOST_MATTERS]) + more if kinds else "what is not said"


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
    number = f"{one.incident}: " if one.incident else ""
    return f"{number}{_capital(kinds)} by {one.of.name}, {when}: {later_words(one)}{_chain(one.of)}."


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


def _joined(names: Iterable[str]) -> str:
    return " and ".join(f"“{name}”" if name.casefold() in PRONOUNS else name for name in names)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
