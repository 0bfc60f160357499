"""How a noun of the record becomes columns, a row, JSON and an id; written once, for all nouns.

A noun is a frozen dataclass. Its fields and their types are the only description of it: the tables of
the casebook, the JSON that `muniment read` prints, the tables in the docs and the data that the tests
make are all derived from them here.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import hashlib
import io
import json
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal, Protocol, TextIO, TypeVar, cast

import msgspec

ColumnKind = Literal["text", "integer", "real", "boolean", "json"]


class Noun(Protocol):
    """Any frozen dataclass of the record."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


N = TypeVar("N", bound=Noun)

PLAIN = frozenset((str, int, float, bool, type(None)))
"""Types that are themselves in JSON and in a row."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field as a table sees it."""

    name: str
    kind: ColumnKind
    nullable: bool
    doc: str


def digest(prefix: str, *parts: object) -> str:
    """An id that is the same whenever the parts are: `prefix_` and 20 hexadecimal digits of SHA-256."""
    canonical = json.dumps([as_json(part) for part in parts], ensure_ascii=False, sort_keys=True)
    return f"{prefix}_{hashlib.sha256(canonical.encode()).hexdigest()[:20]}"


@functools.cache
def hints(noun: type[Noun]) -> dict[str, Any]:
    """Field name → its type, resolved."""
    found = typing.get_type_hints(noun)
    return {field.name: found[field.name] for field in dataclasses.fields(cast(Any, noun))}


def described(doc: str, *, by_key: Callable[[str], type[Noun]] | None = None, **options: Any) -> Any:
    """A dataclass field with one sentence that says what it holds; `by_key` gives what a mapping holds under each key."""
    return dataclasses.field(metadata={"doc": doc, "by_key": by_key}, **options)


@functools.cache
def columns(noun: type[Noun]) -> tuple[Column, ...]:
    """The columns of a noun's table, in the order of its fields."""
    docs = {field.name: str(field.metadata.get("doc", "")) for field in dataclasses.fields(cast(Any, noun))}
    return tuple(
        Column(name=name, kind=_kind(hint), nullable=_optional(hint), doc=docs[name])
        for name, hint in hints(noun).items()
    )


def row(noun: Noun) -> dict[str, Any]:
    """A noun as one row: plain values as they are, everything else as JSON text."""
    plain = cast(dict[str, Any], as_json(noun))
    return {
        column.name: json.dumps(plain[column.name], ensure_ascii=False, sort_keys=True)
        if column.kind == "json"
        else plain[column.name]
        for column in columns(type(noun))
    }


def from_row(noun: type[N], values: Mapping[str, Any]) -> N:
    """The noun that `row` was made from; columns that it does not know are ignored, those that are not there default.

    Raises `ValueError` where a value is not of its type.
    """
    try:
        return noun(**{name: read(values[name]) for name, read in _readers(noun) if name in values})
    except msgspec.MsgspecError as error:
        raise ValueError(f"{noun.__name__}: {error}") from error


