"""The message catalogues: complete in both languages, compiled, and read as tables."""

import shutil
from pathlib import Path

import pytest

from simulation.messages import catalogues, make_catalogues
from simulation.messages.catalogues import CatalogueError, labels_of
from simulation.messages.labels import LANGS, Label, chosen, composed, filled
from simulation.messages.make_catalogues import LOCALES, domains, messages, mistakes_in, po_file, written


def test_every_message_has_words_and_the_same_placeholders_in_both_languages() -> None:
    found = make_catalogues.catalogues()
    assert sum(len(messages(each)) for each in found.values()) > 2000
    assert mistakes_in(found) == []


def test_compiled_catalogues_and_comments_are_in_step() -> None:
    for file, content in written(make_catalogues.catalogues()):
        assert file.read_bytes() == content, f"{file.name}: after an edit run {catalogues.MAKE}"


def test_what_is_read_is_what_the_translator_wrote() -> None:
    found = make_catalogues.catalogues()
    for domain in domains():
        for lang in LANGS:
            for (table, key), message in messages(found[domain, lang]).items():
                assert getattr(labels_of(domain, table)[key], lang) == message.string


@pytest.mark.parametrize(("before", "after", "said"), [
    ('msgstr "预算"', 'msgstr ""', "zh/LC_MESSAGES/labels.po: sections: budget: expected words, found none"),
    ('msgctxt "sections"\nmsgid "budget"', 'msgctxt "sections"\nmsgid "budgets"', "sections: budgets: expected words"),
    ('msgstr "预算"', 'msgstr "预算{note}"', "expected the placeholders [] of the English, found ['note']"),
    ('msgstr "预算"', 'msgstr "预算{"', "expected every brace in a pair"),
    ('#. Budget\n', '#. Budget\n#, fuzzy\n', "found the mark `fuzzy`"),
])  # fmt: skip
def test_a_spoiled_catalogue_is_refused(tmp_path: Path, before: str, after: str, said: str) -> None:
    shutil.copytree(LOCALES, tmp_path, dirs_exist_ok=True)
    file = po_file(tmp_path, "labels", "zh")
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    mistakes = mistakes_in(make_catalogues.catalogues(tmp_path))
    assert any(said in line for line in mistakes), mistakes


def test_a_file_that_is_no_catalogue_is_named_with_its_line(tmp_path: Path) -> None:
    shutil.copytree(LOCALES, tmp_path, dirs_exist_ok=True)
    file = po_file(tmp_path, "labels", "en")
    spoiled = file.read_text(encoding="utf-8").replace('msgid "budget"', "the budget", 1)
    file.write_text(spoiled, encoding="utf-8")
    line = spoiled.splitlines().index("the budget") + 1
    with pytest.raises(CatalogueError, match=rf"en/LC_MESSAGES/labels.po: line {line}: .*budget"):
        make_catalogues.catalogues(tmp_path)
    file.unlink()
    with pytest.raises(CatalogueError, match=r"en/LC_MESSAGES/labels.po: there is no such file"):
        make_catalogues.catalogues(tmp_path)


def test_a_table_comes_in_the_order_asked_for() -> None:
    areas = labels_of("labels", "areas", order=("rural", "all", "urban"), without_words=("all",))
    assert list(areas.items()) == [
        ("rural", Label("农村", "rural")), ("all", Label("", "")), ("urban", Label("城镇", "urban")),
    ]  # fmt: skip


def test_what_a_catalogue_lacks_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"zh/LC_MESSAGES/labels.po: table 'areas' has no words for suburban"):
        labels_of("labels", "areas", order=("urban", "rural", "suburban"))
    with pytest.raises(
        CatalogueError, match=r"en/LC_MESSAGES/labels.po: table 'areas' has words that nothing asks for: rural"
    ):
        labels_of("labels", "areas", order=("urban",))
    with pytest.raises(CatalogueError, match=r"there is no table \(msgctxt\) 'area'; did you mean 'areas'\?"):
        labels_of("labels", "area")
    with pytest.raises(CatalogueError, match=r"zh/LC_MESSAGES/lables.po is not compiled|en/LC_MESSAGES/lables.po"):
        labels_of("lables", "areas")


def test_labels_are_filled_in_their_own_language() -> None:
    table = {"aid": Label("{name}：支出", "{name}: paid"), "plain": Label("{甲}", "{brace}")}
    assert composed(table["aid"], name=Label("低保", "dibao")) == Label("低保：支出", "dibao: paid")
    assert filled(table, "aid", "zh", name="低保") == "低保：支出"
    assert filled(table, "plain", "en") == "{brace}"
    assert chosen(table, "no_such_key", "en") == "no such key"
    with pytest.raises(KeyError):
        filled(table, "no_such_key", "en")


def test_the_command_ends_well_and_writes_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    before = {file: file.read_bytes() for file in LOCALES.rglob("*.?o")}
    assert make_catalogues.main() == 0
    assert {file: file.read_bytes() for file in LOCALES.rglob("*.?o")} == before
    assert f"in {len(domains())} domains" in capsys.readouterr().out
