"""The modules of the package as trees, and the strings in them as templates: each field of an f-string a place, `%(name)s`."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path

from muniment import __file__ as package

ROOT = Path(package).parent

ELSEWHERE = (
    "cli/",
    "sealing/",
    "doctor.py",
    "terminal.py",
    "library.py",
    "casebook/auditing.py",
    "casebook/carrying.py",
    "casebook/moving.py",
    "casebook/proving.py",
    "counting/estimation/chao.py",
    "counting/estimation/decomposable.py",
    "counting/estimation/loglinear.py",
    "counting/estimation/models.py",
    "counting/estimation/origins.py",
    "counting/estimation/patterns.py",
    "counting/estimation/reading.py",
    "linking/people.py",
    "publishing/editions.py",
    "publishing/protecting/",
    "workflow/estimating.py",
    "workflow/locking.py",
    "workflow/moving.py",
    "workflow/sealing.py",
)
"""What only the command line reaches: a page of the desk can say nothing of it."""


@cache
def modules() -> Mapping[str, ast.Module]:
    """Every module that a page may speak of, by its path in the package."""
    found = {path.relative_to(ROOT).as_posix(): path for path in sorted(ROOT.rglob("*.py"))}
    return {
        name: ast.parse(path.read_text(encoding="utf-8"))
        for name, path in found.items()
        if not name.startswith(ELSEWHERE)
    }


@cache
def constants(module: str) -> Mapping[str, Sequence[ast.AST]]:
    """The constants of a module, by name."""
    return {
        name: [one.value]
        for one in (modules()[module].body if module in modules() else ())
        if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None
        for name in targets(one)
        if name.isupper()
    }


def expanded(node: ast.AST) -> list[str]:
    """The templates of a string: one for each way in which its conditions may fall."""
    match node:
        case ast.Constant(value=str() as words):
            return [words.replace("%", "%%")]
        case ast.JoinedStr(values=values):
            return ["".join(parts) for parts in product(*map(expanded, values))]
        case ast.FormattedValue(value=ast.IfExp(body=body, orelse=other)) if worded(body) and worded(other):
            return expanded(body) + expanded(other)
        case ast.FormattedValue(value=value, conversion=conversion):
            place = f"%({named(value)})s"
            return [f"'{place}'" if conversion == ord("r") else place]
        case ast.BinOp(left=left, right=right) if added(node):
            return ["".join(parts) for parts in product(expanded(left), expanded(right))]
        case ast.IfExp(body=body, orelse=other) if worded(body) and worded(other):
            return expanded(body) + expanded(other)
        case _:
            return [f"%({named(node)})s"]


def worded(node: ast.AST | None) -> bool:
    """Whether something is a string as it is written."""
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def added(node: ast.AST) -> bool:
    """Whether strings are put together."""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Add)
        and any(worded(one) or added(one) or isinstance(one, ast.IfExp) for one in (node.left, node.right))
    )


def named(node: ast.AST) -> str:
    """A word for what a place holds."""
    match node:
        case ast.Name(id=name):
            return name.lower()
        case ast.Attribute(attr=name) | ast.Subscript(value=ast.Name(id=name)):
            return name.strip("_").lower()
        case ast.Call(args=[first, *_]):
            return named(first)
        case ast.BoolOp(values=[first, *_]) | ast.IfExp(body=first) | ast.BinOp(left=first):
            return named(first)
        case ast.GeneratorExp(generators=[one]):
            return named(one.iter)
        case _:
            return "value"


def called(call: ast.Call) -> str:
    """The name of what is called."""
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def targets(node: ast.Assign | ast.AnnAssign) -> list[str]:
    """The names that an assignment gives."""
    given = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [one.id for one in given if isinstance(one, ast.Name)]
