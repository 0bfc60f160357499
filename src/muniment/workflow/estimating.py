"""Estimates of what nobody recorded: of a casebook, whose origins are the lists, or of lists in a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from muniment.casebook import Casebook
from muniment.count import Estimate
from muniment.counting.estimation.asked import KNOWN, Asked, Name
from muniment.counting.estimation.estimating import estimate as estimated
from muniment.counting.estimation.models import Matched
from muniment.counting.estimation.origins import incidents_told, lists_of, people_told
from muniment.counting.estimation.patterns import patterns_of
from muniment.counting.estimation.reading import OVERALL, read
from muniment.errors import UnusableLists
from muniment.linking.lists import Clustering, clusterings
from muniment.linking.people import Person, is_people, people
from muniment.run import run_of
from muniment.workflow.running import VERSION, Outcome, Progress, logged, silent
from muniment.workflow.tabulating import basis_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be estimated, from which lists, by which models."""

    by: tuple[str, ...] = ()
    """Dimensions of a count, or columns of a file, whose values are the strata."""
    lists: tuple[str, ...] = ()
    never: tuple[tuple[str, ...], ...] = ()
    """Sets of lists that could not share anybody."""
    unit: Literal["incident", "person"] = "incident"
    """Of a casebook: its incidents, or the people whom it names as victims."""
    measure: str = "harm.death"
    """Of a casebook's people: the harm."""
    models: tuple[Name, ...] = KNOWN
    asked: Asked = field(default_factory=Asked)


def estimate(casebook: Casebook, wanted: Wanted | None = None, *, progress: Progress = silent) -> Outcome:
    """Estimates how many incidents there were, or victims, from which origins tell of which; kept in the casebook.

    They take the place of those made before, and go into the dossier. What is sealed is left out. Raises
    `UnusableLists` and `BadChoice`.
    """
    wanted = wanted or Wanted()
    run = run_of("estimate", version=VERSION, settings=asdict(wanted))
    with logged(casebook, run) as outcome:
        mark = casebook.mark()
        basis = basis_of(casebook, published=True)
        known = (basis.incidents, basis.statements, basis.ground)
        if wanted.unit == "incident":
            told = incidents_told(*known, by=wanted.by)
        else:
            told = people_told(*known, measure=wanted.measure, by=wanted.by)
        strata = {
            stratum: [(patterns, 1.0)]
            for stratum, patterns in lists_of(told, lists=wanted.lists, never=wanted.never).items()
        }
        measure = "incident" if wanted.unit == "incident" else wanted.measure
        found = list(_each(strata, wanted, measure, wanted.unit, progress))
        casebook.keep_derived("estimate", run.id, found, mark)
        outcome.done = len(found)
    return outcome


def estimates_in(path: Path, wanted: Wanted, *, progress: Progress = silent) -> list[Estimate]:
    """Estimates from a CSV: of patterns, of people with a column for each list, or of people yet to be matched.

    People yet to be matched are matched in several plausible ways, and estimated over all of them. Nothing is kept.
    Raises `UnusableLists`.
    """
    text = _text(path)
    if is_people(text):
        strata = _matched(people(text), wanted)
    else:
        tables = read(text, by=wanted.by, lists=wanted.lists, never=wanted.never)
        strata = {stratum: [(patterns, 1.0)] for stratum, patterns in tables.items()}
    return list(_each(strata, wanted, "listed", "person", progress))


def _each(
    strata: Mapping[str, Matched], wanted: Wanted, measure: str, unit: str, progress: Progress
) -> Iterable[Estimate]:
    for number, (stratum, ways) in enumerate(strata.items(), start=1):
        yield estimated(ways, measure=measure, unit=unit, stratum=stratum, models=wanted.models, asked=wanted.asked)
        progress("estimate", number, len(strata))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnusableLists(f"{path} cannot be read: {error.strerror}", hint="name a casebook or a CSV file") from error
    except UnicodeDecodeError as error:
        raise UnusableLists(f"{path} is no text in UTF-8", hint="save the table as CSV in UTF-8") from error


def _matched(found: Sequence[Person], wanted: Wanted) -> Mapping[str, Matched]:
    """Patterns of each stratum in each way of matching; a person is in the stratum that most of their records give."""
    lists = wanted.lists or tuple(sorted({person.list for person in found}))
    known = {person.id: person for person in found if person.list in lists}
    for name in wanted.by:
        if not any(_value(person, name) for person in known.values()):
            raise UnusableLists(f"no record says its {name}", hint="name a column of the file, such as region or sex")
    strata: dict[str, list[Counter[tuple[int, ...]]]] = {}
    ways: Sequence[Clustering] = clusterings(list(known.values()))
    for place, way in enumerate(ways):
        for group in way.groups:
            records = [known[one] for one in group]
            pattern = tuple(int(any(record.list == name for record in records)) for name in lists)
            for stratum in {OVERALL, ", ".join(f"{name}={_most(records, name)}" for name in wanted.by)}:
                strata.setdefault(stratum, [Counter() for _ in ways])[place][pattern] += 1
    return {
        stratum: [
            (patterns_of(lists, cells, apart=wanted.never), way.weight)
            for cells, way in zip(counted, ways, strict=True)
        ]
        for stratum, counted in sorted(strata.items())
    }


def _value(person: Person, name: str) -> str:
    own = getattr(person, name, None) if name in ("sex", "age", "born", "date", "place") else person.more.get(name)
    return "" if own is None else str(own)


def _most(records: Sequence[Person], name: str) -> str:
    """The value that most records of a person give; the first in order where several are as many."""
    given = Counter(value for record in records if (value := _value(record, name)))
    return min(given, key=lambda value: (-given[value], value)) if given else "not said"
