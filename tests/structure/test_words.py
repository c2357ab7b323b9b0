"""Retired words stay out of what people read and of the code; the list is the table at the end of docs/glossary.md."""

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import simulation
from simulation.messages.make_catalogues import LOCALES

ROOT = Path(simulation.__file__).parents[1]
HEADING = "## Retired words"
GENERATED = {"CHANGELOG.md", "docs/validation.md"}  # a history and a page made from results
VERDICTS = {"the interval holds zero"}  # values of a column, which stay as they are written
PACKAGES = ("simulation", "calibration")
# names of variables, functions and classes that are gone
NAMES = {
    "luck", "Luck", "purse", "patrol", "bury", "is_calm", "struck", "tariff", "lay_out", "lay_on_file", "put_on_file",
    "find_low", "Rung", "Plotted", "passing_store", "worked_out", "Notch", "told", "dealt", "lived", "crew", "Crew",
    "run_apart", "is_bulk_name", "BULK", "Kept", "KEPT", "told_from_0",
}  # fmt: skip
INLINE_CODE = re.compile(r"`[^`]*`|^ {4,}\w+(?=: )", re.MULTILINE)  # ... and names of entries in a docstring
LABEL = re.compile(r'^label = .*\ben = "([^"]*)"', re.MULTILINE)


@cache
def retired() -> dict[str, str]:
    """Retired word or phrase -> the term in its place."""
    table = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition(HEADING)[2]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if "|" in line][2:]
    return {word: row[-1] for row in rows for word in row[0].split(", ")}


def found_in(text: str) -> list[str]:
    """Retired words in a text, code left out, each with its term."""
    prose = INLINE_CODE.sub("", text)
    return [f"{word}: write {term}" for word, term in retired().items() if re.search(rf"\b{word}\b", prose, re.I)]


def paragraphs_of(file: Path) -> Iterator[str]:
    """Prose of a Markdown file or notebook, without code blocks and the table of retired words."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".ipynb":
        text = "\n".join("".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == "markdown")
    yield from re.sub(r"^```.*?^```", "", text.partition(HEADING)[0], flags=re.MULTILINE | re.DOTALL).splitlines()


def strings_of(file: Path) -> Iterator[str]:
    """Docstrings, messages, help and labels: all strings of more than one word."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value if " " in node.value and node.value not in VERDICTS else ""


def messages_of(file: Path) -> Iterator[str]:
    """The words of a message catalogue."""
    with file.open("rb") as content:
        yield from (str(message.string) for message in read_po(content) if message.id)


def pages() -> list[Path]:
    files = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    files += (ROOT / "notebooks").glob("*.ipynb")
    return sorted(file for file in files if str(file.relative_to(ROOT)) not in GENERATED)


def sources() -> list[Path]:
    return sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))


def test_the_table_is_read_and_a_retired_word_is_found() -> None:
    assert len(retired()) >= 20
    assert found_in("A reform changes nobody's luck.") == [f"luck: write {retired()['luck']}"]
    assert found_in("Args:\n    luck: A number.") == []
    assert found_in("`Scenario.with_programmes_of` lets a baseline know; a lucky strikeout") == []


@pytest.mark.parametrize("file", pages(), ids=lambda file: file.name)
def test_pages_use_the_terms_of_the_field(file: Path) -> None:
    assert [(line, words) for line in paragraphs_of(file) if (words := found_in(line))] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_docstrings_messages_and_labels_use_the_terms_of_the_field(package: str) -> None:
    files = [file for file in sources() if file.relative_to(ROOT).parts[0] == package]
    assert len(files) > 20
    assert [(f.name, text[:80], words) for f in files for text in strings_of(f) if (words := found_in(text))] == []


def test_messages_use_the_terms_of_the_field() -> None:
    texts = [text for file in sorted(LOCALES.glob("en/*/*.po")) for text in messages_of(file) if text not in VERDICTS]
    assert len(texts) > 1000
    assert [(text[:80], words) for text in texts if (words := found_in(text))] == []


def test_labels_of_parameters_use_the_terms_of_the_field() -> None:
    files = sorted((ROOT / "scenarios").rglob("*.toml"))
    labels = [(file.name, label) for file in files for label in LABEL.findall(file.read_text(encoding="utf-8"))]
    assert len(labels) > 300
    assert [(name, label, words) for name, label in labels if (words := found_in(label))] == []


def test_retired_names_are_gone_from_the_code() -> None:
    files = [*sources(), *(ROOT / "benchmarks" / "agents").glob("*.py")]
    for file in files:
        tokens = tokenize.generate_tokens(io.StringIO(file.read_text(encoding="utf-8")).readline)
        names = {token.string for token in tokens if token.type == tokenize.NAME}
        assert not names & NAMES, file
