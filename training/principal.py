"""Trains the weights that choose a report's principal incident, from HRDsAttack or a set of its form.

Usage: python -m training.principal PATH_OF_THE_SET [--split train] [--keep FILE] [-o WEIGHTS]

The set is not part of the project and not needed to run it: the weights ship as `data/en/principal.json`, written by
this script. It reads each record as a report, takes the candidates for each part of the principal incident, fits a
linear head for each, and prints what five-fold cross-validation gives. `least`, the share that a candidate needs, is
the one with the best balance of right answers among those given and among those asked for, the latter weighing more
for what has one answer (F with beta 1.25): a place that a reader can reject is worth more than none. `--keep` keeps what
was read between two runs, for the reading takes minutes and the fitting seconds.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from benchmarks.hrdsattack import AGENTS, HOME, MONTHS, VIOLATIONS, country_of, records, report_from
from benchmarks.sets import split_of
from scipy.optimize import minimize

from muniment.extracting.principal import what, when, where, who
from muniment.extracting.principal.candidates import Candidate
from muniment.extracting.principal.choosing import NONE
from muniment.extracting.principal.cues import Cues, Ground
from muniment.extracting.principal.survey import Survey
from muniment.extracting.principal.weights import Head
from muniment.extracting.principal.when import calendar
from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.incident import AGENT_KINDS

Record: TypeAlias = dict[str, Any]
Vector: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"
WEIGHTS = Path("src/muniment/data/en/principal.json")
FOLDS = 5
RARE = {":": 8, "": 3}
"""How many reports a cue must occur in: words beside a name are many, so more of them."""

STRENGTH = {
    "settlement": 0.1,
    "division": 0.1,
    "country": 0.1,
    "date": 0.1,
    "agent_kind": 0.03,
    "victim": 0.3,
    "violation": 0.05,
}
"""How far weights may go (the inverse of the L2 penalty)."""

BETA = 1.25
"""How much more finding counts than not erring, where the least share of what has one answer is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The candidates of one report for one part, which of them are right, and how many right answers there are."""

    found: Sequence[Candidate]
    right: frozenset[int]
    asked: int


def main() -> None:
    """Reads the set, fits a head for each part and writes the weights."""
    arguments = _arguments()
    source = split_of(arguments.set, arguments.split, HOME)
    if source is None:
        return
    read = surveys(source, arguments.keep)
    heads = {
        name: trained(name, [make(record, Ground(survey)) for record, survey in read]) for name, make in CASES.items()
    }
    heads |= depths([(record, Ground(survey)) for record, survey in read])
    card = {"trained_on": f"HRDsAttack {arguments.split}, {len(read)} reports", "heads": heads}
    Path(arguments.output).write_text(json.dumps(card, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set")
    parser.add_argument("--split", default="train")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("-o", "--output", default=WEIGHTS)
    return parser.parse_args()


def surveys(source: Path, keep: Path | None) -> list[tuple[Record, Survey]]:
    """The records of a set, each with its report read."""
    if keep is not None and keep.exists():
        return pickle.loads(keep.read_bytes())
    extractor = SpacyExtractor()
    read = [(record, extractor.survey(report_from(record))) for record in records(source)]
    if keep is not None:
        keep.write_bytes(pickle.dumps(read))
    return read


def _case(found: Sequence[Candidate], right: Callable[[str], bool], *, asked: int) -> Case:
    names = [candidate.name for candidate in found]
    return Case(found=found, right=frozenset(at for at, name in enumerate(names) if asked and right(name)), asked=asked)


def _town(record: Record, ground: Ground) -> Case:
    return _named(record["gold"]["city"], where.towns(ground))


def _division(record: Record, ground: Ground) -> Case:
    return _named(record["gold"]["region"], where.divisions(ground))


def _named(gold: str | None, found: Sequence[Candidate]) -> Case:
    return _case(found, lambda name: name.casefold() == (gold or "").casefold(), asked=int(gold is not None))


def _country(record: Record, ground: Ground) -> Case:
    gold = record["gold"]["country"]
    code = country_of(gold) if gold else None
    return _case(where.countries(ground), lambda name: name == code, asked=int(gold is not None))


def _date(record: Record, ground: Ground) -> Case:
    """Dates that say what the set says, the ones that say no more than it if there are such."""
    gold, found = _gold_date(record), when.dates(ground)
    agreeing = _case(found, lambda name: _agrees(gold, calendar(name)), asked=int(gold[0] is not None))
    depth = sum(part is not None for part in gold)
    exact = {at for at in agreeing.right if sum(part is not None for part in calendar(found[at].name)) == depth}
    return Case(found=found, right=frozenset(exact or agreeing.right), asked=agreeing.asked)


def _gold_date(record: Record) -> tuple[str | None, str | None, str | None]:
    year, month, day = (record["gold"][part] for part in ("year", "month", "day"))
    return (
        year,
        f"{MONTHS.index(month) + 1:02d}" if month in MONTHS else None,
        f"{int(day):02d}" if day and day.isdigit() else None,
    )


def _agrees(gold: Sequence[str | None], found: Sequence[str | None]) -> bool:
    return all(wanted is None or wanted == given for wanted, given in zip(gold, found, strict=True))


def _agent_kind(record: Record, ground: Ground) -> Case:
    gold = AGENTS.get(record["gold"]["perpetrator_type"], NONE)
    return _case(who.agent_kinds(ground, (*AGENT_KINDS, NONE)), lambda name: name == gold, asked=1)


def _victim(record: Record, ground: Ground) -> Case:
    gold = [victim["name"] for victim in record["gold"]["victims"]]
    actors = ground.survey.actors
    return _case(
        who.people(ground),
        lambda name: any(actors[name].name in each or each in actors[name].name for each in gold),
        asked=len(gold),
    )


def _violation(record: Record, ground: Ground) -> Case:
    gold = {VIOLATIONS.get(label) for label in record["gold"]["violation_types"]}
    return _case(what.violations(ground), lambda name: name in gold, asked=len(gold - {None}))


CASES: Mapping[str, Callable[[Record, Ground], Case]] = {
    "settlement": _town,
    "division": _division,
    "country": _country,
    "date": _date,
    "agent_kind": _agent_kind,
    "victim": _victim,
    "violation": _violation,
}
EXCLUSIVE = ("settlement", "division", "country", "date", "agent_kind")
"""Parts of which one candidate at most is right."""


def trained(name: str, cases: Sequence[Case]) -> dict[str, Any]:
    """A head for one part, with the least share that balances best under cross-validation."""
    shares = crossed(name, cases)
    least = max(np.arange(0.02, 0.8, 0.02), key=lambda bar: balance(name, cases, shares, float(bar))[2])
    precision, recall, f = balance(name, cases, shares, float(least))
    print(f"{name:12s} cross-validated: right of those given {precision:.3f}, of those asked {recall:.3f}, F {f:.3f}")
    head = fitted(name, cases)
    weights = {cue: round(weight, 3) for cue, weight in head.weights.items() if abs(weight) >= 0.0005}
    return {"weights": weights, "bias": round(head.bias, 3), "least": round(float(least), 2)}


def crossed(name: str, cases: Sequence[Case]) -> list[list[float]]:
    """The shares that each case's candidates get from a head that has not seen the case."""
    order = list(range(len(cases)))
    random.Random(0).shuffle(order)
    shares: list[list[float]] = [[] for _ in cases]
    for fold in range(FOLDS):
        apart = set(order[fold::FOLDS])
        head = fitted(name, [case for at, case in enumerate(cases) if at not in apart])
        for at in apart:
            shares[at] = _shares(name, head, cases[at])
    return shares


