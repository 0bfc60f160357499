"""Hypothesis strategies for every noun, derived from the dataclasses alone."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from hypothesis import strategies as st

from muniment.record import Noun, hints
from muniment.statement import SLOT_VALUES, Statement, value_type

N = TypeVar("N", bound=Noun)

WHOLE = st.integers(min_value=-(2**53), max_value=2**53)
REAL = st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | WHOLE | REAL | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: WHOLE,
    float: REAL,
    bool: st.booleans(),
    type(None): st.none(),
    Any: JSON,
    object: JSON,
}


def nouns(noun: type[N]) -> st.SearchStrategy[N]:
    """Any value of a noun that its types allow; whether its words are grounded is another matter."""
    fields = {
        name: slots() if (noun, name) == (Statement, "slots") else _of(hint) for name, hint in hints(noun).items()
    }
    return st.builds(noun, **fields)


def slots() -> st.SearchStrategy[dict[str, tuple[Any, ...]]]:
    """Slots with values of the type that each slot holds; `means` stands for those that hold wording."""
    filled = {slot: _many(nouns(value_type(slot))) for slot in (*SLOT_VALUES, "means")}
    chosen = st.lists(st.sampled_from(sorted(filled)), max_size=3, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: filled[name] for name in names}))


def _of(hint: Any) -> st.SearchStrategy[Any]:
    origin, members = typing.get_origin(hint), typing.get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is Literal:
        return st.sampled_from(members)
    if origin is tuple:
        return _many(_of(members[0]))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(_of(members[0]), _of(members[1]), max_size=3)
    if dataclasses.is_dataclass(hint):
        return st.deferred(lambda: nouns(typing.cast(Any, hint)))
    if members:
        return st.one_of([_of(member) for member in members])
    raise TypeError(f"no strategy for {hint}")


def _many(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(inner, max_size=3).map(tuple)
