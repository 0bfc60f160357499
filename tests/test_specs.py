"""Every heading in `tests/specs/*.md`, but for `counting.md`, is a test: the quotation is read, the fenced block is what must come out.

One line is one expected statement: kind, type, the trigger's words in quotes, then `field=value` in any order.
A slot is compared by its words, or by its value (`date=2021-03-12`, `count=3`, `count=12..15`, `count=54..`);
a slot that is named must match exactly, other slots are free. `voice="name:CT-"` is the innermost voice,
`voices="author:Uu > the agency:CT+"` the whole chain. A line that begins with `no` must match nothing;
`nothing` means no statement at all; `only` forbids statements that are not listed. A line `published=…`
gives the report's date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.lines import matches, parsed, shown

from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.report import report_of
from muniment.taxonomy import types

SPECS = Path(__file__).parent / "specs"
HEADING = re.compile(r"^#{2,6} (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Spec:
    file: str
    name: str
    text: str
    published: str | None
    expected: tuple[str, ...]


def specs() -> list[Spec]:
    return [
        _spec(path.name, name, body)
        for path in sorted(SPECS.glob("*.md"))
        if path.stem != "counting"  # tests/counting/test_specs.py
        for name, body in _sections(path.read_text(encoding="utf-8"))
        if FENCE.search(body)
    ]


def _sections(markdown: str) -> list[tuple[str, str]]:
    parts = HEADING.split(markdown)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def _spec(file: str, name: str, body: str) -> Spec:
    quotation = [line.removeprefix(">").removeprefix(" ") for line in body.splitlines() if line.startswith(">")]
    fence = FENCE.search(body)
    assert quotation, f"{file}: {name}: no quotation"
    assert fence, f"{file}: {name}: no fenced block"
    lines = [line.strip() for line in fence.group(1).splitlines() if line.strip()]
    published = next((line.split("=", 1)[1] for line in lines if line.startswith("published=")), None)
    expected = tuple(line for line in lines if not line.startswith("published="))
    return Spec(file, name, "\n".join(quotation), published, expected)


@pytest.fixture(scope="module")
def extractor() -> SpacyExtractor:
    return SpacyExtractor()


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: f"{spec.file}:{spec.name}")
def test_spec(spec: Spec, extractor: SpacyExtractor) -> None:
    report = report_of(spec.text.encode(), spec.text, name=spec.file, media_type="text/plain", published=spec.published)
    statements = extractor.extract(report).statements
    said = "\n".join(shown(statement) for statement in statements)
    if "nothing" in spec.expected:
        assert not statements, said
        return
    matched: set[str] = set()
    for line in spec.expected:
        if line == "only":
            continue
        wanted, negative = line.removeprefix("no "), line.startswith("no ")
        found = [statement for statement in statements if matches(statement, parsed(wanted))]
        matched |= {statement.id for statement in found}
        assert bool(found) != negative, f"{line}\n--- was read:\n{said}"
    if "only" in spec.expected:
        surplus = [shown(statement) for statement in statements if statement.id not in matched]
        assert not surplus, "not expected:\n" + "\n".join(surplus)


@pytest.mark.parametrize("code", types())
def test_a_type_has_a_sentence_and_a_near_miss(code: str) -> None:
    kind = types()[code].kind
    lines = {" ".join(line.split()[:3]) for spec in specs() for line in spec.expected}
    told = any(line.startswith(f"{kind} {code}") for line in lines)
    missed = f"no {kind} {code}" in lines
    assert told, f"no spec tells of {code}"
    assert missed, f"no spec has a near miss of {code}"
