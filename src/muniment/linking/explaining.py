"""Explaining: the weights of a pair in words, as a waterfall from what chance gives to what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

from muniment.incident import Comparison
from muniment.linking.describing import EPOCH, Description
from muniment.linking.fitting import distance
from muniment.linking.weights import Weights
from muniment.linking.workings import Weighed

ROUNDING = 0.01
"""What the weights of a pair may miss its whole by, since they are kept in fewer digits."""

SHOWN = 6
"""Names or words of an outcome that are shown."""


def explained(
    weights: Weights, pair: Weighed, outcomes: Sequence[int], one: Description, other: Description
) -> Iterator[Comparison]:
    """What was compared, what came out and what it weighs; the first is how likely two tellings are one to begin with.

    What one side does not say is left out: it weighs nothing. The weights add up to the pair's.
    """
    yield Comparison(of="prior", outcome="any two tellings of this casebook", weight=round(weights.prior, 2))
    for each, number, weight in zip(weights.compared, outcomes, pair.weights, strict=True):
        if number >= 0:
            detail = DETAILS.get(each.of, _nothing)(one, other)
            outcome = f"{each.levels[number].says}: {detail}" if detail else each.levels[number].says
            yield Comparison(of=each.of, outcome=outcome, weight=round(weight, 2))
    less = pair.weight - weights.prior - sum(pair.weights)
    if less < -ROUNDING:
        yield Comparison(of="occasion", outcome="nothing so rare that it ties them to one", weight=round(less, 2))


def _nothing(_one: Description, _other: Description) -> str:
    return ""


def _acts(one: Description, other: Description) -> str:
    common = sorted(set(one.types) & set(other.types))
    return _listed([type_ for type_ in common if not type_.startswith("harm.")])


def _dates(one: Description, other: Description) -> str:
    mine, theirs = _period(one.first, one.last), _period(other.first, other.last)
    return mine if mine == theirs else f"{mine} and {theirs}"


def _period(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return ""
    low, high = EPOCH + timedelta(days=first), EPOCH + timedelta(days=last)
    return low.isoformat() if low == high else f"{low.isoformat()} to {high.isoformat()}"


def _places(one: Description, other: Description) -> str:
    common = sorted(set(one.places) & set(other.places))
    if common:
        return _listed([place.title() for place in common])
    apart = distance(one.lat, one.lon, other.lat, other.lon)
    mine, theirs = ((row.place or row.admin1 or "").title() for row in (one, other))
    return f"{mine} and {theirs}" if apart is None else f"{mine} and {theirs}, {apart:.0f} km apart"


def _people(one: Description, other: Description) -> str:
    return _listed([name.title() for name in sorted(set(one.people) & set(other.people))])


def _surnames(one: Description, other: Description) -> str:
    return _listed([name.title() for name in sorted(set(one.surnames) & set(other.surnames))])


def _toll(one: Description, other: Description) -> str:
    said = [_figures(row) for row in (one, other)]
    return said[0] if said[0] == said[1] else " and ".join(said)


def _figures(row: Description) -> str:
    said = (f"{row.dead} dead" if row.dead is not None else "", f"{row.hurt} hurt" if row.hurt is not None else "")
    return ", ".join(filter(None, said))


def _listed(values: Sequence[str]) -> str:
    more = len(values) - SHOWN
    return ", ".join(values[:SHOWN]) + (f" and {more} more" if more > 0 else "")


DETAILS: Mapping[str, Callable[[Description, Description], str]] = {
    "type": _acts,
    "date": _dates,
    "place": _places,
    "people": _people,
    "surname": _surnames,
    "toll": _toll,
}
