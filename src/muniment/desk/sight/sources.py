"""Sources: who put out the reports that somebody sees, as a list shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from muniment.record import described
from muniment.report import Report, source_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who put reports out, or wrote them where nobody else is named."""

    id: str = described("digest of the name, however it is spaced or capitalised")
    name: str = described("as the first of its reports writes it")
    reports: int = described("how many reports are of it")


def sources_among(reports: Iterable[Report]) -> Mapping[str, Source]:
    """Id → source, those of most reports first."""
    found: dict[str, Source] = {}
    for report in reports:
        if report.source:
            id = source_id(report.source)
            held = found.get(id) or Source(id=id, name=report.source, reports=0)
            found[id] = replace(held, reports=held.reports + 1)
    return {one.id: one for one in sorted(found.values(), key=lambda one: (-one.reports, one.name.casefold()))}
