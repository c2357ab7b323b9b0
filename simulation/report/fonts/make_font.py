"""Makes `DoudiSansSC-Regular.otf`: Noto Sans CJK SC cut to GB 2312 and Latin, under a name of its own.

Usage: python make_font.py NotoSansCJK-Regular.ttc   (Debian package fonts-noto-cjk 1:20220127, OFL 1.1)
The family is renamed because Noto is a trademark and so that an installed Noto is never mistaken for it.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Doudi Sans SC"
FILE = Path(__file__).with_name("DoudiSansSC-Regular.otf")
SOURCE_FAMILY = "Noto Sans CJK SC"
ENGLISH = 0x409  # language of the name table
COUNTY_CHARACTERS = "硚禤㟃畲佤僳猇郧漷浠蕲秭崆堽掇濞鄱弋"  # in place names, partly outside GB 2312
LATIN_AND_SIGNS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A
    *range(0x2010, 0x2028),  # dashes, quotation marks, ellipsis
    *(0x2030, 0x2032, 0x2033, 0x20AC, 0x2103, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
    *range(0x2190, 0x2194),  # arrows
    *(0x25A0, 0x25B2, 0x25BC, 0x25CF, 0x2605, 0x2713),
]


def characters() -> set[int]:
    """Code points kept: all of GB 2312 (levels 1 and 2, punctuation), Latin, signs, place names."""
    double_bytes = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    chinese = {ord(text) for pair in double_bytes if (text := pair.decode("gb2312", errors="ignore"))}
    return chinese | set(LATIN_AND_SIGNS) | {ord(text) for text in COUNTY_CHARACTERS}


def rename(font: TTFont) -> None:
    """Puts our family name in place of the source's; copyright and licence entries stay."""
    postscript = FAMILY.replace(" ", "") + "-Regular"
    names = {1: FAMILY, 2: "Regular", 3: f"{postscript};made from {SOURCE_FAMILY}", 4: FAMILY, 6: postscript}
    table = font["name"]
    table.names = [record for record in table.names if record.langID == 0x409 and record.nameID not in (16, 17)]
    for name_id, text in names.items():
        table.setName(text, name_id, 3, 1, ENGLISH)
    for given_up in (7, 16, 17):  # the trademark notice and finer names of the source
        table.removeNames(nameID=given_up)
    compact = font["CFF "].cff
    compact.fontNames = [postscript]
    compact.topDictIndex[0].FamilyName = compact.topDictIndex[0].FullName = FAMILY


def main(source: str) -> None:
    """Cuts the subset out of the collection `source` and writes it next to this script."""
    collection = TTCollection(source, lazy=True)
    font = next(each for each in collection.fonts if each["name"].getDebugName(1) == SOURCE_FAMILY)
    options = Options(hinting=False, desubroutinize=False, layout_features=["kern"])
    options.name_languages = ["*"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]  # no vertical setting
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    rename(font)
    font.save(FILE)


if __name__ == "__main__":
    main(sys.argv[1])
