"""Mutants of a module: one small change each to the body of a function, as the usual mutation operators make them.

A tool of its own and not mutmut or cosmic-ray: those start the test command once per mutant, which loads numba,
pandas and the scenarios each time; here every mutant runs inside one process with numba switched off.
"""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
}
_CALLS = {"min": "max", "max": "min"}


@dataclass(frozen=True)
class Mutant:
    """A changed module; `name` stays the same when lines move."""

    module: str
    name: str
    tree: ast.Module


def mutants_of(file: Path) -> Iterator[Mutant]:
    """Every mutant of the functions of a module, methods included."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    seen: Counter[str] = Counter()
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for place in _places(function):
            before = place.node
            for after in _changed(before):
                words = f"{file.stem}.{function.name}: {place.words()} -> "
                place.put(after)
                words += "pass" if isinstance(after, ast.Pass) else place.words()
                changed = ast.fix_missing_locations(copy.deepcopy(tree))
                place.put(before)
                seen[words] += 1
                yield Mutant(file.stem, words if seen[words] == 1 else f"{words} ({seen[words]})", changed)


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
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
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
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
