"""Check and compile the message catalogues: `uv run --group words python -m simulation.messages.make_catalogues`.

Every `.po` gets its `.mo`, which is what the program reads, and the words of the other language as a comment above
each message, for the translator. Nothing is written if anything is wrong. Needs Babel (group `words`).
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from simulation.messages.catalogues import FOLDER, CatalogueError, file_of
from simulation.messages.labels import LANGS, Lang

LOCALES: Final = Path(__file__).parent / FOLDER
WIDTH: Final = 110  # of the lines of a .po


def po_file(locales: Path, domain: str, lang: Lang) -> Path:
    """The catalogue of a domain in a language; its compiled form has the ending `.mo`."""
    return locales / lang / "LC_MESSAGES" / f"{domain}.po"


def domains(locales: Path = LOCALES) -> list[str]:
    """Names of the families of tables for which any language has a catalogue."""
    return sorted({file.stem for file in locales.glob("*/LC_MESSAGES/*.po")})


def catalogues(locales: Path = LOCALES) -> dict[tuple[str, Lang], Catalog]:
    """Every catalogue by domain and language. Raises CatalogueError where one is missing or is no `.po`."""
    found: dict[tuple[str, Lang], Catalog] = {}
    for domain in domains(locales):
        for lang in LANGS:
            try:
                with po_file(locales, domain, lang).open("rb") as file:
                    found[domain, lang] = read_po(file, locale=lang, domain=domain, abort_invalid=True)
            except FileNotFoundError:
                raise CatalogueError(f"{file_of(domain, lang)}: there is no such file") from None
            except PoFileError as error:
                raise CatalogueError(f"{file_of(domain, lang)}: line {error.lineno + 1}: {error.line}") from error
    return found


def messages(catalogue: Catalog) -> dict[tuple[str, str], Message]:
    """The messages of a catalogue by table and key, without its header."""
    return {(str(each.context), str(each.id)): each for each in catalogue if each.id}


def placeholders(words: str) -> set[str]:
    """The names in braces of a text: `{"paths"}` of "{paths}: the amount set"; with how they are written, if said.

    Raises ValueError for a brace that is not closed.
    """
    return {f"{name}:{form}" if form else name for _, name, form, _ in Formatter().parse(words) if name is not None}


def mistakes_in(found: dict[tuple[str, Lang], Catalog]) -> list[str]:
    """All that is wrong with catalogues, a line each: file, table, key, what was expected."""
    mistakes = []
    for domain in dict.fromkeys(domain for domain, _ in found):
        words = {lang: messages(found[domain, lang]) for lang in LANGS}
        for table, key in dict.fromkeys(name for each in words.values() for name in each):
            pair = {lang: words[lang].get((table, key)) for lang in LANGS}
            mistakes += [
                f"{file_of(domain, lang)}: {table}: {key}: {wrong}"
                for lang in LANGS
                if (wrong := _mistake(pair[lang], pair["en"]))
            ]
    return mistakes


def _mistake(message: Message | None, english: Message | None) -> str:
    """What is wrong with a message next to its English; empty for nothing."""
    if message is None or not message.string:
        return "expected words, found none"
    if message.fuzzy:
        return "expected words that a person has checked, found the mark `fuzzy`"
    try:
        named = placeholders(str(message.string))
        wanted = placeholders(str(english.string)) if english is not None and english.string else named
    except ValueError as error:
        return f"expected every brace in a pair, found: {error}"
    if named != wanted:
        return f"expected the placeholders {sorted(wanted)} of the English, found {sorted(named)}"
    return ""


def _with_comments(catalogue: Catalog, other: Catalog) -> None:
    """Write the words of the other language above each message, as `#.` comments."""
    theirs = messages(other)
    for name, message in messages(catalogue).items():
        message.auto_comments = str(theirs[name].string).splitlines()


def written(found: dict[tuple[str, Lang], Catalog], locales: Path = LOCALES) -> Iterator[tuple[Path, bytes]]:
    """What each `.po` and `.mo` should contain."""
    for (domain, lang), catalogue in found.items():
        _with_comments(catalogue, found[domain, "en" if lang == "zh" else "zh"])
        file = po_file(locales, domain, lang)
        text, compiled = io.BytesIO(), io.BytesIO()
        write_po(text, catalogue, width=WIDTH)
        write_mo(compiled, catalogue)
        yield file, text.getvalue()
        yield file.with_suffix(".mo"), compiled.getvalue()


def main() -> int:
    """Check all catalogues and write them; 1 if anything is wrong."""
    try:
        found = catalogues()
        mistakes = mistakes_in(found)
    except CatalogueError as error:
        mistakes = [str(error)]
    if mistakes:
        print(*mistakes, sep="\n", file=sys.stderr)
        return 1
    for file, content in written(found):
        file.write_bytes(content)
    print(f"{sum(len(messages(each)) for each in found.values()) // len(LANGS)} messages in {len(domains())} domains")
    return 0


if __name__ == "__main__":
    sys.exit(main())
