"""One thing in Chinese and English, and how a table of such labels is read."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, get_args

type Lang = Literal["en", "zh"]
LANGS: Final[tuple[Lang, ...]] = get_args(Lang.__value__)


class Label(NamedTuple):
    """One thing in both languages."""

    zh: str
    en: str


NO_WORDS: Final = Label("", "")


def composed(label: Label, **parts: Label) -> Label:
    """A label whose `{places}` are filled in each language with the words of that language."""
    return Label(**{
        lang: getattr(label, lang).format(**{place: getattr(part, lang) for place, part in parts.items()})
        for lang in Label._fields
    })  # fmt: skip


def chosen(table: Mapping[str, Label], key: str, lang: Lang) -> str:
    """Text of `key` in `table`; a key that the table does not contain is shown as itself, underscores opened."""
    found = table.get(key)
    return getattr(found, lang) if found is not None else key.replace("_", " ")


def filled(words: Mapping[str, Label], key: str, lang: Lang, **values: object) -> str:
    """Words `key` of a table in `lang`, their `{places}` filled from `values`; KeyError for a key that is not there."""
    sentence: str = getattr(words[key], lang)
    return sentence.format(**values) if values else sentence
