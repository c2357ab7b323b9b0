"""Mutants of a module: one small change each to the body of a function, as the usual mutation operators make them.

A tool of its own and not mutmut or cosmic-ray: those start the test command once per mutant, which loads numba,
pandas and the scenarios each time; here every mutant runs inside one process, or a fork of it, with numba switched off.
`applied` puts a mutant in place; `killing.py` runs a folder of tests against the mutants of a package, and
`simulation/cases/killing.py` the shipped cases against those of the rules.
"""

import ast
import copy
import gc
import importlib
import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

_COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
_ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
_CALLS = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """A changed function (`module.function`, `module.Class.method`); `name` stays the same when lines move."""

    module: str
    function: str
    name: str
    tree: ast.Module

    @property
    def code(self) -> CodeType:
        """The changed function, compiled."""
        return next(_codes(compile(self.tree, f"<mutant of {self.module}>", "exec"), self.function))


@contextmanager
def applied(mutant: Mutant, package: str) -> Iterator[None]:
    """The mutant in place of its function, for everybody who holds the function, until the end of the block."""
    found: Any = importlib.import_module(f"{package}.{mutant.module}")
    for name in mutant.function.split("."):
        found = vars(found)[name]
    changed, kept = mutant.code, {each: each.__code__ for each in _functions(found)}
    try:
        for function in kept:
            function.__code__ = changed
        yield
    finally:
        for function, code in kept.items():
            function.__code__ = code


def forget() -> None:
    """Empty what the sources of scenarios keep: it was made without a mutant."""
    sources = sys.modules.get("simulation.parameters.scenario.sources")
    for each in gc.get_objects() if sources else ():
        if type(each) is sources.Sources:
            each.cache.clear()


def mutants_in(files: Iterable[Path], every: int = 1) -> list[Mutant]:
    """The mutants of several modules, one in `every` of them all."""
    numbers = itertools.count()
    return [mutant for file in files for mutant in mutants_of(file, lambda: next(numbers) % every == 0)]


def mutants_of(file: Path, wanted: Callable[[], bool] = lambda: True) -> Iterator[Mutant]:
    """Every mutant of the functions of a module, methods included, or those that are `wanted` when it is their turn.

    A copy of the module, which each of them is, takes longer than all the rest.
    """
    tree = ast.parse(file.read_text(encoding="utf-8"))
    seen: Counter[str] = Counter()
    for owner, function in _functions_of(tree):
        for place in _places(function):
            before = place.node
            for after in _changed(before):
                words = f"{file.stem}.{function.name}: {place.words()} -> "
                place.put(after)
                words += "pass" if isinstance(after, ast.Pass) else place.words()
                seen[words] += 1
                changed = ast.fix_missing_locations(copy.deepcopy(tree)) if wanted() else None
                place.put(before)
                name = words if seen[words] == 1 else f"{words} ({seen[words]})"
                if changed is not None:
                    yield Mutant(file.stem, f"{owner}{function.name}", name, changed)


def _functions_of(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions of a module and methods of its classes; a function inside another is part of that one."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.", each) for each in node.body if isinstance(each, ast.FunctionDef))


def _codes(code: CodeType, name: str) -> Iterator[CodeType]:
    """The code of that qualified name inside the code of a module."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_qualname == name:
                yield inner
            yield from _codes(inner, name)


def _functions(found: Any) -> Iterator[FunctionType]:
    """The plain functions behind a function, property, method or kernel."""
    if isinstance(found, FunctionType):
        yield found
    for attribute in ("fget", "func", "__func__", "__wrapped__", "py_func", "inside", "of_python"):
        if (inner := getattr(found, attribute, None)) is not None:
            yield from _functions(inner)


@dataclass(frozen=True)
class _Place:
    """Where a node hangs: in `field` of `holder` (at `index` of a list), inside a statement."""

    holder: ast.AST
    field: str
    index: int | None
    statement: ast.stmt

    @property
    def node(self) -> ast.AST:
        value = getattr(self.holder, self.field)
        return value if self.index is None else value[self.index]  # type: ignore[no-any-return]

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.holder, self.field, node)
        else:
            getattr(self.holder, self.field)[self.index] = node

    def words(self) -> str:
        """The first line of the statement as it stands now."""
        inside = isinstance(self.node, ast.stmt) and not isinstance(self.node, ast.Pass)
        return ast.unparse(self.node if inside else self.statement).partition("\n")[0]


def _places(function: ast.FunctionDef) -> Iterator[_Place]:
    """Every node of a function's body, in the order of the text."""
    stack: list[_Place] = _children(function, function)[::-1]
    while stack:
        place = stack.pop()
        yield place
        node = place.node
        stack += _children(node, node if isinstance(node, ast.stmt) else place.statement)[::-1]


def _children(node: ast.AST, statement: ast.stmt) -> list[_Place]:
    places = []
    for field, value in ast.iter_fields(node):
        if isinstance(node, ast.FunctionDef) and field != "body":
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _is_docstring(child):
                inner = child if isinstance(child, ast.stmt) else statement
                places.append(_Place(node, field, index, inner))
    return places


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARISONS:
            for other in _COMPARISONS[type(op)]:
                yield ast.Compare(node.left, [other()], node.comparators)
        case ast.Compare(ops=[first, second]):
            for other in _COMPARISONS[type(first)]:
                yield ast.Compare(node.left, [other(), second], node.comparators)
            for other in _COMPARISONS[type(second)]:
                yield ast.Compare(node.left, [first, other()], node.comparators)
        case ast.BinOp() if type(node.op) in _ARITHMETIC:
            yield ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
        case ast.AugAssign() if type(node.op) in _ARITHMETIC:
            yield ast.AugAssign(node.target, _ARITHMETIC[type(node.op)](), node.value)
            yield ast.Pass()
        case ast.UnaryOp(op=ast.USub() | ast.Not() | ast.Invert()):
            yield node.operand
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.If() | ast.IfExp():
            for value in (True, False):
                changed = copy.copy(node)
                changed.test = ast.Constant(value)
                yield changed
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float()):
            yield ast.Constant(node.value + 1)
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            yield ast.Call(ast.Name(_CALLS[name], ast.Load()), node.args, node.keywords)
        case ast.Call(func=ast.Attribute(attr=name)) if name in _CALLS:
            yield ast.Call(ast.Attribute(node.func.value, _CALLS[name], ast.Load()), node.args, node.keywords)
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
