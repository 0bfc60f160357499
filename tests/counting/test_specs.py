"""Every heading in `tests/specs/counting.md` is a test: the reports are read and linked, the fenced block is the table.

A quotation is one report; its first line names publisher and date: `> **Odem Post, 2021-03-13.** Aircraft …`.
In the block, `asked by=month place=Tarsole` says which table (without it, all in one row); `accepted Odem Post` lets a
person accept all that a publisher says. Every other line is something the table must hold:

    harm.death 2021-03 9..31 origins=2    a row: measure, its keys, its range, then any column
    total harm.death 9..31                what the rows add up to
    apart harm.death 268 cumulative       a figure that stands beside the table
    left_out "date not said" 1            how many incidents are left out, and why
    note overlap                          a word of the notes

A range is `12`, `9..31`, `54..` or `..20`; `none` is no figure. A line that begins with `no` must match nothing, and
`only` forbids rows that are not listed.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from factory import received
from muniment import workflow
from muniment.count import Cell, Count, Counts
from muniment.decision import decision_of
from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.library import Casebook
from muniment.run import run_of
from muniment.seams import Received

SPECS = Path(__file__).parent.parent / "specs" / "counting.md"
KARSA = Path(__file__).parents[2] / "examples" / "karsa"
SECTION = re.compile(r"^### ([^\n]+)\n(.*?)(?=^#{2,3} |\Z)", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
REPORT = re.compile(r"\*\*(.+), (\d{4}-\d\d-\d\d)\.\*\* (.+)", re.DOTALL)


@dataclass(frozen=True)
class Spec:
    name: str
    reports: tuple[Received, ...]
    lines: tuple[str, ...]


def specs() -> list[Spec]:
    return [_spec(name, body) for name, body in SECTION.findall(SPECS.read_text(encoding="utf-8"))]


def _spec(name: str, body: str) -> Spec:
    fence = FENCE.search(body)
    assert fence, f"{name}: no fenced block"
    return Spec(name, tuple(_reports(name, body)), tuple(line for line in fence.group(1).splitlines() if line.strip()))


def _reports(name: str, body: str) -> Iterator[Received]:
    quoted = re.findall(r"(?:^>.*\n)+", body, re.MULTILINE)
    assert quoted, f"{name}: no quotation"
    for quotation in quoted:
        found = REPORT.fullmatch("\n".join(line[1:].strip() for line in quotation.splitlines()))
        assert found, f"{name}: say who published it when: {quotation}"
        publisher, published, text = found.groups()
        yield received(text, name=f"{publisher} {published}", publisher=publisher, published=published)


@pytest.fixture(scope="module")
def extractor() -> SpacyExtractor:
    return SpacyExtractor(gazetteer=str(KARSA / "gazetteer.csv"), countries=("XKA",))


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.name)
def test_spec(spec: Spec, extractor: SpacyExtractor, tmp_path: Path) -> None:
    with Casebook.create(tmp_path / "book") as casebook:
        keep(casebook, spec.reports, extractor)
        accepted = [line.removeprefix("accepted ") for line in spec.lines if line.startswith("accepted ")]
        casebook.keep(
            decision_of("statement", (one.id,), "accepted", by="A. Reader", at="2021-09-01T00:00:00Z")
            for one in casebook.statements()
            if casebook.report(one.report).publisher in accepted
        )
        workflow.link(casebook)
        asked = dict(
            part.split("=", 1) for line in spec.lines if line.startswith("asked ") for part in shlex.split(line)[1:]
        )
        counts = casebook.count(
            asked.pop("by", ""), reviewed={"yes": True, "no": False, "": None}[asked.pop("reviewed", "")], **asked
        )
        said = counts.csv() + "\n".join(
            f"{one.kind} {one.type} {one.trigger.words!r} {[f.words for f in one.figures()]} {one.innermost.name} {one.innermost.commit} {one.report}"
            for one in casebook.statements()
        )
    matched: set[int] = set()
    for line in spec.lines:
        if line.split()[0] not in ("asked", "accepted", "only"):
            found = holds(counts, shlex.split(line.removeprefix("no ")))
            assert bool(found) != line.startswith("no "), f"{line}\n--- was counted:\n{said}"
            matched |= {cell.row for cell in found if isinstance(cell, Cell)}
    if "only" in spec.lines:
        assert matched == {cell.row for cell in counts}, f"rows that are not expected\n--- was counted:\n{said}"


def keep(casebook: Casebook, reports: tuple[Received, ...], extractor: SpacyExtractor) -> None:
    run = run_of("extract", version="specs", settings={})
    casebook.keep([run])
    for one in reports:
        casebook.keep_report(one)
        read = extractor.extract(one.report, run=run.id)
        casebook.keep_reading(one.report.id, run.id, read.statements, read.actors, read.refusals, read.principal)


def holds(counts: Counts, words: list[str]) -> list[object]:
    """What of a table a line describes."""
    match words:
        case ["note", *told]:
            return [note for note in counts.notes if all(word in note for word in told)]
        case ["left_out", why, number]:
            return [why] if len(counts.left_out.get(why, ())) == int(number) else []
        case ["apart", measure, amount, scope]:
            return [one for one in counts.apart if (one.measure, one.scope, _range(one)) == (measure, scope, amount)]
        case ["total", *rest]:
            return [cell for cell in counts.totals if _is(cell, rest)]
        case _:
            return [cell for cell in counts.cells if _is(cell, words)]


def _is(cell: Cell, words: list[str]) -> bool:
    plain = [word for word in words if not re.match(r"\w+=", word)]
    columns = dict(word.split("=", 1) for word in words if re.match(r"\w+=", word))
    measure, *keys, amount = plain
    known = cell.measure, list(cell.keys.values()), _range(cell)
    held = {name: str(value).casefold() for name, value in cell.plain().items()}
    return known == (measure, keys, amount) and all(held[name] == value for name, value in columns.items())


def _range(one: Cell | Count) -> str:
    if one.unit == "incident":
        return str(one.best)
    low, high = ("" if bound is None else str(bound) for bound in (one.low, one.high))
    return "none" if not low + high else low if low == high else f"{low}..{high}"
