"""Collects from the source of the package the finished sentences that the record keeps or an error says, as templates.

A sentence is found where it is made: in what an error or a refusal is given, and in the functions and constants that say
nothing else. A field of an f-string becomes a place of its template, `%(name)s`; one that stands in quotes is quoted there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from tools.literals import added, called, constants, expanded, modules, named, targets, worded

SPEAKING: Mapping[str, Sequence[str]] = {
    "adding/text.py": ("_from_another_encoding", "clean"),
    "counting/estimation/judging.py": ("SAID", "cautions", "meaning", "_disagreeing", "_and"),
    "counting/ranges.py": ("PER_INCIDENT", "CUMULATIVE", "AGGREGATE"),
    "counting/series.py": ("CAVEAT",),
    "counting/slicing.py": ("_notes",),
    "desk/serving.py": ("failed", "broken"),
    "desk/tasks.py": ("resume", "stop", "_in_a_process", "perform"),
    "linking/actors.py": ("SAID",),
    "workflow/comparing.py": ("_doubt",),
    "workflow/linking.py": ("link",),
    "linking/explaining.py": ("explained", "_dates", "_period", "_places", "_toll", "_figures", "_listed"),
}
"""Module → its functions and constants that say sentences, whatever becomes of them."""

CALLED = {"refusal_of": slice(2, None), "Comparison": slice(0, 0), "HTTPException": slice(0, None)}
"""Calls beside those that make an error, and which of their arguments are sentences."""

KEYWORDS = ("hint", "detail", "outcome")
"""Arguments of those calls that are sentences."""

NAMED = {"BadSetting": slice(0, 0), "UnknownPlugin": slice(0, 0), "UnreadableReport": slice(1, None)}
"""Errors whose arguments are names, or the first of them, and stay."""

WORD = re.compile(r"[^\W\d_]{2}")
FILE = re.compile(r"[\w/]+\.\w+")
PLACE = re.compile(r"%\((\w+)\)s")


@cache
def errors() -> frozenset[str]:
    """The names of errors whose words a person may read."""
    made = {"MunimentError", "ValueError", "NotAuthorizedException", "NotFoundException"}
    return frozenset(made | {one.name for one in modules()["errors.py"].body if isinstance(one, ast.ClassDef)})


@cache
def made() -> frozenset[str]:
    """The names of errors that something makes of which a page may speak."""
    calls = (one for module in modules().values() for one in ast.walk(module) if isinstance(one, ast.Call))
    return frozenset(called(one) for one in calls) & errors()


def sentences() -> dict[str, str]:
    """Template → the module that says it; of those that differ in the names of their places alone, the first."""
    found: dict[str, tuple[str, str]] = {}
    for name, module in modules().items():
        for template in Reader(name, module).read():
            bare = PLACE.sub("", template)
            joins = len(PLACE.findall(template)) > 1 and bare.strip() in (":", ";")
            if (WORD.search(bare) or joins) and "%%s" not in template and not FILE.fullmatch(template):
                found.setdefault(PLACE.sub("%s", template), (told_apart(template), name))
    return dict(found.values())


def told_apart(template: str) -> str:
    """A template whose places have names of their own, where several would have one."""
    seen: dict[str, int] = {}

    def apart(place: re.Match[str]) -> str:
        seen[place[1]] = seen.get(place[1], 0) + 1
        return f"%({place[1]}{seen[place[1]] if seen[place[1]] > 1 else ''})s"

    return PLACE.sub(apart, template)


class Reader:
    """Reads one module."""

    def __init__(self, name: str, module: ast.Module) -> None:
        self.name, self.module = name, module
        self.scopes: dict[ast.AST, ast.FunctionDef] = {}
        for function in (one for one in ast.walk(module) if isinstance(one, ast.FunctionDef)):
            for inner in ast.walk(function):  # the innermost is walked last
                self.scopes[inner] = function
        self.classes = {
            inner: one.name for one in module.body if isinstance(one, ast.ClassDef) for inner in ast.walk(one)
        }
        self.following: set[ast.AST] = set()

    def read(self) -> Iterator[str]:
        """Templates of all sentences that the module makes."""
        for one in ast.walk(self.module):
            if isinstance(one, ast.Call):
                yield from self._call(one)
            elif isinstance(one, ast.FunctionDef) and one.name in SPEAKING.get(self.name, ()):
                yield from self._all(one.body)
        for name, values in constants(self.name).items():
            if name in SPEAKING.get(self.name, ()):
                yield from self._all(values)

    def _call(self, call: ast.Call) -> Iterator[str]:
        name = called(call)
        within = self.scopes.get(call)
        inherited = name == "__init__" and self.name == "errors.py" and self.classes.get(call) in made()
        if whole := composed(call, name):
            yield from whole
            call = ast.Call(func=call.func, args=[], keywords=call.keywords)
        if name in errors() or name in CALLED or inherited:
            for argument in call.args[CALLED.get(name) or NAMED.get(name) or slice(0, None)]:
                yield from self.said(argument, within)
            for keyword in call.keywords:
                if keyword.arg in KEYWORDS:
                    yield from self.said(keyword.value, within)

    def _all(self, body: Iterable[ast.AST]) -> Iterator[str]:
        """All strings in a piece of code but its docstrings and keys, the outermost each."""
        for one in body:
            if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
                continue
            if isinstance(one, ast.JoinedStr | ast.Constant) or added(one):
                yield from (each for each in self.said(one, None) if " " in each or "%" in each)
            if isinstance(one, ast.JoinedStr):
                yield from self._all(part.value for part in one.values if isinstance(part, ast.FormattedValue))
            elif isinstance(one, ast.Dict):
                yield from self._all(one.values)
            elif not isinstance(one, ast.Attribute | ast.Subscript | ast.Compare) and not added(one):
                yield from self._all(ast.iter_child_nodes(one))

    def said(self, node: ast.AST, within: ast.FunctionDef | None) -> Iterator[str]:
        """The templates of what an expression may say, and of the parts of it that are sentences of their own."""
        if node in self.following:
            return
        self.following.add(node)
        match node:
            case ast.Constant(value=str()) | ast.JoinedStr():
                yield from expanded(node)
                for part in getattr(node, "values", ()):
                    if isinstance(part, ast.FormattedValue) and not isinstance(part.value, ast.IfExp):
                        yield from self.said(part.value, within)
            case ast.BinOp() if added(node):
                yield from expanded(node)
                for part in (node.left, node.right):
                    if not worded(part) and not isinstance(part, ast.IfExp):
                        yield from self.said(part, within)
            case ast.IfExp():
                yield from self.said(node.body, within)
                yield from self.said(node.orelse, within)
            case ast.BoolOp():
                for value in node.values:
                    yield from self.said(value, within)
            case ast.NamedExpr():
                yield from self.said(node.value, within)
            case ast.Name() | ast.Attribute():
                for value in self._meant(node, within):
                    yield from self.said(value, within)
            case ast.Call(func=ast.Name(id=name)):
                for made in self._functions(name):
                    for one in ast.walk(made):
                        if isinstance(one, ast.Return) and one.value is not None:
                            yield from self.said(one.value, made)
            case ast.Subscript(value=ast.Name() as table):
                for value in self._meant(table, within):
                    if isinstance(value, ast.Dict):
                        for one in value.values:
                            yield from self.said(one, within)
            case _:
                pass
        self.following.discard(node)

    def _functions(self, name: str) -> Iterator[ast.FunctionDef]:
        return (one for one in ast.walk(self.module) if isinstance(one, ast.FunctionDef) and one.name == name)

    def _meant(self, node: ast.Name | ast.Attribute, within: ast.FunctionDef | None) -> Iterator[ast.AST]:
        """What a name was given: here, by whoever calls, or as a constant of any module."""
        name = node.id if isinstance(node, ast.Name) else node.attr
        if name.isupper():
            yield from constants(self._home(node)).get(name, ())
        elif within is not None and isinstance(node, ast.Name):
            yield from self._assigned(name, within)
            places = [one.arg for one in within.args.args if one.arg != "self"]
            for call in ast.walk(self.module) if name in places else ():
                if isinstance(call, ast.Call) and called(call) == within.name:
                    yield from call.args[places.index(name) : places.index(name) + 1]
                    yield from (one.value for one in call.keywords if one.arg == name)

    def _home(self, node: ast.Name | ast.Attribute) -> str:
        """The module whose constant a name is: that which it is imported from, or this one."""
        name = node.id if isinstance(node, ast.Name) else getattr(node.value, "id", "")
        for one in self.module.body:
            if isinstance(one, ast.ImportFrom) and name in (each.name for each in one.names):
                path = f"{one.module}.{name}" if isinstance(node, ast.Attribute) else f"{one.module}"
                return f"{path.removeprefix('muniment.').replace('.', '/')}.py"
        return self.name

    def _assigned(self, name: str, within: ast.FunctionDef) -> Iterator[ast.AST]:
        """The values that a name has in a function; where it goes through a table, all words of that."""
        for one in ast.walk(within):
            if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None and name in targets(one):
                yield one.value
            elif (
                isinstance(one, ast.Assign)
                and isinstance(one.targets[0], ast.Tuple)
                and isinstance(one.value, ast.IfExp)
            ):
                names = [getattr(each, "id", "") for each in one.targets[0].elts]
                for side in (one.value.body, one.value.orelse):
                    if name in names and isinstance(side, ast.Tuple):
                        yield side.elts[names.index(name)]
            elif isinstance(one, ast.For) and isinstance(one.iter, ast.Name) and isinstance(one.target, ast.Tuple):
                names = [getattr(each, "id", "") for each in one.target.elts]
                for table in constants(self._home(one.iter)).get(one.iter.id, ()) if name in names else ():
                    for row in getattr(table, "elts", ()):
                        yield row.elts[names.index(name)]


def composed(call: ast.Call, name: str) -> list[str]:
    """The sentences of an error that quotes what it is given, where all of that is written at the call; else none."""
    parts, template = framed().get(name, ((), None))
    given = dict(zip(parts, call.args, strict=False))
    if (
        template is None
        or not any("'%" in one for one in expanded(template))
        or any(not worded(given.get(place)) for place in _places(template))
    ):
        return []
    found = [""]
    for one in template.values:
        if isinstance(one, ast.FormattedValue):
            said = expanded(given[named(one.value)])
            said = [f"'{words}'" for words in said] if one.conversion == ord("r") else said
        else:
            said = expanded(one)
        found = [before + words for before in found for words in said]
    return found


@cache
def framed() -> Mapping[str, tuple[Sequence[str], ast.JoinedStr]]:
    """Error → the names of what it is given, and the sentence it makes of them."""
    found: dict[str, tuple[Sequence[str], ast.JoinedStr]] = {}
    for one in (kind for kind in modules()["errors.py"].body if isinstance(kind, ast.ClassDef)):
        for made in (each for each in one.body if isinstance(each, ast.FunctionDef)):
            calls = (call for call in ast.walk(made) if isinstance(call, ast.Call) and called(call) == "__init__")
            for call in calls:
                if call.args and isinstance(call.args[0], ast.JoinedStr):
                    found[one.name] = [each.arg for each in made.args.args[1:]], call.args[0]
    return found


def _places(template: ast.JoinedStr) -> list[str]:
    return [named(one.value) for one in template.values if isinstance(one, ast.FormattedValue)]