def _shares(name: str, head: Head, case: Case) -> list[float]:
    cues = [candidate.cues for candidate in case.found]
    return head.shares(cues) if name in EXCLUSIVE else head.each(cues)


def balance(
    name: str, cases: Sequence[Case], shares: Sequence[Sequence[float]], least: float
) -> tuple[float, float, float]:
    """Share of given answers that are right, share of asked ones that are given, and their weighted mean."""
    given = right = 0
    for case, held in zip(cases, shares, strict=True):
        ranked = sorted(range(len(held)), key=lambda at: -held[at])[: 1 if name in EXCLUSIVE else None]
        taken = [at for at in ranked if held[at] >= least]
        given += len(taken)
        right += sum(at in case.right for at in taken)
    asked = sum(case.asked for case in cases)
    beta = BETA if name in EXCLUSIVE else 1.0
    return right / max(given, 1), right / asked, _f(right, given, asked, beta)


def _f(right: int, given: int, asked: int, beta: float = BETA) -> float:
    return (1 + beta**2) * right / max(given + beta**2 * asked, 1)


def depths(read: Sequence[tuple[Record, Ground]]) -> dict[str, Any]:
    """How much of a year's share its month, and of a month's share its day, must have to be told."""
    cases = [_date(record, ground) for record, ground in read]
    shares = crossed("date", cases)
    heads: dict[str, Any] = {}
    for depth, part in ((1, "month"), (2, "day")):
        scored = {least: _depth_balance(read, cases, shares, depth, least) for least in np.arange(0.1, 0.95, 0.05)}
        least = max(scored, key=lambda bar: scored[bar])
        print(f"{part:12s} cross-validated: F {scored[least]:.3f} at {least:.2f}")
        heads[part] = {"weights": {}, "bias": 0.0, "least": round(float(least), 2)}
    return heads


