"""Pages made from the sources: parameters, columns, processes, indicators, charts, API, changelog."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from api_page import api_page
from docstrings import words

import simulation as sim
from simulation import month
from simulation.messages.catalogues import labels_of
from simulation.parameters.microdata.microdata import HOUSEHOLDS, PERSONS
from simulation.parameters.scenario.switches import declared
from simulation.parameters.schema.shocks import SHOCKS
from simulation.population import columns
from simulation.report.charts.registry import all_charts, charts_of
from simulation.report.words.labels import INDICATORS, SECTIONS

PACKAGE = Path(sim.__file__).parent
PROVINCE = "zhejiang"  # whose values fill the table of parameters


def write_all(folder: Path) -> None:
    """Write every made page into `folder`; a page that has not changed keeps its date."""
    folder.mkdir(exist_ok=True)
    pages = {
        "parameters": parameters(), "columns": tables_of_columns(), "processes": processes(),
        "indicators": indicators(), "charts": charts(), "schema": schema(), "api": api(),
        "changelog": (PACKAGE.parent / "CHANGELOG.md").read_text("utf-8"),
    }  # fmt: skip
    for name, text in pages.items():
        file = folder / f"{name}.md"
        if not file.exists() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8")


def parameters() -> str:
    """Every value of one province with meaning, unit, range, status and source."""
    frame = sim.Scenario.load(PROVINCE).assumptions()
    head = ("path", "meaning", "含义", "value", "unit", "range", "read while", "status", "source")
    lines, switches = [], declared()
    for row in frame.to_dict("records"):
        ranged = f"{row['low']:g} to {row['high']:g}" if pd.notna(row["low"]) else ""
        value = f"{row['value']:g}" if isinstance(row["value"], int | float) else str(row["value"])
        lines.append((f"`{row['path']}`", row["label_en"], row["label_zh"], value, row["unit"], ranged,
                      " or ".join(map(str, switches.get(row["path"], ()))), row["status"], row["source"]))  # fmt: skip
    counts = frame["status"].value_counts()
    listed = ", ".join(f"{count} {status}" for status, count in counts.items())
    return (
        f"# Parameters\n\nThe {len(frame)} values of {PROVINCE.title()} as shipped ({listed}), made from the fields at "
        "each build. `doudi check` names the nearest path when one is mistyped; any of them may be in a reform, a "
        f"sweep or a draw.\n\n{_table(head, lines)}"
    )


def tables_of_columns() -> str:
    """Every column of the state with its type, unit and meaning."""
    made = [name for name, table in vars(columns).items() if _is_table(table)]
    parts = []
    for name in made:
        frame = columns.describe(getattr(columns, name))
        rows = list(frame.itertuples(index=False, name=None))
        parts.append(f"## {name}\n\n{_table(tuple(frame.columns), rows)}")
    return "# State variables\n\nEvery column of every table, as the code describes it.\n\n" + "\n\n".join(parts) + "\n"


def _is_table(thing: object) -> bool:
    try:
        return isinstance(thing, type) and len(columns.describe(thing)) > 0
    except AttributeError:  # a class that is no table of columns
        return False


def processes() -> str:
    """Every process and kind of rule: its functions, what they take, and what they say of themselves."""
    return (
        "# Processes and rules\n\nWhat may happen to one household in one month (`simulation/processes/`) and what the "
        "regulation says (`simulation/rules/`): every function with its own words.\n\n"
        f"## The month\n\nWhich function is which step:\n\n```text\n{month.order()}\n\n{inspect.getdoc(month)}\n```\n\n"
        f"## Shocks\n\nWhat follows from each:\n\n{_shocks()}\n"
        + "\n".join(_modules("processes")) + "\n" + "\n".join(_modules("rules"))
    )  # fmt: skip


def _shocks() -> str:
    names = labels_of("calculator", "shocks")
    rows: list[tuple[object, ...]] = []
    for shock, each in SHOCKS.items():
        if shock:
            name, paid = names[shock.name.lower()], "at once" if each.urgent else "after a wait"
            rows.append((shock.value, name.en, name.zh, paid, "yes" if each.referred else "no"))
    return _table(("code", "shock", "冲击", "temporary assistance", "referred by who sees it"), rows)


def schema() -> str:
    """The two tables of own microdata, column by column."""
    head = ("column", "unit", "may be left out", "meaning", "含义", "values")
    parts = ["# Schema of own microdata\n\nMade from the checks; [own microdata](../microdata.md) describes its use.\n"]
    for name, table in (("households", HOUSEHOLDS), ("persons", PERSONS)):
        rows = [
            (f"`{c.name}`", c.unit, "" if c.required else f"yes{f' ({c.default})' if c.default else ''}", c.en, c.zh,
             ", ".join(c.choices) or (f"{c.low:g} to {c.high:g}" if c.kind != "name" and c.high < 1e12 else ""))
            for c in table
        ]  # fmt: skip
        parts.append(f"## {name}\n\n{_table(head, rows)}")
    return "\n".join(parts)


def indicators() -> str:
    """Every indicator of the result tables by section, then the formulas as the functions state them."""
    parts = ["# Indicators\n\nNames as they are in the CSV files, then the formulas.\n"]
    for section, label in SECTIONS.items():
        rows = [(f"`{name}`", each.label.en, each.label.zh) for name, each in INDICATORS.items()
                if each.section == section]  # fmt: skip
        if rows:
            parts.append(f"## {label.en} · {label.zh}\n\n{_table(('indicator', 'name', '名称'), rows)}")
    return "\n".join([*parts, *_modules("indicators")])


def charts() -> str:
    """Every chart by class of results: its name, its files, and how to read it."""
    parts = ["# Charts\n\nWhat `.plot.NAME()` draws of each result, and the files of a folder that `--out` names.\n"]
    head = ("name", "picture", "tables", "how to read it", "说明")
    for owner in dict.fromkeys(each.owner for each in all_charts()):
        rows = [
            (f"`{each.name}`", f"`{each.picture}`" if each.in_folder else "",
             ", ".join(f"`{file}`" for file in each.files()[1:]), each.note_in("en"), each.note_in("zh"))
            for each in charts_of(owner).values()
        ]  # fmt: skip
        parts.append(f"## {owner}\n\n{_table(head, rows)}")
    return "\n".join(parts)


def api() -> str:
    """The public names of `simulation`, the classes that its functions return, and their parts: see `api_page`."""
    return api_page()


def _modules(package: str) -> Iterator[str]:
    """A heading per file of a subpackage, then its public functions and classes, read without importing."""
    assert importlib.util.find_spec(f"simulation.{package}")
    for file in sorted((PACKAGE / package).glob("[!_]*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        yield f"## {package}/{file.stem}\n\n{words(ast.get_docstring(tree) or '')}\n"
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                shown = f"({ast.unparse(node.args)})" if isinstance(node, ast.FunctionDef) else ""
                yield f"**`{node.name}{shown}`**\n\n{words(ast.get_docstring(node) or '')}\n"


def _table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    def cell(value: object) -> str:
        text = "" if pd.isna(value) else str(value)
        return words(text.replace("\n", " ")).strip() if not text.startswith("`") else text

    lines = [head, tuple("---" for _ in head), *(tuple(cell(value) for value in row) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
