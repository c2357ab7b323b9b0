"""Every message of the catalogues is asked for somewhere, and every one that is asked for by name is there."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import simulation
from simulation.messages.make_catalogues import catalogues, messages

ROOT = Path(simulation.__file__).parents[1]
type Table = tuple[str, str]  # domain and name
# tables whose keys come with the data: what a row, a scenario file or a form contains
OF_DATA = {
    ("labels", "groups"), ("labels", "statuses"), ("labels", "confidences"), ("labels", "units"), ("labels", "changes"),
    ("reported", "units"), ("parameters", "units"), ("calculator", "units"), ("mechanisms", "reasons"),
    ("parameters", "calibration_words"),
}  # fmt: skip
PAGE = {("page", "text")}  # asked for by the scripts of the page as well
MICRODATA_HOUSEHOLDS, MICRODATA_PERSONS = ("parameters", "microdata_households"), ("parameters", "microdata_persons")


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def sources() -> list[Path]:
    return sorted(file for room in ("simulation", "calibration") for file in (ROOT / room).rglob("*.py"))


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def table_in(node: ast.AST) -> Table | None:
    """The table that an expression reads: `labels_of("text", "periods")`, or what takes its name on."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            names = [each.value for each in call.args if isinstance(each, ast.Constant)]
            if call.func.id == "labels_of" and len(names) >= 2:
                return (names[0], names[1])
    return None


@cache
def tables_by_module() -> dict[str, dict[str, Table]]:
    """module -> name in it -> table: variables first, then the functions that look a key of one up."""
    found: dict[str, dict[str, Table]] = {}
    for file in sources():
        named = found[module_of(file)] = {}
        for node in tree_of(file).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and (table := table_in(node.value)):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(node.value, ast.Call) and isinstance(target, ast.Name):
                    named[target.id] = table
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.FunctionDef):
                key = [arg.arg for arg in node.args.args if arg.arg != "self"][:1]
                for call in ast.walk(node):
                    if table := asked(call, named, key):
                        named[node.name] = table
    return found


def asked(node: ast.AST, named: dict[str, Table], key: list[str]) -> Table | None:
    """The table in which `filled(TABLE, key, …)` or `TABLE[key]` looks up the parameter `key`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("filled", "chosen"):
        pair: list[ast.expr] = node.args[:2]
    elif isinstance(node, ast.Subscript):
        pair = [node.value, node.slice]
    else:
        return None
    names = [each.id for each in pair if isinstance(each, ast.Name)]
    return named.get(names[0]) if len(names) == 2 and names[1:] == key else None


def names_in(file: Path) -> dict[str, Table]:
    """Tables and the functions that look them up, by the name under which a module knows them."""
    known = dict(tables_by_module()[module_of(file)])
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.ImportFrom) and node.module in tables_by_module():
            theirs = tables_by_module()[node.module]
            known |= {each.asname or each.name: theirs[each.name] for each in node.names if each.name in theirs}
    return known


def constants(node: ast.AST) -> list[str]:
    """The texts that an expression can be, if they are written there: one, or either side of a condition."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) + constants(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def asked_for() -> Iterator[tuple[str, Table, str]]:
    """(place, table, key) of every message that is asked for by name."""
    for file in sources():
        known = names_in(file)
        for node in ast.walk(tree_of(file)):
            pair: tuple[str, ast.AST] | None = None
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
                pair = node.value.id, node.slice
            elif isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in ("filled", "chosen") and len(node.args) > 1 and isinstance(node.args[0], ast.Name):
                    pair = node.args[0].id, node.args[1]
                elif isinstance(node.func, ast.Name) or ast.unparse(node.func).startswith("self."):
                    pair = name, node.args[0]
            if pair and pair[0] in known:
                yield from ((f"{file.name}:{node.lineno}", known[pair[0]], key) for key in constants(pair[1]))


@cache
def keys_by_table() -> dict[Table, set[str]]:
    found: dict[Table, set[str]] = defaultdict(set)
    for (domain, lang), catalogue in catalogues().items():
        for table, key in messages(catalogue) if lang == "en" else ():
            found[domain, table].add(key)
    return found


def test_every_message_that_is_asked_for_is_there() -> None:
    asked_keys = list(asked_for())
    assert len(asked_keys) > 300
    assert len({table for _, table, _ in asked_keys}) > 20
    there = keys_by_table()
    without_words = {(("page", "text"), "unit_share"), (("labels", "areas"), "all"), (("labels", "units"), "1")}
    assert [each for each in asked_keys if each[2] not in there[each[1]] and each[1:] not in without_words] == []


@cache
def ordered() -> set[Table]:
    """Tables whose keys are listed where they are read: `labels_of(…, order=…)` refuses any other when imported."""
    calls = [node for file in sources() for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call)]
    named = [call for call in calls if any(keyword.arg == "order" for keyword in call.keywords)]
    return {table for call in named if (table := table_in(call))} | {MICRODATA_HOUSEHOLDS, MICRODATA_PERSONS}


@cache
def texts_of_sources() -> tuple[set[str], list[re.Pattern[str]]]:
    """Texts that the modules contain, and patterns of those that they put together (`f"stage_{step}"`)."""
    nodes = [node for file in sources() for node in ast.walk(tree_of(file))]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    patterns = []
    for node in nodes:
        parts = node.values if isinstance(node, ast.JoinedStr) else []
        fixed = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
        if any(re.fullmatch(r"\w*[a-z]_|_[a-z]\w*", each) for each in fixed):
            written = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in parts]
            patterns.append(re.compile("".join(written)))
    return texts, patterns


@cache
def words_of_files(folder: str) -> set[str]:
    files = [file for file in (ROOT / folder).rglob("*.*") if file.suffix in (".toml", ".csv", ".js", ".html")]
    found: set[str] = set()
    for file in files:
        text = file.read_text(encoding="utf-8")
        found |= {*re.findall(r"\w+", text), *re.findall(r'[^",\n]+', text)}
    return found


@pytest.mark.parametrize("table", sorted(keys_by_table()), ids="/".join)
def test_every_message_is_asked_for(table: Table) -> None:
    """By its key, by one put together, or with the data; tables in an order are checked whenever they are read."""
    if table in ordered():
        return
    texts, patterns = texts_of_sources()
    if table in OF_DATA:
        texts = texts | words_of_files("scenarios") | {word for text in texts for word in text.split(":")}
    if table in PAGE:
        texts = texts | words_of_files("simulation/app")
        patterns = [*patterns, *(re.compile(rf"{word}\w+") for word in texts if re.fullmatch(r"\w*[a-z]_", word))]
    unused = keys_by_table()[table] - texts
    assert {key for key in unused if not any(each.fullmatch(key) for each in patterns)} == set()


def test_a_message_that_nothing_asks_for_is_found() -> None:
    texts, patterns = texts_of_sources()
    assert "days_of_rain" not in texts
    assert not any(each.fullmatch("days_of_rain") for each in patterns)
    assert any(each.fullmatch("stage_granted") for each in patterns)
