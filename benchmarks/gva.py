"""Scores incidents against the Gun Violence Archive reports of SemEval-2018 task 5; skips where the set is missing.

Usage: python -m benchmarks.gva PATH_OF_THE_SET [--casebook FOLDER] [--split verified] [--facts]

The set is not part of the project. Each report is read, all are linked, and the set's own script scores which reports
are told to be of one incident: ours, those of a rule of thumb, and those that agree exactly in type, place and date. A
report goes with the incident of what it is mainly about. With `--casebook` the reading is kept, and done once.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.rules import joined_by_rules
from benchmarks.sets import split_of
from muniment import workflow
from muniment.casebook import Casebook
from muniment.count import Count
from muniment.incident import Incident, Principal
from muniment.linking import weighing
from muniment.report import Report, report_of
from muniment.run import run_of
from muniment.seams import Received
from muniment.settings import Settings
from muniment.statement import Statement, When
from muniment.workflow import linking

HOME = "github.com/cltl/LongTailQATask"
US = Settings(title="Gun violence", countries=("USA",))
"""What a casebook of the country would be set to."""

MEASURES = {"harm.death": "killed", "harm.injury": "injured"}


def main() -> None:
    arguments = _arguments()
    source = split_of(arguments.set, "documents", HOME)
    if source is None:
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(arguments.casebook or Path(scratch) / "casebook")
        with Casebook.create(folder, US) as casebook:
            _add(casebook, source)
            workflow.extract(casebook)
            for learning, name in ((True, "muniment"), (False, "muniment, shipped weights")):
                if not learning:
                    weighing.ENOUGH_FOR_U = weighing.ENOUGH_FOR_M = sys.maxsize
                (folder / workflow.WORKINGS).unlink(missing_ok=True)
                linking.VERSION = f"benchmark, {name}"
                workflow.link(casebook)
                workflow.count(casebook)
                told = list(_told(casebook))
                home = {one: incident.id for incident in casebook.incidents() for one in incident.statements}
                facts = list(_facts(casebook, told)) if arguments.facts and learning else []
                _score(name, arguments, [*_labels(told, home), *facts])
            _score("rules", arguments, _labels(told, _by_rules(told)))
            _score("exact match", arguments, _labels(told, _exactly(told)))
            _score("every report alone", arguments, [])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", default="gva")
    parser.add_argument("--casebook")
    parser.add_argument("--split", default="verified")
    parser.add_argument("--facts", action="store_true")
    return parser.parse_args()


Told = tuple[Report, Sequence[Statement], Principal | None]


def _add(casebook: Casebook, source: Path) -> None:
    run = run_of("add", version="benchmark", settings={})
    casebook.keep([run])
    for line in source.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["empty"]:
            continue
        text = f"{record['title']}\n\n{record['text']}"
        report = report_of(
            text.encode(),
            text,
            name=record["id"],
            media_type="text/plain",
            title=record["title"],
            published=record["date"],
            address=record["url"],
            language="en",
            run=run.id,
        )
        casebook.keep_report(Received(report=report, content=text.encode()))


def _told(casebook: Casebook) -> Iterator[Told]:
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in casebook.statements():
        said[statement.report].append(statement)
    main = {principal.report: principal for principal in casebook.principals()}
    for report in casebook.reports():
        yield report, said[report.id], main.get(report.id)


def _labels(told: Iterable[Told], home: Mapping[str, Hashable]) -> Iterator[dict[str, Any]]:
    """A line for each report: the incident of most of what it is mainly about, else of most that it tells."""
    for report, said, main in told:
        chosen = Counter(home[one] for one in (main.statements if main else ()) if one in home)
        chosen = chosen or Counter(home[one.id] for one in said if one.id in home)
        if chosen:
            yield {"id": report.name, "incident": str(chosen.most_common(1)[0][0])}


def _by_rules(told: Sequence[Told]) -> Mapping[str, Hashable]:
    joined = joined_by_rules((report, said) for report, said, _ in told)
    return {one: number for number, each in enumerate(joined) for one in each}


def _exactly(told: Iterable[Told]) -> Mapping[str, Hashable]:
    """Statement → type, place and date of the first act that has all three, for what a report is mainly about."""
    found: dict[str, Hashable] = {}
    for report, said, main in told:
        about = [one for one in said if main is None or one.id in main.statements]
        full = next((one for one in about if one.countable and one.places() and one.dates()), None)
        label = (full.type, full.places()[0].value, full.dates()[0].value) if full else report.id
        found |= dict.fromkeys((one.id for one in said), label)
    return found


def _facts(casebook: Casebook, told: Iterable[Told]) -> Iterator[dict[str, Any]]:
    """A line for each incident: the range of its counts, and what most reports of it are mainly about."""
    counts: dict[str, list[Count]] = defaultdict(list)
    for count in casebook.counts():
        if count.incident:
            counts[count.incident].append(count)
    statements = {one.id: one for _, said, _ in told for one in said}
    mains = {report.id: main for report, _, main in told if main is not None}
    for incident in casebook.incidents():
        yield {"incident": incident.id} | _fact(incident, counts[incident.id], statements, mains)


def _fact(
    incident: Incident,
    counts: Iterable[Count],
    statements: Mapping[str, Statement],
    mains: Mapping[str, Principal],
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for count in counts:
        if count.unit == "person" and count.measure in MEASURES:
            name = MEASURES[count.measure]
            found |= {f"{name}_min": count.low, f"{name}_max": count.high}
    told = [statements[one] for one in incident.statements if one in statements]
    held = [mains[report] for report in {one.report for one in told} if report in mains]
    dates = [value.value for main in held for value in main.values("date") if isinstance(value, When)]
    days = Counter(day for day in dates if len(day) == len("2021-03-12"))
    places = [place for one in told for place in one.places()]
    towns = Counter(place.value for place in places if place.precision in ("settlement", "site", "near"))
    states = Counter(place.admin1 for place in places if place.admin1)
    for name, numbers in (("date", days), ("city", towns), ("state", states)):
        if numbers:
            found[name] = numbers.most_common(1)[0][0]
    for name, slot in (("victims", "victim"), ("suspects", "agent")):
        people = {p.value for one in told for p in one.parties(slot) if p.kind == "person" and " " in p.value}
        found[name] = sorted(person for person in people if person[:1].isupper())
    return found


def _score(name: str, arguments: argparse.Namespace, lines: Iterable[Mapping[str, Any]]) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
        file.flush()
        command = [sys.executable, f"{arguments.set}/score.py", file.name, "--split", arguments.split]
        facts = ["--facts"] if arguments.facts and name == "muniment" else []
        scored = subprocess.run([*command, *facts], check=True, capture_output=True, text=True).stdout
    found = json.loads(scored)
    shown = {
        key: found[key] for key in ("B3", "pairs", "MUC", "CEAFe", "LEA", "merged", "split", "incidents gold/ours")
    }
    print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in shown.items()))
    if "facts" in found:
        print(json.dumps(found["facts"], indent=1))


if __name__ == "__main__":
    main()
