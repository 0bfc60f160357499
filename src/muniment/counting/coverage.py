"""Coverage: which origin tells of which place and period, and the matrix of origins and incidents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from muniment.count import Counts, Matrix
from muniment.counting.facets import origin_name
from muniment.counting.selecting import INCIDENT, Selection
from muniment.counting.slicing import sliced
from muniment.counting.tallies import Ground, told_of
from muniment.incident import Incident
from muniment.statement import Statement

COVERED = ("origin", "country", "admin1", "month")


def coverage(
    incidents: Sequence[Incident],
    statements: Mapping[str, Statement],
    ground: Ground,
    *,
    by: Sequence[str] = COVERED,
) -> Counts:
    """The incidents that each origin tells of, by place and period; rows overlap, for several tell of one incident."""
    return sliced(incidents, statements, ground, by=by, selection=Selection(measure=INCIDENT))


def matrix(incidents: Sequence[Incident], statements: Mapping[str, Statement], ground: Ground) -> Matrix:
    """Which origin tells of which incident; origins of one name are one."""
    told = {
        incident.number or incident.id: tuple(
            sorted({origin_name(one, ground) for one in told_of(incident, statements)})
        )
        for incident in incidents
    }
    number = Counter(name for names in told.values() for name in names)
    return Matrix(
        origins=tuple(sorted((name for name in number if number[name] > 1), key=lambda name: (-number[name], name))),
        told={incident: names for incident, names in told.items() if names},
    )
