"""The seams: what a plugin must do to read a format, extract statements or export a dossier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar, runtime_checkable

from muniment.actor import Actor
from muniment.dossier import Dossier
from muniment.errors import UnknownPlugin, UnreadableReport
from muniment.incident import Principal
from muniment.report import Report
from muniment.run import Refusal
from muniment.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A report together with the bytes that it was read from."""

    report: Report
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What one report says: its statements and actors, what it is mainly about, and what could not be grounded."""

    statements: tuple[Statement, ...]
    actors: tuple[Actor, ...]
    refusals: tuple[Refusal, ...] = ()
    principal: Principal | None = None


@runtime_checkable
class Format(Protocol):
    """Reads the bytes of one kind of file into reports. Entry point group `muniment.formats`."""

    @property
    def name(self) -> str:
        """What people call the format."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of file names, in lower case with their dot."""
        ...

    def read(self, content: bytes, *, name: str) -> Iterator[Received | UnreadableReport]:
        """The reports in these bytes, and a refusal for each part that is none; raises it where there are none."""
        ...


@runtime_checkable
class Extractor(Protocol):
    """Reads statements out of reports in one language. Entry point group `muniment.extractors`."""

    name: ClassVar[str]
    languages: ClassVar[tuple[str, ...]]

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the result depends on: model and version, digest of the rules."""
        ...

    def extract(self, report: Report, *, run: str = "") -> Extraction:
        """What one report says. Never raises for a report's content."""
        ...


@runtime_checkable
class Exporter(Protocol):
    """Writes a dossier to a file or a folder. Entry point group `muniment.exporters`."""

    name: str

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The files written."""
        ...


P = TypeVar("P")


def plugins(seam: str) -> Mapping[str, Any]:
    """Name → loaded plugin of a seam: `formats`, `extractors` or `exporters`."""
    return {found.name: found.load() for found in entry_points(group=f"muniment.{seam}")}


def plugin(seam: str, name: str) -> Any:
    """One plugin by name; raises `UnknownPlugin` with the names there are."""
    available = plugins(seam)
    if name not in available:
        raise UnknownPlugin(seam, name, available=tuple(available))
    return available[name]
