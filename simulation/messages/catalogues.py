"""Tables of labels out of the compiled message catalogues (GNU gettext).

A catalogue may be read before numba or pandas are loaded, so nothing is imported here but the standard library.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from gettext import GNUTranslations
from importlib import resources
from typing import Final

from simulation.messages.labels import LANGS, NO_WORDS, Label, Lang

FOLDER: Final = "locales"  # next to this file: <language>/LC_MESSAGES/<domain>.po and .mo
MAKE: Final = "uv run --group words python -m simulation.messages.make_catalogues"


class CatalogueError(LookupError):
    """A table that no catalogue contains, or that a language has only in part."""


class _Catalogue(GNUTranslations):
    """A compiled catalogue as tables: gettext itself only looks single messages up."""

    _catalog: dict[str | tuple[str, int], str]  # as GNUTranslations keeps it: "context\x04id" -> words

    def tables(self) -> dict[str, dict[str, str]]:
        """{table: {key: words}}."""
        found: dict[str, dict[str, str]] = {}
        for name, words in self._catalog.items():
            if isinstance(name, str) and "\x04" in name:
                table, _, key = name.partition("\x04")
                found.setdefault(table, {})[key] = words
        return found


def file_of(domain: str, lang: Lang) -> str:
    """Where the catalogue of a language is, as messages name it: `simulation/messages/locales/zh/…/text.po`."""
    return f"simulation/messages/{FOLDER}/{lang}/LC_MESSAGES/{domain}.po"


@cache
def _tables(domain: str, lang: Lang) -> dict[str, dict[str, str]]:
    place = resources.files("simulation.messages").joinpath(FOLDER, lang, "LC_MESSAGES", f"{domain}.mo")
    try:
        with place.open("rb") as file:
            return _Catalogue(file).tables()
    except FileNotFoundError:
        raise CatalogueError(f"{file_of(domain, lang)} is not compiled, or there is none: {MAKE}") from None


def labels_of(
    domain: str, table: str, *, order: Iterable[str] = (), without_words: Iterable[str] = ()
) -> dict[str, Label]:  # fmt: skip
    """Table `table` of the catalogues of `domain`: {key: label}.

    `order`: the keys in the order in which the table is shown; by default that of the alphabet. `without_words`: keys
    of it that are shown as nothing in both languages, and so are in no catalogue. Raises CatalogueError if a language
    lacks the table or a key, or if the catalogues contain a key that `order` does not name.
    """
    words = {lang: _tables(domain, lang).get(table, {}) for lang in LANGS}
    if not any(words.values()):
        near = get_close_matches(table, _tables(domain, "en"), 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise CatalogueError(f"{file_of(domain, 'en')}: there is no table (msgctxt) {table!r}{hint}")
    empty = dict.fromkeys(without_words, NO_WORDS)
    keys = tuple(order) or (*empty, *dict.fromkeys(key for found in words.values() for key in found))
    wanted = set(keys) - set(empty)
    mistakes = []
    for lang, found in words.items():
        missing, unused = wanted - set(found), set(found) - wanted
        for what, names in (("has no words for", missing), ("has words that nothing asks for:", unused)):
            mistakes += [f"{file_of(domain, lang)}: table {table!r} {what} {', '.join(sorted(names))}"] * bool(names)
    if mistakes:
        raise CatalogueError("; ".join(mistakes) + f" (after an edit: {MAKE})")
    return {key: empty.get(key) or Label(words["zh"][key], words["en"][key]) for key in keys}
