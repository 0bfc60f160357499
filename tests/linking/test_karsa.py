"""The example's tellings are joined as its README says they should be, and nothing is joined that it tells apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest

from muniment import workflow
from muniment.casebook import Casebook
from muniment.settings import settings_from

KARSA = Path(__file__).parents[2] / "examples" / "karsa"
TOLD = {
    "Dorrane Old Market, 12 March": (
        ("2021-03-12-island-wire-dorrane", "bombed"),
        ("2021-03-13-velisar-courier-dorrane", "bombed"),
        ("2021-03-13-tamrith-post-dorrane", "hit"),
        ("2021-03-13-front-communique", "bombed"),
        ("2021-03-14-defence-ministry-dorrane", "strike"),
        ("2021-03-20-island-wire-bus-station", "bombing"),
        ("2021-07-05-kcrd-report", "bombed"),
        ("2021-07-12-tamrith-post-inquiry", "bombing"),
    ),
    "Osmeth, 15 March": (("2021-03-17-velisar-courier-osmeth", "shelled"), ("2021-07-05-kcrd-report", "shelled")),
    "Dorrane bus station, 19 March": (
        ("2021-03-20-island-wire-bus-station", "air strike"),
        ("2021-07-05-kcrd-report", "bombed 2"),
    ),
    "Camp Tirrel, 14 April": (
        ("2021-04-15-island-wire-tirrel", "stormed"),
        ("2021-05-03-residents-appeal.eml", "raided"),
        ("2021-05-06-council-statement", "raid"),
        ("2021-06-12-opinion-new-uniform", "massacred"),
        ("2021-07-05-kcrd-report", "raided"),
    ),
    "Tirrel water station, 27 April": (
        ("2021-05-03-residents-appeal.eml", "attacked"),
        ("2021-05-06-council-statement", "attacked"),
        ("2021-07-05-kcrd-report", "attacked"),
        ("2021-08-21-island-wire-release", "detained"),
    ),
    "Lissane, 23 May": (("2021-05-25-island-wire-lissane", "abducted"), ("2021-07-05-kcrd-report", "abducted 2")),
    "Velisar, 9 May": (
        ("2021-06-03-state-television-okelle", "arrested"),
        ("2021-06-05-lawyers-circle-okelle", "arrested"),
    ),
}
"""Incident → report, and the words of an act in which it tells of it: the first such, or the second."""

LEFT_TO_REVIEW = {
    ("2021-06-12-opinion-new-uniform", "massacred"): "a month and no day, and an agent of another name",
    ("2021-08-21-island-wire-release", "detained"): "tells of the arrests alone, where most tell of the killings",
}
"""Tellings that the machine does not join, and why; a person will."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], str]:
    """Report and words → number of the incident."""
    folder = tmp_path_factory.mktemp("karsa") / "casebook"
    workflow.build([KARSA / "reports"], folder, settings_from(KARSA / "muniment.toml"), jobs=1)
    with Casebook.open(folder) as casebook:
        names = {report.id: report.name for report in casebook.reports()}
        number = {one: incident.number for incident in casebook.incidents() for one in incident.statements}
        wanted = {telling for told in TOLD.values() for telling in told}
        found: dict[tuple[str, str], str] = {}
        seen: Counter[tuple[str, str]] = Counter()
        for statement in casebook.statements(kind="act"):
            words, name = statement.trigger.words, names[statement.report]
            seen[name, words] += 1
            nth = words if seen[name, words] == 1 else f"{words} {seen[name, words]}"
            for file, told in wanted:
                if statement.id in number and name.startswith(file) and told == nth:
                    found[file, told] = number[statement.id]
    return found


def test_every_telling_is_found(home: Mapping[tuple[str, str], str]) -> None:
    assert {telling for told in TOLD.values() for telling in told} == home.keys()


@pytest.mark.parametrize("incident", TOLD)
def test_the_tellings_of_one_incident_are_one(home: Mapping[tuple[str, str], str], incident: str) -> None:
    assert len({home[telling] for telling in TOLD[incident] if telling not in LEFT_TO_REVIEW}) == 1


def test_what_the_example_tells_apart_stays_apart(home: Mapping[tuple[str, str], str]) -> None:
    for one, other in combinations(TOLD.values(), 2):
        assert not {home[telling] for telling in one} & {home[telling] for telling in other}


def test_what_is_left_to_review_is_left_and_no_more(home: Mapping[tuple[str, str], str]) -> None:
    for told in TOLD.values():
        sure = {home[telling] for telling in told if telling not in LEFT_TO_REVIEW}
        assert not {home[telling] for telling in told if telling in LEFT_TO_REVIEW} & sure
