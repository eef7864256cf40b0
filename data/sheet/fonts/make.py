#!/usr/bin/env python3
"""Cuts the two fonts of the sheets out of the whole Noto Sans SC. See README.md beside this file for the call.

Kept: the 8105 characters of 通用规范汉字表 (2013), those of GB 2312, and everything of the font that is no ideograph
(Latin, Greek, Cyrillic, punctuation, ①, ², ㎡, arrows, …). The rest is some 20 000 characters that names of places and people
in use today do not have; a sheet that meets one lists it.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).parent
WEIGHTS = {"Regular": "400Regular", "Bold": "700Bold"}


def gb2312():
    """Every character of GB 2312."""
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield ord(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def ideograph(code):
    """Whether a code point is a Chinese character that is worth leaving out."""
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000


def main(package):
    listed = {ord(sign) for sign in (HERE / "tgh-2013.txt").read_text(encoding="utf-8") if sign > " "}
    for weight, folder in WEIGHTS.items():
        font = TTFont(pathlib.Path(package) / folder / f"NotoSansSC_{folder}.ttf", recalcTimestamp=False)
        kept = {code for code in font.getBestCmap() if not ideograph(code)} | listed | set(gb2312())
        options = subset.Options()
        options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "liga"]
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
        options.hinting = False
        options.notdef_outline = True
        options.glyph_names = False
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=kept)
        cutter.subset(font)
        out = HERE / f"NotoSansSC-{weight}.ttf"
        font.save(out)
        print(f"{out.name}: {len(font.getBestCmap())} characters, {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make.py FOLDER  (of the unpacked package)")
    main(sys.argv[1])
