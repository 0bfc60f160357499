"""The types of acts, harms, relations and standings, and the slots each may fill; from `data/`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from muniment.record import described


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """One type of statement."""

    code: str = described("family and name, frozen: life.killing")
    kind: str = described("act, harm, relation, standing or duty")
    label: str = described("for a person")
    definition: str = described("what falls under it, and what does not")
    slots: tuple[str, ...] = described("the roles it may fill", default=())
    harms: bool = described("whether somebody is harmed by it", default=False)
    plover: tuple[str, ...] = described("PLOVER EVENT/mode+context, preferred first", default=())
    huridocs: tuple[str, ...] = described("HURIDOCS list:code, preferred first", default=())
    iccs: tuple[str, ...] = described("ICCS 1.0 codes", default=())

    @property
    def family(self) -> str:
        """What stands before the dot: life, body, liberty …"""
        return self.code.split(".", 1)[0]


def data(name: str) -> Mapping[str, Any]:
    """A TOML file of the package's `data/` folder."""
    return _loaded(name)


@functools.cache
def _loaded(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("muniment.data").joinpath(name).read_text(encoding="utf-8"))


@functools.cache
def types() -> Mapping[str, Type]:
    """Code → type, all kinds."""
    found = {}
    for entry in data("types.toml")["type"]:
        plain: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
        }
        found[entry["code"]] = Type(**plain)
    return found


def type_of(code: str) -> Type:
    """A type by its code; raises `KeyError` for one that is not in the taxonomy."""
    return types()[code]


def acts() -> tuple[Type, ...]:
    """The types of acts."""
    return tuple(entry for entry in types().values() if entry.kind == "act")
