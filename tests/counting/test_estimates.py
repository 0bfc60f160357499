"""Estimates that are asked for: of a casebook by verb and by library, of lists in a file, and what is kept of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from benchmarks.lists import table

import muniment
from command import run
from factory import at, received, statement
from muniment import workflow
from muniment.counting.estimation.models import Asked
from muniment.counting.estimation.origins import OTHERS, lists_of
from muniment.counting.estimation.reading import OVERALL
from muniment.decision import decision_of
from muniment.errors import BadChoice, UnusableLists
from muniment.incident import Incident
from muniment.library import Casebook
from muniment.run import run_of
from muniment.settings import Settings
from muniment.statement import Statement
from muniment.workflow import Wanted

KILLED = 160
"""Who was killed in the invented casebook, one at a time, each told of by some papers or by none."""

PAPERS = {"Odem Post": 0.5, "Tide Wire": 0.45, "Harbour Mail": 0.4}
NAMES = [
    f"{given} {family}"
    for given, family in product(
        "Amra Joskel Tarvin Merisa Lethra Orlec Hadrec Thessen Wenra Dorane".split(),
        "Velt Arrend Kestra Camor Vantra Solva Helmar Vaure Tessa Orrath Barvane Nordri Pelsan Garis Miren Ulrath".split(),
    )
]

LISTS = "A,B,C,region,count\n" + "\n".join(
    f"{a},{b},{c},{region},{count}"
    for region in ("North", "South")
    for (a, b, c), count in zip(
        [pattern for pattern in product((0, 1), repeat=3) if any(pattern)], (40, 35, 20, 50, 18, 22, 9), strict=True
    )
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook of three papers that each name some of those killed."""
    folder = tmp_path_factory.mktemp("estimates") / "book"
    caught = np.random.default_rng(4).random((KILLED, len(PAPERS))) < list(PAPERS.values())
    told: dict[int, list[Statement]] = {}
    with Casebook.create(folder, Settings(title="Odem")) as opened:
        run = run_of("extract", version="test", settings={})
        opened.keep([run])
        for paper, column in zip(PAPERS, caught.T, strict=True):
            who = [number for number in range(KILLED) if column[number]]
            one = received(
                " ".join(f"Soldiers killed {NAMES[number]} on day {number} in Odem." for number in who),
                name=f"{paper}.txt",
                publisher=paper,
                published="2021-12-31",
            )
            said = [
                statement(
                    one.report,
                    f"killed {NAMES[number]}",
                    type="harm.death",
                    victim=at(NAMES[number], kind="person"),
                    date=at(f"day {number} ", value=f"2021-{1 + number % 12:02}-10"),
                    run=run.id,
                )
                for number in who
            ]
            opened.keep_report(one)
            opened.keep_reading(one.report.id, run.id, said)
            for number, found in zip(who, said, strict=True):
                told.setdefault(number, []).append(found)
        joined = run_of("link", version="test", settings={})
        opened.keep([joined])
        incidents = [
            Incident(id=f"in_{number}", number=f"XKA-{number:04}", statements=tuple(one.id for one in held))
            for number, held in sorted(told.items())
        ]
        opened.keep_derived("link", joined.id, incidents, opened.mark())
    return folder


@pytest.fixture
def casebook(book: Path) -> Iterator[Casebook]:
    with muniment.open(book) as opened:
        yield opened


def test_origins_are_the_lists_and_the_estimate_covers_the_truth(casebook: Casebook) -> None:
    (found,) = casebook.estimate(draws=1_000)
    assert found.lists == tuple(sorted(PAPERS))
    assert found.documented == len(list(casebook.incidents())) < KILLED
    assert found.unit == "incident"
    for model in found.models:
        assert model.low is not None
        assert model.high is not None
        assert found.documented <= model.low <= KILLED <= model.high
    assert casebook.estimates() == [found]


def test_the_same_seed_gives_the_same_numbers(casebook: Casebook) -> None:
    first = casebook.estimate(models=["latent_class"], draws=1_000, seed=7)
    assert casebook.estimate(models=["latent_class"], draws=1_000, seed=7) == first


def test_strata_are_dimensions_of_a_count(casebook: Casebook) -> None:
    whole, *parts = casebook.estimate("year", models=["chao"])
    assert [one.stratum for one in parts] == ["year=2021"]
    assert whole.documented == sum(one.documented for one in parts)
    with pytest.raises(BadChoice, match="colour"):
        casebook.estimate("colour")


def test_named_victims_are_people(casebook: Casebook) -> None:
    (found,) = casebook.estimate(unit="person", models=["chao"])
    assert found.unit == "person"
    assert found.documented == len(list(casebook.incidents()))


def test_lists_can_be_named_and_one_that_is_no_origin_is_refused_with_those_there_are(casebook: Casebook) -> None:
    (found,) = casebook.estimate(lists=["Odem Post", "Tide Wire"], models=["chao", "graphs"])
    assert found.lists == ("Odem Post", "Tide Wire")
    assert [bool(model.refused) for model in found.models] == [False, True]
    with pytest.raises(UnusableLists, match="no origin Morning Star") as refused:
        casebook.estimate(lists=["Morning Star"])
    assert "Odem Post" in refused.value.hint


