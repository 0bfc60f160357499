"""Estimates: every model on one set of lists, with what they mean, assume and leave in doubt."""

from __future__ import annotations

from collections.abc import Sequence

from muniment.count import Estimate, Model, Overlap
from muniment.counting.estimation.asked import KNOWN, Asked, Name
from muniment.counting.estimation.judging import ASSUMES, cautions, meaning, too_thin
from muniment.counting.estimation.models import Matched, middle, model
from muniment.counting.estimation.patterns import Patterns
from muniment.errors import UnusableLists
from muniment.record import digest


def estimate(
    matched: Patterns | Matched,
    *,
    measure: str,
    unit: str = "person",
    stratum: str = "",
    models: Sequence[Name] = KNOWN,
    asked: Asked | None = None,
    run: str = "",
) -> Estimate:
    """What the models make of lists, or of several ways of matching them, each with its weight.

    Where lists were matched in several ways, posteriors are mixed by weight, other intervals are the widest. A model
    that cannot say anything gives its reason in place of numbers; lists that overlap too little are refused by all.
    """
    ways: Matched = [(matched, 1.0)] if isinstance(matched, Patterns) else matched
    if not ways:
        raise UnusableLists("there is nothing to estimate from")
    asked = asked or Asked()
    patterns = ways[middle(ways)][0]
    thin = next((reason for way, _ in ways if (reason := too_thin(way))), "")
    found = [Model(name=name, level=asked.level, refused=thin) if thin else model(name, ways, asked) for name in models]
    documented = [way.documented for way, _ in ways]
    return Estimate(
        id=digest(
            Estimate.PREFIX, measure, unit, stratum, [[way.lists, sorted(way.table().items())] for way, _ in ways]
        ),
        measure=measure,
        unit=unit,
        stratum=stratum,
        documented=patterns.documented,
        documented_low=min(documented),
        documented_high=max(documented),
        lists=patterns.lists,
        never=tuple("+".join(sorted(one)) for one in patterns.apart),
        overlaps=tuple(
            Overlap(lists=tuple(name for name, has in zip(patterns.lists, row, strict=True) if has), number=number)
            for row, number in patterns.table().items()
        ),
        models=tuple(found),
        meaning=meaning(patterns, unit, found),
        assumes=ASSUMES,
        cautions=() if thin else tuple(cautions(patterns, found)),
        clusterings=len(ways),
        seed=asked.seed,
        run=run,
    )
