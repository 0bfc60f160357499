"""How well people are matched between lists: invented people, some on several lists, each list with its own mistakes."""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from muniment.linking.lists import clusterings
from muniment.linking.people import people

STARTS = "al bar cor dor el far gar hel ir jor kal lor mir nor or pel ras sol tar ul var wen yas zor".split()
MIDDLES = "a e i o u an en or ir es".split()
ENDS = "dan dric mak na ra ric ris sa sen ta tha vane vor wen".split()
PLACES = "Osmeth,Pelhame,Dorrane,Karvath,Lower Osmeth,Tirrel,Vennick,Saltmarsh,Hollin,Orvassa".split(",")
SLIPS = (("k", "c"), ("c", "k"), ("v", "w"), ("i", "y"), ("s", "ss"), ("th", "t"), ("e", "a"), ("r", "rr"), ("o", "u"))
LISTS = {"Parish register": 0.5, "Relief committee": 0.4, "Court files": 0.3, "Newspaper roll": 0.25}
"""List → how much of what happened it has."""

COLUMNS = ("list", "id", "name", "sex", "age", "date", "place", "region")
LEVELS = {"easy": 0.06, "medium": 0.15, "hard": 0.3}
"""How often each word of a record is miswritten, and half as often left out."""


def invented(number: int, *, wrong: float, seed: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Records with the person each is of; `number` people died, of whom some are on no list."""
    drawn = random.Random(seed)
    givens, families = (_names(drawn, many) for many in (90, 400))
    for person in range(number):
        sex = "m" if drawn.random() < 0.8 else "f"
        given = drawn.choices(givens, [1 / (rank + 3) for rank in range(len(givens))])[0]
        family = drawn.choice(families)
        age = min(max(int(drawn.gauss(34, 17)), 0), 95)
        day = date(2021, 1, 1) + timedelta(days=int(drawn.betavariate(2, 3) * 300))
        place = PLACES[min(int(drawn.expovariate(0.45)), len(PLACES) - 1)]
        for name, share in LISTS.items():
            if drawn.random() < share:
                told = {"sex": sex, "age": str(age), "date": day.isoformat(), "place": place}
                record = {"list": name, "name": _misspelt(drawn, given, family, wrong)}
                record |= {column: _mistaken(drawn, column, cell, wrong) for column, cell in told.items()}
                yield str(person), record | {"region": "North" if place < "M" else "South"}


def _names(drawn: random.Random, many: int) -> Sequence[str]:
    found: dict[str, None] = {}
    while len(found) < many:
        middle = drawn.choice(MIDDLES) if drawn.random() < 0.6 else ""
        found[(drawn.choice(STARTS) + middle + drawn.choice(ENDS)).capitalize()] = None
    return list(found)


def _misspelt(drawn: random.Random, given: str, family: str, wrong: float) -> str:
    first, last = (_slip(drawn, part) if drawn.random() < wrong else part for part in (given, family))
    if drawn.random() < wrong / 2:
        return drawn.choice([last, f"{first[0]}. {last}"])
    return drawn.choice([f"{last.upper()}, {first}", f"{first} {last}"]) if drawn.random() < 0.3 else f"{first} {last}"


def _slip(drawn: random.Random, word: str) -> str:
    held = [(old, new) for old, new in SLIPS if old in word[1:]]
    if held and drawn.random() < 0.7:
        old, new = drawn.choice(held)
        return word[0] + word[1:].replace(old, new, 1)
    place = drawn.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _mistaken(drawn: random.Random, column: str, cell: str, wrong: float) -> str:
    if drawn.random() < wrong / 2:
        return ""
    if drawn.random() >= (wrong / 5 if column == "sex" else wrong):
        return cell
    match column:
        case "age":
            return str(max(int(cell) + drawn.choice([-10, -5, -2, -1, 1, 2, 5, 10]), 0))
        case "date":
            near = date.fromisoformat(cell) + timedelta(days=drawn.choice([-7, -2, -1, 1, 2, 7]))
            return drawn.choice([near.isoformat(), cell[:7]])
        case "place":
            return drawn.choice(PLACES)
        case _:
            return {"m": "f", "f": "m"}[cell]


def table(number: int, *, wrong: float, seed: int) -> tuple[str, Mapping[str, str]]:
    """A CSV of the records, in an order that says nothing, and record → person."""
    records = list(invented(number, wrong=wrong, seed=seed))
    random.Random(seed + 1).shuffle(records)
    lines, truth = [",".join(COLUMNS)], {}
    numbers: Counter[str] = Counter()
    for person, record in sorted(records, key=lambda one: one[1]["list"]):
        numbers[record["list"]] += 1
        record["id"] = str(numbers[record["list"]])
        cells = [f'"{record[name]}"' if "," in record[name] else record[name] for name in COLUMNS]
        lines.append(",".join(cells))
        truth[f"{record['list']}/{record['id']}"] = person
    return "\n".join(lines) + "\n", truth


def scores(groups: Sequence[Sequence[str]], truth: Mapping[str, str]) -> tuple[float, float]:
    """Precision and recall over pairs of records."""
    found = {tuple(sorted(pair)) for group in groups for pair in combinations(group, 2)}
    people_of: dict[str, list[str]] = defaultdict(list)
    for record, person in truth.items():
        people_of[person].append(record)
    wanted = {tuple(sorted(pair)) for group in people_of.values() for pair in combinations(group, 2)}
    both = len(found & wanted)
    return both / max(len(found), 1), both / max(len(wanted), 1)


def measure(number: int, seed: int) -> None:
    """One line for each level and threshold."""
    print("level\tpeople on lists\tlog2 odds\tpeople found\tprecision\trecall\tseconds")
    for level, wrong in LEVELS.items():
        text, truth = table(number, wrong=wrong, seed=seed)
        begun = time.perf_counter()
        ways = clusterings(people(text))
        took = time.perf_counter() - begun
        for way in ways:
            precision, recall = scores(way.groups, truth)
            print(
                f"{level}\t{len(set(truth.values()))}\t{way.threshold:g}\t{len(way.groups)}\t{precision:.3f}\t{recall:.3f}\t{took:.1f}"
            )


def main() -> None:
    """Measures, or writes one of the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--write", type=Path, help="write the medium table here instead of measuring")
    given = asked.parse_args()
    if given.write:
        text, _ = table(given.people, wrong=LEVELS["medium"], seed=given.seed)
        given.write.write_text(text, encoding="utf-8")
    else:
        measure(given.people, given.seed)


if __name__ == "__main__":
    main()
