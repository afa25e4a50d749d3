"""What a place is found by: names, pinyin and its initials, codes; in lower case, blank-separated."""

from collections.abc import Callable
from functools import cache

#: Names whose reading the library gets wrong when it meets them inside a longer word.
_READINGS = {
    "长宁": [["cháng"], ["níng"]],
    "长兴": [["cháng"], ["xīng"]],
    "长征": [["cháng"], ["zhēng"]],
    "长寿": [["cháng"], ["shòu"]],
    "长风": [["cháng"], ["fēng"]],
    "长桥": [["cháng"], ["qiáo"]],
    "莘庄": [["xīn"], ["zhuāng"]],
    "漕河泾": [["cáo"], ["hé"], ["jīng"]],
    "朱泾": [["zhū"], ["jīng"]],
    "枫泾": [["fēng"], ["jīng"]],
    "泗泾": [["sì"], ["jīng"]],
    "重固": [["chóng"], ["gù"]],
    "大场": [["dà"], ["chǎng"]],
    "曹杨": [["cáo"], ["yáng"]],
}


@cache
def _reader() -> Callable[[str], list[str]]:
    """Return the reader of names; its dictionaries are loaded when first needed, for they are large."""
    from pypinyin import lazy_pinyin, load_phrases_dict  # noqa: PLC0415 - a third of a second at every start

    load_phrases_dict(_READINGS)
    return lazy_pinyin


@cache
def pinyin_of(name: str) -> tuple[str, str]:
    """Return a name's pinyin without tones, in one word, and its initials."""
    syllables = _reader()(name)
    return "".join(syllables).lower(), "".join(syllable[0] for syllable in syllables if syllable).lower()


def search_text(code: str, name: str, name_en: str, subdistrict: str, district: str, *codes: str) -> str:
    """Return the words a place is found by; a question's every word must occur in them."""
    words = [code, name, *pinyin_of(name), name_en]
    for area in (subdistrict, district):
        if area:
            words += [area, *pinyin_of(area)]
    words += codes
    return " ".join(word for word in words if word).lower()
