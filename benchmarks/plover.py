"""Scores the event that each sentence tells against PLOVER's coded sentences; skips where the set is missing.

Usage: python -m benchmarks.plover PATH_OF_THE_SET [--split dev] [--errors]

The set is not part of the project. Each sentence has one event class, with a source and a target.

The event of a sentence is its highest act: the one whose trigger has fewest words above it in the syntax, the
earlier of two. Its class is that of the first PLOVER code of its type; what is only announced, promised or
threatened is an agreement where the deed would be friendly and a threat where it would not, what is demanded is
a request, and a friendly deed that is denied is a rejection. A type without a PLOVER code has no class.

Its sources are its agents. Its targets are whoever it is done or said to or with; where the act itself names nobody,
those of the act it speaks of (of a demand, who is to act), and last the things and places it names. A party is the
one the set means where its words have a name of the set's, titles and "in …", "of …" apart, or, where the set gives
no name, a word; names are compared by their first five letters, so that "Israel" and "Israeli" are one. Source and target are right where
every source and every target of the set is met; where it has two sides and no target, both must be there; where it
has no target, nobody else may be named as addressee, victim or beneficiary. More parties than the set names are
let pass otherwise.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from benchmarks.sets import split_of
from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.report import report_of
from muniment.statement import Content, Statement
from muniment.taxonomy import type_of

HOME = "github.com/openeventdata/PLOVER"
OLDER = {"DEMAND": "REQUEST", "FIGHT": "ASSAULT", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}
FRIENDLY = ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT")
SPOKEN = ("speech.", "repress.threat", "record.")
SPEECH = (*SPOKEN, "diplomacy.agreement")
HOSTILE = ("REJECT", "PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT", "THREATEN")
DONE_TO = ("addressee", "victim", "beneficiary", "co_agent")
PEOPLE = ("addressee", "victim", "beneficiary")
THINGS = ("object", "facility", "origin", "destination", "place")
CUT = re.compile(r" (?:in|of|from|at|near|throughout|based|operating) ")
TITLES = frozenset(
    "president prime minister vice foreign general secretary leader king federal junior state the former of and "
    "for in a an on from security council army forces government".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a sentence tells, as PLOVER would code it."""

    name: str
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Addressees, victims and beneficiaries."""


NONE = Event(name="-")


def main() -> None:
    arguments = _arguments()
    source = split_of(arguments.set, arguments.split, HOME)
    if source is None:
        return
    records = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    extractor = SpacyExtractor()
    told = [event_of(record["text"], extractor) for record in records]
    _print(records, told, errors=arguments.errors)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", default="plover")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--errors", action="store_true", help="list the sentences that are not right")
    return parser.parse_args()


def event_of(text: str, extractor: SpacyExtractor) -> Event:
    """The event that a sentence tells."""
    report = report_of(text.encode(), text, name="sentence.txt", media_type="text/plain", language="en")
    made = {one.id: one for one in extractor.extract(report).statements if one.kind == "act"}
    if not made:
        return NONE
    doc = extractor.parsed(text)
    return as_event(min(made.values(), key=lambda one: _height(one, doc)), made)


def _height(statement: Statement, doc: Doc) -> tuple[int, int]:
    span = doc.char_span(statement.trigger.start, statement.trigger.end, alignment_mode="expand")
    return (len(list(span.root.ancestors)) if span is not None else 99, statement.trigger.start)


def as_event(statement: Statement, made: Mapping[str, Statement]) -> Event:
    """A statement as an event; the statements of the sentence give the contents of speech."""
    name = class_of(statement)
    targets = _values(statement, DONE_TO)
    for content in statement.values("content") if statement.type.startswith(SPEECH) else ():
        about = made.get(content.statement) if isinstance(content, Content) else None
        if about is not None and not targets:
            targets = _values(about, ("agent",)) if name == "REQUEST" else _targets(about)
    return Event(
        name=name,
        sources=_values(statement, ("agent",)),
        targets=targets or _targets(statement),
        others=_values(statement, PEOPLE),
    )


def class_of(statement: Statement) -> str:
    """PLOVER's class of an act: of its type's first code, turned by its realis and by denial."""
    codes = type_of(statement.type).plover
    name = codes[0].replace("+", "/").split("/")[0] if codes else "-"
    if statement.type.startswith(SPOKEN):
        return name
    if statement.realis == "demanded":
        return "REQUEST"
    if name in FRIENDLY and statement.innermost.commit.endswith("-"):
        return "REJECT"
    if statement.realis in ("promised", "planned", "threatened", "conditional", "warned"):
        return "AGREE" if name in FRIENDLY else "THREATEN" if name in HOSTILE else name
    return name


def _targets(statement: Statement) -> tuple[str, ...]:
    return _values(statement, DONE_TO) or _values(statement, THINGS)


def _values(statement: Statement, slots: Iterable[str]) -> tuple[str, ...]:
    values = [value for slot in slots for value in statement.values(slot) if not isinstance(value, Content)]
    return tuple(f"{value.words} {getattr(value, 'value', '')}" for value in values)


def parties_right(record: Mapping[str, Any], event: Event) -> bool:
    """Whether every source and target of the set is among those of the event."""
    sources, targets = _actors(record.get("source")), _actors(record.get("target"))
    sided = len(sources) > 1 and not targets
    ours = (*event.sources, *event.targets) if sided else event.sources
    if not all(any(same(gold, one) for one in ours) for gold in sources):
        return False
    if not targets:
        return all(any(same(gold, one) for gold in sources) for one in event.others)
    return all(any(same(gold, one) for one in event.targets) for gold in targets)


def _actors(written: Any) -> list[str]:
    return [actor["actorText"] for actor in written] if isinstance(written, list) else []


def same(gold: str, ours: str) -> bool:
    """Whether two phrases share a name, or a word where the first has no name."""
    return bool(_names(gold) & {word[:5] for word in _words(ours)})


def _names(phrase: str) -> set[str]:
    head = CUT.split(phrase)[0]
    tried = (_words(_capitals(head)), _words(head), _words(_capitals(phrase)), _words(phrase))
    return {word[:5] for word in next(filter(None, tried), ())}


def _capitals(phrase: str) -> str:
    return " ".join(word for word in phrase.replace("-", " ").split() if word[:1].isupper())


def _words(phrase: str) -> list[str]:
    plain = phrase.replace("-", " ").replace("'s", "").replace(".", "").lower()
    return [word.strip("\"',()`") for word in plain.split() if word.strip("\"',()`") not in TITLES]


def _print(records: Sequence[Mapping[str, Any]], told: Sequence[Event], *, errors: bool) -> None:
    wanted = [OLDER.get(record["event"], record["event"]) for record in records]
    named = [event.name == name for event, name in zip(told, wanted, strict=True)]
    placed = [parties_right(record, event) for record, event in zip(records, told, strict=True)]
    for record, name, event, first, second in zip(records, wanted, told, named, placed, strict=True):
        if errors and not (first and second):
            marks = ("" if first else " class") + ("" if second else " parties")
            print(f"{name} read as {event.name}:{marks}\n  {record['text']}")
            print(f"  set:  {_actors(record.get('source'))} > {_actors(record.get('target'))}")
            print(f"  read: {list(event.sources)} > {list(event.targets)}")
    rights = Counter(name for name, right in zip(wanted, named, strict=True) if right)
    for name, count in sorted(Counter(wanted).items()):
        print(f"{name:<12}{rights[name]:>4} of {count}")
    print(f"sentences                    {len(records)}")
    print(f"event class right            {_share(named)}")
    print(f"source and target both right {_share(placed)}")
    print(f"all three right              {_share([one and two for one, two in zip(named, placed, strict=True)])}")


def _share(rights: Sequence[bool]) -> str:
    return f"{100 * sum(rights) / max(len(rights), 1):.1f}%"


if __name__ == "__main__":
    main()