def as_json(value: object) -> Any:
    """A noun, or anything a noun holds, in the types of JSON."""
    if type(value) in PLAIN:
        return value
    names = _names(type(value))
    if names:
        return {name: as_json(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in cast(Mapping[object, object], value).items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [as_json(item) for item in cast(Sequence[object], value)]
    return value


def from_json(noun: type[N], plain: Mapping[str, Any]) -> N:
    """The noun that `as_json` was made from.

    Raises `ValueError` where a field is missing that has no default, or a value is not of its type.
    """
    build = getattr(noun, "from_plain", None)
    if build is not None:
        return cast(N, build(plain))
    known = {name: rebuild(plain[name]) for name, rebuild in _rebuilders(noun).items() if name in plain}
    try:
        return noun(**known)
    except TypeError as error:
        raise ValueError(f"{noun.__name__}: {error}") from error


def lines(nouns: Sequence[Noun] | Iterator[Noun]) -> Iterator[str]:
    """JSON Lines, one noun a line, keys in the order of the fields."""
    for noun in nouns:
        yield json.dumps(as_json(noun), ensure_ascii=False)


@functools.cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def _optional(hint: Any) -> bool:
    return type(None) in typing.get_args(hint)


def _bare(hint: Any) -> Any:
    members = [member for member in typing.get_args(hint) if member is not type(None)]
    return members[0] if _optional(hint) and len(members) == 1 else hint


def _kind(hint: Any) -> ColumnKind:
    bare = _bare(hint)
    if typing.get_origin(bare) is Literal:
        return "text"
    kinds: dict[Any, ColumnKind] = {str: "text", bool: "boolean", int: "integer", float: "real"}
    return kinds.get(bare, "json")


@functools.cache
def _readers(noun: type[Noun]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """What makes each field from its column; the JSON of a row is decoded right into its types, for there is much of it."""
    by_key = {field.name: field.metadata.get("by_key") for field in dataclasses.fields(cast(Any, noun))}
    found: list[tuple[str, Callable[[Any], Any]]] = []
    for name, hint in hints(noun).items():
        if _kind(hint) != "json":
            found.append((name, _rebuilder(hint)))
        elif (held := by_key[name]) is not None:
            found.append((name, functools.partial(_keyed, held)))
        else:
            found.append((name, _decoder(hint)))
    return tuple(found)


@functools.cache
def _decoder(hint: Any) -> Callable[[str], Any]:
    return msgspec.json.Decoder(hint).decode


def _keyed(held: Callable[[str], type[Noun]], plain: str) -> dict[str, tuple[Any, ...]]:
    parts = _decoder(dict[str, msgspec.Raw])(plain)
    return {key: _decoder_under(held, key)(part) for key, part in parts.items()}


@functools.cache
def _decoder_under(held: Callable[[str], type[Noun]], key: str) -> Callable[[str], Any]:
    return _decoder(tuple[held(key), ...])


@functools.cache
def _rebuilders(noun: type[Noun]) -> dict[str, Callable[[Any], Any]]:
    return {name: _rebuilder(hint) for name, hint in hints(noun).items()}


def _rebuilder(hint: Any) -> Callable[[Any], Any]:
    """What makes a value of this type from its JSON; found once for each field, since it is asked for each row."""
    filled, optional = _filled(_bare(hint)), _optional(hint) or hint is Any

    def rebuild(plain: Any) -> Any:
        if plain is not None:
            return filled(plain)
        if not optional:
            raise ValueError(f"null is not {hint}")
        return None

    return rebuild


def _filled(bare: Any) -> Callable[[Any], Any]:
    origin = typing.get_origin(bare)
    if origin is tuple:
        item = _rebuilder(typing.get_args(bare)[0])
        return lambda plain: tuple(item(one) for one in plain)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        inner = _rebuilder(typing.get_args(bare)[1])
        return lambda plain: {key: inner(one) for key, one in plain.items()}
    if isinstance(bare, type) and dataclasses.is_dataclass(bare):
        return lambda plain: from_json(cast(type[Noun], bare), plain)
    if isinstance(bare, types.UnionType):
        raise TypeError(f"no rule rebuilds {bare}")
    if origin is Literal:
        return functools.partial(_one_of, {one: one for one in typing.get_args(bare)})
    return functools.partial(_exactly, bare) if bare in PLAIN else lambda plain: plain


def _one_of(allowed: Mapping[Any, Any], plain: Any) -> Any:
    """The value that is allowed, which all rows then share."""
    try:
        return allowed[plain]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{plain!r} is not one of {', '.join(map(str, allowed))}") from error


def _exactly(bare: type[Any], plain: Any) -> Any:
    if type(plain) is bare:
        return plain
    if bare is float and type(plain) is int:
        return float(plain)
    raise ValueError(f"{plain!r} is not {bare.__name__}")


FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def write_csv(file: TextIO, rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Writes rows as CSV with a header; what a spreadsheet would take for a formula is quoted."""
    writer = csv.DictWriter(file, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: guarded(row.get(column)) for column in columns} for row in rows)


def from_csv(text: str) -> list[tuple[int, list[str]]]:
    """The rows of a table that are not empty, each with the line it ends on; the first line shows what divides cells.

    Raises `csv.Error` where it is no such table.
    """
    text = text.removeprefix("\ufeff")
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t|", key=text.partition("\n")[0].count))
    cells = ((rows.line_num, [" ".join(cell.split()) for cell in row]) for row in rows)
    return [(line, row) for line, row in cells if any(row)]


def as_csv(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> str:
    """Rows as the text of a CSV file, by `write_csv`."""
    written = io.StringIO()
    write_csv(written, rows, columns)
    return written.getvalue()
