"""English names of places: every county has one, and those that pinyin gets wrong are right."""

import csv
from importlib.resources import files

import pytest

from simulation.place_names import english_name

PROVINCES = files("scenarios") / "provinces"


def places():
    """Every prefecture and county in the folders of the provinces."""
    found = set()
    for folder in PROVINCES.iterdir():
        if folder.is_dir() and (folder / "counties.csv").is_file():
            rows = csv.DictReader((folder / "counties.csv").read_text(encoding="utf-8").splitlines())
            found |= {row[kind] for row in rows for kind in ("prefecture", "county")}
    return found


def rows():
    return list(csv.DictReader((PROVINCES / "names_en.csv").read_text(encoding="utf-8").splitlines()))


def test_every_place_has_a_name_in_latin_letters():
    assert {row["name"] for row in rows()} == places()
    for row in rows():
        assert all(letter.isalpha() or letter in " ',-" for letter in row["english"])
        assert max(row["english"]) < "ʰ", row  # Latin letters and their accents only
        assert row["english"].startswith(row["short"].removesuffix(" Zone"))


def test_each_says_what_it_rests_on():
    allowed = {("pinyin", "seen"), ("pinyin corrected", "memory"), ("standard", "seen"), ("usual", "memory")}
    assert {(row["basis"], row["confidence"]) for row in rows()} == allowed


@pytest.mark.parametrize(
    ("name", "full", "short"),
    [
        ("台州市", "Taizhou", "Taizhou"),
        ("丽水市", "Lishui", "Lishui"),
        ("乐清市", "Yueqing City", "Yueqing"),
        ("铅山县", "Yanshan County", "Yanshan"),
        ("马尾区", "Mawei District", "Mawei"),
        ("长泰县", "Changtai County", "Changtai"),
        ("瑞安市", "Rui'an City", "Rui'an"),
        ("呼和浩特市", "Hohhot", "Hohhot"),
        ("鄂尔多斯市", "Ordos", "Ordos"),
        ("锡林郭勒盟", "Xilingol League", "Xilingol"),
        ("阿拉善左旗", "Alxa Left Banner", "Alxa Left"),
        ("鄂温克族自治旗", "Ewenki Autonomous Banner", "Ewenki"),
        ("景宁畲族自治县", "Jingning She Autonomous County", "Jingning"),
        ("镇沅彝族哈尼族拉祜族自治县", "Zhenyuan Yi, Hani and Lahu Autonomous County", "Zhenyuan"),
        ("温州经济技术开发区", "Wenzhou Economic and Technological Development Zone", "Wenzhou Zone"),
        ("香格里拉市", "Shangri-La City", "Shangri-La"),
    ],
)
def test_names_that_plain_pinyin_gets_wrong(name, full, short):
    assert english_name(name) == (full, short)


def test_an_unknown_place_keeps_its_name():
    assert english_name("某县") == ("某县", "某县")
