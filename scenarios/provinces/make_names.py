"""Write `names_en.csv`: the English names of every prefecture and county in the folders of the provinces.

uv run --with pypinyin python scenarios/provinces/make_names.py

Plain pinyin comes from pypinyin. It reads some characters of place names wrongly (`READINGS`), and names that are
Mongolian or otherwise not Chinese are not written in pinyin at all (`names_standard.csv`, with where each was seen).
"""

import csv
import re
from pathlib import Path

from pypinyin import lazy_pinyin  # not a dependency of doudi: only whoever runs this script needs it

FOLDER = Path(__file__).parent
COLUMNS = ("name", "english", "short", "basis", "confidence")

# stems which pypinyin reads wrongly, as the places are called
READINGS = {
    "马尾": "Mawei", "晋安": "Jin'an", "长泰": "Changtai", "长阳": "Changyang", "宜都": "Yidu", "曾都": "Zengdu",
    "宁都": "Ningdu", "于都": "Yudu", "都昌": "Duchang", "莲都": "Liandu", "商都": "Shangdu", "绿春": "Lüchun",
    "台州": "Taizhou", "天台": "Tiantai", "丽水": "Lishui", "丽江": "Lijiang", "乐清": "Yueqing", "乐平": "Leping",
    "铅山": "Yanshan", "厦门": "Xiamen", "监利": "Jianli", "黄陂": "Huangpi", "大冶": "Daye", "会泽": "Huize",
    "长乐": "Changle", "长汀": "Changting", "长兴": "Changxing", "将乐": "Jiangle", "弥勒": "Mile", "芒": "Mangshi",
}  # fmt: skip
PEOPLES = {
    "土家族": "Tujia", "畲族": "She", "彝族": "Yi", "苗族": "Miao", "回族": "Hui", "傣族": "Dai", "哈尼族": "Hani",
    "拉祜族": "Lahu", "佤族": "Wa", "布朗族": "Blang", "纳西族": "Naxi", "白族": "Bai", "普米族": "Pumi", "瑶族": "Yao",
    "壮族": "Zhuang", "景颇族": "Jingpo", "傈僳族": "Lisu", "怒族": "Nu", "独龙族": "Derung", "藏族": "Tibetan",
    "达斡尔族": "Daur", "鄂温克族": "Ewenki",
}  # fmt: skip
# endings, the longer before those it ends with
ENDINGS = {
    "经济技术开发区": "Economic and Technological Development Zone", "高新技术产业开发区": "High-tech Zone",
    "经济开发区": "Economic Development Zone", "管理区": "Management Area", "管委会": "Administrative Committee",
    "自治州": "Autonomous Prefecture", "自治县": "Autonomous County", "自治旗": "Autonomous Banner",
    "联合旗": "United Banner", "矿区": "Mining District", "林区": "Forestry District",
    "区": "District", "县": "County", "市": "City", "旗": "Banner", "盟": "League",
}  # fmt: skip


def joined(stem: str) -> str:
    """Pinyin of a stem in one word; an apostrophe parts a syllable that begins with a vowel."""
    if stem in READINGS:
        return READINGS[stem]
    syllables = lazy_pinyin(stem, v_to_u=True)
    word = syllables[0] + "".join(f"'{each}" if each[0] in "aoe" else each for each in syllables[1:])
    return word[0].upper() + word[1:]


def parted(name: str) -> tuple[str, str, list[str]]:
    """Stem, English ending and peoples of a name."""
    ending = next(each for each in ENDINGS if name.endswith(each) and len(name) > len(each))
    stem, peoples = name.removesuffix(ending), []
    while found := re.search(f"(?<=.)({'|'.join(PEOPLES)})$", stem):
        peoples.insert(0, PEOPLES[found[0]])
        stem = stem.removesuffix(found[0])
    return stem, ENDINGS[ending], peoples


def english(name: str, standard: dict[str, str], prefecture: bool) -> tuple[str, str]:
    """The English name, and its short form; a prefecture-level city goes by the short one, as on maps."""
    stem, ending, peoples = parted(name)
    word = standard.get(stem) or joined(stem)
    if prefecture and ending == "City":
        return word, word
    *others, last = peoples or [""]
    named = f"{', '.join(others)} and {last}" if others else last
    short = f"{word} Zone" if ending.endswith("Zone") else word  # next to the city of the same name
    return " ".join(part for part in (word, named, ending) if part), short


def main() -> None:
    """Write the file."""
    with (FOLDER / "names_standard.csv").open(encoding="utf-8", newline="") as lines:
        known = {row["stem"]: row for row in csv.DictReader(lines)}
    standard = {stem: row["english"] for stem, row in known.items()}
    names: dict[str, bool] = {}
    for file in sorted(FOLDER.glob("*/counties.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                names.setdefault(row["prefecture"], True)
                names.setdefault(row["county"], False)
    with (FOLDER / "names_en.csv").open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(COLUMNS)
        for name, prefecture in names.items():
            stem = parted(name)[0]
            basis, confidence = "pinyin", "seen"
            if stem in READINGS:
                basis, confidence = "pinyin corrected", "memory"
            elif stem in known:
                basis, confidence = known[stem]["basis"], known[stem]["confidence"]
            table.writerow((name, *english(name, standard, prefecture), basis, confidence))


if __name__ == "__main__":
    main()