def _depth_balance(
    read: Sequence[tuple[Record, Ground]],
    cases: Sequence[Case],
    shares: Sequence[Sequence[float]],
    depth: int,
    least: float,
) -> float:
    given = right = asked = 0
    for (record, _), case, held in zip(read, cases, shares, strict=True):
        gold = _gold_date(record)[depth]
        asked += gold is not None
        sums: dict[tuple[str | None, ...], float] = {}
        for candidate, share in zip(case.found, held, strict=True):
            for length in (depth, depth + 1):
                key = calendar(candidate.name)[:length]
                sums[key] = sums.get(key, 0) + share
        whole = max((key for key in sums if len(key) == depth), key=lambda key: sums[key], default=None)
        within = {
            key: share for key, share in sums.items() if whole and key[:depth] == whole and len(key) > depth and key[-1]
        }
        best = max(within, key=lambda key: within[key], default=None)
        if best is not None and whole is not None and within[best] >= least * sums[whole]:
            given += 1
            right += best[-1] == gold
    return _f(right, given, asked)


def fitted(name: str, cases: Sequence[Case]) -> Head:
    """A head fitted to some cases: softmax or logistic regression with an L2 penalty."""
    kept = _kept(cases)
    index = {cue: at for at, cue in enumerate(kept)}
    blocks = [(_matrix(case, index), case) for case in cases if case.found]
    loss = _softmax(blocks) if name in EXCLUSIVE else _logistic(blocks)
    penalty = np.r_[np.full(len(kept), 1 / STRENGTH[name]), 1e-3]

    def whole(weights: Vector) -> tuple[float, Vector]:
        value, slope = loss(weights)
        return value + 0.5 * float(penalty @ weights**2), slope + penalty * weights

    found: Vector = minimize(whole, np.zeros(len(kept) + 1), jac=True, method="L-BFGS-B").x
    return Head(weights=dict(zip(kept, found[:-1].tolist(), strict=True)), bias=float(found[-1]), least=0.0)


def _kept(cases: Sequence[Case]) -> list[str]:
    """Cues that occur in enough reports."""
    counted: dict[str, int] = {}
    for case in cases:
        for cue in {cue for candidate in case.found for cue in candidate.cues}:
            counted[cue] = counted.get(cue, 0) + 1
    return sorted(cue for cue, times in counted.items() if times >= RARE[":" if _is_word(cue) else ""])


def _is_word(cue: str) -> bool:
    return cue.partition(":")[0] in ("before", "after", "beside")


def _matrix(case: Case, index: Mapping[str, int]) -> Vector:
    """One row a candidate, one column a cue; the last column is the bias."""
    rows = np.zeros((len(case.found), len(index) + 1))
    for at, candidate in enumerate(case.found):
        for cue, value in _known(candidate.cues, index):
            rows[at, cue] = value
    return rows


def _known(cues: Cues, index: Mapping[str, int]) -> Iterator[tuple[int, float]]:
    return ((index[cue], value) for cue, value in cues.items() if cue in index)


Loss: TypeAlias = Callable[[Vector], tuple[float, Vector]]
Blocks: TypeAlias = Sequence[tuple[Vector, Case]]


def _softmax(blocks: Blocks) -> Loss:
    """Minus the log of the share that all right candidates of a report have together, or "none" where none is right."""
    prepared: list[tuple[Vector, list[int]]] = []
    for rows, case in blocks:
        none = np.zeros((1, rows.shape[1]))
        none[0, -1] = 1
        prepared.append((np.vstack([rows, none]), sorted(case.right) or [len(rows)]))

    def loss(weights: Vector) -> tuple[float, Vector]:
        value, slope = 0.0, np.zeros_like(weights)
        for rows, right in prepared:
            sums = rows @ weights
            shares = np.exp(sums - sums.max())
            shares /= shares.sum()
            wanted = np.zeros_like(shares)
            wanted[right] = shares[right]
            part = float(wanted.sum())
            value -= float(np.log(part))
            slope += rows.T @ (shares - wanted / part)
        return value, slope

    return loss


def _logistic(blocks: Blocks) -> Loss:
    """Minus the log of the likelihood of every candidate being right or not, each by itself."""
    rows = np.vstack([block for block, _ in blocks])
    rows[:, -1] = 1
    right = np.array([float(at in case.right) for _, case in blocks for at in range(len(case.found))])

    def loss(weights: Vector) -> tuple[float, Vector]:
        sums = rows @ weights
        value = float(np.sum(np.logaddexp(0, sums) - right * sums))
        return value, rows.T @ (1 / (1 + np.exp(-sums)) - right)

    return loss


if __name__ == "__main__":
    main()
