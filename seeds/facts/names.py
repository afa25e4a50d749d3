"""Names in English: pinyin without tones, with the readings that Shanghai's places really have.

`pypinyin` knows words, not places; what it reads otherwise than people there do is listed here.
"""

import re

from pypinyin import Style, lazy_pinyin

#: Readings of single characters in Shanghai's place names.
_READINGS = {
    "莘": "xin", "行": "hang", "长": "chang", "弄": "long", "圩": "wei", "邨": "cun", "泖": "mao",
    "堡": "bao", "都": "du", "翟": "zhai", "晟": "sheng", "卜": "bu",
    "朝": "chao", "乐": "le", "滧": "xiao", "佛": "fo",
}  # fmt: skip
#: Readings of words in which a character is read otherwise.
_WORDS = {"重固": ("zhong", "gu")}
_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")}
_NUMERAL = "[零一二三四五六七八九十]+"
#: 平吉六村, 莲溪第四, 田林三、四村, 保德路九二一弄: a number, what it counts, and the rest of the name.
_COUNTED = re.compile(
    rf"(?P<ordinal>第)?(?P<numbers>{_NUMERAL}(?:、{_NUMERAL})*)(?P<unit>街坊|坊|村|弄)?(?=(?P<rest>.*))"
)
#: A shorter beginning is part of the name: 七宝, 三林, 八一村, 吕三村.
_NAME_CHARACTERS_MIN = 2
_COUNTED_WORDS = {
    "村": "No. {} Village",
    "坊": "Block {}",
    "街坊": "Block {}",
    "弄": "Lane {}",
    None: "No. {}",
}
_KINDS_IN_ENGLISH = {"街道": "Subdistrict", "镇": "Town", "乡": "Township"}
_DIRECTIONS = {"东": "East", "南": "South", "西": "West", "北": "North"}


def pinyin(chinese: str) -> str:
    """Return Chinese as one capitalised word of pinyin: no tones, an apostrophe before a, e and o."""
    syllables = lazy_pinyin(chinese, style=Style.NORMAL, v_to_u=True)
    if len(syllables) == len(chinese):
        syllables = [
            _READINGS.get(character, heard) for character, heard in zip(chinese, syllables, strict=True)
        ]
    for word, readings in _WORDS.items():
        if (start := chinese.find(word)) >= 0:
            syllables[start : start + len(word)] = readings
    joined = [f"'{s}" if n and s[0] in "aeo" else s for n, s in enumerate(syllables)]
    return "".join(joined).capitalize()


def subdistrict_in_english(name: str) -> str:
    """Return a sub-district's name in English; one character keeps its ending (庙镇: Miaozhen Town)."""
    ending = next(ending for ending in _KINDS_IN_ENGLISH if name.endswith(ending))
    stem = name.removesuffix(ending)
    return f"{pinyin(stem if len(stem) > 1 else name)} {_KINDS_IN_ENGLISH[ending]}"


def committee_stem(name: str) -> str:
    """Return what a committee is called without the word committee: 牡丹 for 牡丹社区居委会."""
    return re.sub(r"(社区)?居委会$|村委会$", "", name)


def committee_in_english(stem: str) -> str:
    """Return a committee's stem in English, numbers and brackets included."""
    stem, bracket, inside = stem.partition("（")
    words = [f"No. {_numbers(stem[1:])}"] if stem == "第一" else _pieces(stem)
    shown = " ".join(words)
    return f"{shown} ({pinyin(inside.rstrip('）'))})" if bracket else shown


def _pieces(stem: str, name_min: int = _NAME_CHARACTERS_MIN) -> list[str]:
    """Return the words of a stem whose counted part starts after `name_min` characters at the earliest."""
    for found in _COUNTED.finditer(stem):
        if found.start() >= name_min and _counts(found):
            unit = found["unit"]
            counted = _COUNTED_WORDS[unit].format(_numbers(found["numbers"], is_address=unit == "弄"))
            return [*_plain(stem[: found.start()]), counted, *_pieces(found["rest"], name_min=0)]
    return _plain(stem)


def _counts(found: re.Match[str]) -> bool:
    ends = found["rest"] == "" or found["rest"] in _DIRECTIONS
    return ends or found["ordinal"] is not None or found["unit"] is not None


def _numbers(chinese: str, *, is_address: bool = False) -> str:
    """Return numerals as digits: 十一 is 11, the address 三八零 is 380, but 五六 is 5 and 6."""
    numbers: list[str] = []
    for part in chinese.split("、"):
        tens, ten, ones = part.rpartition("十")
        digits = [str(_DIGITS[character]) for character in ones]
        if ten:
            numbers.append(str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)))
        else:
            numbers.extend(["".join(digits)] if is_address else digits)
    return ", ".join(numbers)


def _plain(chinese: str) -> list[str]:
    """Return a stem without numbers as words, none for nothing."""
    if not chinese:
        return []
    if chinese in _DIRECTIONS:
        return [_DIRECTIONS[chinese]]
    if len(chinese) > _NAME_CHARACTERS_MIN and chinese.endswith("路"):
        return [pinyin(chinese[:-1]), "Road"]
    if len(chinese) > _NAME_CHARACTERS_MIN and chinese.endswith("村") and not chinese.endswith("新村"):
        return [pinyin(chinese[:-1]), "Village"]
    return [pinyin(chinese)]
