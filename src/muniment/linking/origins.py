"""Which reports repeat one original, and which voice a statement goes back to: the units of independence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from muniment.incident import Origin
from muniment.record import digest
from muniment.report import Report


def origins(reports: Iterable[Report], *, run: str = "") -> list[Origin]:
    """One origin for each text; reports whose extracted text is identical share one."""
    sharing: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        sharing[report.text_sha256].append(report)
    return [
        Origin(
            id=digest(Origin.PREFIX, text),
            reports=tuple(report.id for report in sorted(same, key=lambda one: (one.published or "9999", one.id))),
            rule="identical text" if len(same) > 1 else "no copy found",
            run=run,
        )
        for text, same in sharing.items()
    ]


def of_report(found: Iterable[Origin]) -> Mapping[str, str]:
    """Report id → id of its origin."""
    return {report: origin.id for origin in found for report in origin.reports}