def test_what_was_estimated_is_published_until_the_record_changes(book: Path, tmp_path: Path) -> None:
    with muniment.open(book) as opened:
        opened.estimate(models=["chao"])
        workflow.publish(opened, tmp_path / "before")
        assert (tmp_path / "before" / "estimates.csv").exists()
        target = next(iter(opened.statements())).id
        opened.keep([decision_of("statement", (target,), "rejected", by="reader", at="2022-01-01T00:00:00Z")])
        assert opened.estimates() == []
        workflow.publish(opened, tmp_path / "after")
    assert not (tmp_path / "after" / "estimates.csv").exists()
    assert "made of an earlier state" in (tmp_path / "after" / "index.html").read_text(encoding="utf-8")


def test_the_verb_writes_every_format(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("estimate", book, "--models", "chao,graphs")
    assert run(*asked, "--format", "csv", "-o", tmp_path / "estimates.csv") == 0
    with (tmp_path / "estimates.csv").open(encoding="utf-8", newline="") as file:
        assert [row["model"] for row in csv.DictReader(file)] == ["graphs", "chao"]
    capsys.readouterr()
    assert run(*asked, "--format", "json") == 0
    (plain,) = json.loads(capsys.readouterr().out)
    assert plain["assumes"]
    assert plain["overlaps"]
    assert run(*asked, "--format", "table") == 0
    said = capsys.readouterr().out
    assert "It holds only if" in said
    assert "that is a count" in said
    for chart in ("intervals", "posterior", "overlap"):
        assert run(*asked, "--format", "svg", "--chart", chart) == 0
        root = ElementTree.fromstring(capsys.readouterr().out)
        assert root.tag.endswith("svg")


def test_lists_in_a_file_are_estimated_by_strata(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lists.csv").write_text(LISTS, encoding="utf-8")
    assert run("estimate", tmp_path / "lists.csv", "--by", "region", "--models", "chao", "--format", "jsonl") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["stratum"] for one in found] == ["", "region=North", "region=South"]
    assert [one["documented"] for one in found] == [388, 194, 194]
    assert run("estimate", tmp_path / "lists.csv", "--never", "A+B", "--format", "jsonl") == 2
    assert "declared unable to share any" in capsys.readouterr().err


def test_lists_that_say_too_little_are_refused_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thin.csv").write_text("A,B,C,count\n1,0,0,50\n0,1,0,40\n1,1,0,2\n0,1,1,1\n", encoding="utf-8")
    assert run("estimate", tmp_path / "thin.csv", "--format", "table") == 1
    said = capsys.readouterr().out
    assert "no number: only 3 of 93 are on two lists or more" in said
    assert "It holds only if" not in said


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.csv", None, "cannot be read"),
        ("words.csv", b"name,age\nSome One,30\n", "no column holds only 0 and 1"),
        ("latin.csv", "list,name\nA,Ñuñez\n".encode("latin-1"), "no text in UTF-8"),
        ("people.csv", b"list,name,age\nA,Some One,old\n", "line 2: 'old' is no age"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert run("estimate", tmp_path / name) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "hint:" in said


def test_people_yet_to_be_matched_are_estimated_over_every_way_of_matching_them(tmp_path: Path) -> None:
    text, truth = table(500, wrong=0.15, seed=2)
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    asked = Asked(keep=1_000)
    whole, *parts = workflow.estimates_in(
        tmp_path / "people.csv", Wanted(by=("region",), models=("graphs", "chao"), asked=asked)
    )
    assert whole.clusterings == 4
    assert whole.documented_low <= len(set(truth.values())) <= whole.documented_high
    assert whole.documented_low < whole.documented < whole.documented_high
    for model in whole.models:
        assert model.low is not None
        assert model.high is not None
        assert model.low <= 500 <= model.high
    assert [one.stratum for one in parts] == ["region=North", "region=South"]
    with pytest.raises(UnusableLists, match="colour"):
        workflow.estimates_in(tmp_path / "people.csv", Wanted(by=("colour",)))


def test_origins_that_share_with_none_are_taken_together_as_one_list() -> None:
    told = {"1": {"A", "B"}, "2": {"A"}, "3": {"B"}, "4": {"C"}, "5": {"D", "B"}, "6": {"D"}, "7": {"C", "A"}}
    alone = {f"{number}": {f"E{number}"} for number in range(8, 20)}
    (patterns,) = lists_of({OVERALL: told | alone}).values()
    assert patterns.lists == ("A", "B", "C", "D", OTHERS)
    assert patterns.documented == 19
    assert patterns.sizes()[OTHERS] == 12
    (fewer,) = lists_of({OVERALL: told}).values()
    assert fewer.lists == ("A", "B", "C", "D")
