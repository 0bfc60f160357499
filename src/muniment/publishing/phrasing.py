"""Phrasing: types, dates, numbers, units and the values of slots in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from muniment.edtf import bounds, precision
from muniment.statement import Figure, Party, Place, Value, When
from muniment.taxonomy import types

PRONOUNS = frozenset(
    "i we he she it they one me us him her them his hers its our ours my your their theirs who you themselves".split()
)
"""Whom the report names by no other word; quoted, since outside its sentence they point at nobody."""
SEVERAL = frozenset("we they us them our ours their theirs themselves you".split())
"""Those of them that are more than one, or may be."""
MANY = frozenset("people police men women children those others staff troops all both".split())
"""Words for more than one that do not end in s."""
SOME = frozenset("those all both some many several most few".split())
"""What stands before a name of more than one."""
NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve dozens scores hundreds thousands".split()
)
BODIES = frozenset(
    """brigades forces battalions units guards soldiers fighters troops rebels militants gunmen doctors nurses monitors
    interrogators officers officials police parents teachers relatives residents refugees villagers civilians patients
    pupils students prisoners detainees protesters survivors witnesses members men women children""".split()
)
"""Capitalised, these are of more than one; any other name that ends in s may be one person's, or a country's."""
HEAD = re.compile(r" (?:of|in|at|from|for|near|who|whom|that|with|on|to) |,")
"""Where the word that decides the number of a name ends: the "residents" of "residents of Camp Tirrel"."""

MONTHS = "January February March April May June July August September October November December".split()
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}

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
    parts, kind = edtf.split("-"), _kind(edtf)
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


def _kind(edtf: str) -> str:
    parts = edtf.split("-")
    return precision(edtf) if parts[0] != "XXXX" else {3: "day", 2: "month"}.get(len(parts), "")


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


def figure_words(figure: Figure) -> str:
    """A figure in words, with its unit and, where it is not plain, its scope."""
    amount = range_words(figure.low, figure.best, figure.high)
    words = figure.words.casefold()
    if figure.low is not None and figure.high is None and re.search(r"\b(more than|over|above)\b", words):
        amount = f"more than {figure.low:,}"
    if figure.high is not None and figure.low is None and re.search(r"\b(fewer than|less than|under)\b", words):
        amount = f"fewer than {figure.high:,}"
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
    return joined(list(dict.fromkeys(value_words(value) for value in values)))


def joined(words: Sequence[str]) -> str:
    """Words in a row: "A, B and C"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def several(name: str) -> bool:
    """Whether a name is of more than one, as far as its words tell: "three traders", "the Brigades", "they"."""
    head = HEAD.split(name.strip("“”"), maxsplit=1)[0].split()
    if not head:
        return False
    low = [word.casefold() for word in head]
    if low[0] in PRONOUNS:
        return low[0] in SEVERAL
    if any((word.isdigit() and word != "1") or word in NUMBERS for word in (one.replace(",", "") for one in low)):
        return True
    if low[0] in SOME or low[-1] in MANY:
        return True
    if head[-1][:1].isupper():
        return low[-1] in BODIES
    plain = low[-1].endswith("s") and not low[-1].endswith(("ss", "us", "is", "'s"))
    return plain or low[-1].endswith(("women", "gunmen", "policemen", "children"))


def agreeing(words: str, many: bool) -> str:
    """A verb in the third person as one or as many have it: "is held" and "are held", "resides in" and "reside in"."""
    verb, _, rest = words.partition(" ")
    known = {"is": "are", "was": "were", "has": "have", "denies": "deny", "passes": "pass"}
    turned = known.get(verb, verb[:-1] if verb.endswith("s") else verb) if many else verb
    return f"{turned} {rest}".rstrip()


def dated(edtf: str) -> str:
    """A date with its preposition: "on 12 March 2021", "in March 2021", "since 2017"."""
    words = date_words(edtf)
    if words.startswith(("since", "until", "about")):
        return words
    if "/" in edtf:
        return f"from {words}"
    return f"{'on' if _kind(edtf) == 'day' else 'in'} {words}"
