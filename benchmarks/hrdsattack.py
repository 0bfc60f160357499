"""Scores the principal incident of each report against HRDsAttack (arXiv 2306.17695); skips where the set is missing.

Usage: python -m benchmarks.hrdsattack PATH_OF_THE_SET [--split dev]

The set is not part of the project. Each record's text is read as a report of its date; what the product takes for
the report's principal incident is written in the set's labels and scored by the set's own script.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pycountry

from benchmarks.sets import split_of
from muniment.extracting.principal.when import calendar
from muniment.extracting.principal.where import is_city_state
from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.incident import AgentKind, Principal
from muniment.report import Report, report_of
from muniment.statement import Party, Place, When

HOME = "github.com/dataminr-ai/HRDsAttack"
MONTHS = "January February March April May June July August September October November December".split()
VIOLATIONS = {
    "killing": "killing",
    "enforced disappearance": "enforced_disappearance",
    "kidnapping": "abduction",
    "arbitrary detention": "detention",
    "torture": "torture",
    "other": "other",
}
"""Label of the set → family of violation."""

AGENTS: dict[str | None, AgentKind] = {
    "state actor": "state_forces",
    "other state actors": "other_state",
    "other actors with permissions": "acquiesced",
    "other actors without permissions": "unacquiesced",
    "other non-state actors": "non_state",
    "regional orgs": "intergovernmental",
    "insufficient info": "undescribed",
}
"""Label of the set → kind of agent."""

OCCUPATIONS = {
    "journalist": (
        *("journalist", "reporter", "editor", "blogger", "correspondent", "photographer", "columnist", "publisher"),
        *("cameraman", "producer", "presenter", "broadcaster", "media", "freelancer", "cartoonist", "vlogger"),
    ),
    "human rights defender": (
        *("activist", "defender", "lawyer", "campaigner", "advocate", "environmentalist", "dissident", "feminist"),
        *("aid worker", "volunteer"),
    ),
    "trade unionist": ("union", "labour organi", "labor organi", "labour leader", "labor leader"),
}
SPELLINGS = {
    "usa": "USA",
    "us": "USA",
    "u.s.": "USA",
    "uk": "GBR",
    "england": "GBR",
    "scotland": "GBR",
    "wales": "GBR",
    "russia": "RUS",
    "iran": "IRN",
    "syria": "SYR",
    "palestine": "PSE",
    "turkey": "TUR",
    "drc": "COD",
    "south korea": "KOR",
    "north korea": "PRK",
    "burma": "MMR",
    "ivory coast": "CIV",
    "vietnam": "VNM",
}
"""How the set writes some countries → ISO 3166-1 alpha-3."""


def main() -> None:
    arguments = _arguments()
    source = split_of(arguments.set, arguments.split, HOME)
    if source is None:
        return
    extractor = SpacyExtractor()
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        predictions.write_text(
            "\n".join(json.dumps(predicted(record, extractor)) for record in records(source)), encoding="utf-8"
        )
        scorer = Path(arguments.set) / "score.py"
        subprocess.run([sys.executable, str(scorer), str(source), str(predictions)], check=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", default="hrdsattack")
    parser.add_argument("--split", default="dev")
    return parser.parse_args()


def records(source: Path) -> list[dict[str, Any]]:
    """The records of a split."""
    return [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]


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


def country_of(name: str) -> str | None:
    """ISO 3166-1 alpha-3 of a country as the set writes it."""
    plain = " ".join(name.split()).casefold().removeprefix("the ")
    if plain in SPELLINGS:
        return SPELLINGS[plain]
    try:
        return pycountry.countries.lookup(plain).alpha_3
    except LookupError:
        return None


def predicted(record: dict[str, Any], extractor: SpacyExtractor) -> dict[str, Any]:
    """The labels of a record's principal incident."""
    principal = extractor.extract(report_from(record)).principal
    return {"id": record["id"]} | ({} if principal is None else _labels(principal))


def _labels(principal: Principal) -> dict[str, Any]:
    of_agent = {kind: label for label, kind in AGENTS.items()}
    of_family = {family: label for label, family in VIOLATIONS.items()}
    return {
        "perpetrator_mention": principal.agent_kind is not None,
        "perpetrator_type": of_agent[principal.agent_kind] if principal.agent_kind else None,
        "violation_types": sorted(of_family[family] for family in principal.violations),
        "victims": [_victim(party) for party in principal.values("victim") if isinstance(party, Party)],
        **_date(principal),
        **_place(principal),
    }


def _date(principal: Principal) -> dict[str, str | None]:
    dates = [date.value for date in principal.values("date") if isinstance(date, When)]
    year, month, day = calendar(dates[0]) if dates else (None, None, None)
    return {"year": year, "month": MONTHS[int(month) - 1] if month else None, "day": str(int(day)) if day else None}


def _place(principal: Principal) -> dict[str, str | None]:
    places = [place for place in principal.values("place") if isinstance(place, Place)]
    country = next((place.country for place in reversed(places) if place.precision == "country"), None)
    known = pycountry.countries.get(alpha_3=country) if country else None
    return {
        "city": next(
            (place.value for place in places if place.precision not in ("adm1", "country") or is_city_state(place)),
            None,
        ),
        "region": next((place.value for place in places if place.precision == "adm1"), None),
        "country": known.name if known else None,
    }


def _victim(party: Party) -> dict[str, Any]:
    """A victim's labels; the type is what the words say the person does."""
    does = party.occupation or ""
    labels = [label for label, words in OCCUPATIONS.items() if any(word in does for word in words)]
    return {
        "name": party.value,
        "sex": {"female": "woman", "male": "man"}.get(party.sex or ""),
        "age": party.age_group,
        "population": "individual",
        "type": labels or ["insufficient information"],
    }


if __name__ == "__main__":
    main()
