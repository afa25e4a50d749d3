"""Say opening hours as people read them, where they are as simple as a door's usually are."""

import re

from models.access import Language

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH")
_ZH = dict(zip(_DAYS, ("周一", "周二", "周三", "周四", "周五", "周六", "周日", "节假日"), strict=True))
_EN = dict(zip(_DAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "public holidays"), strict=True))
_DAY = "(?:" + "|".join(_DAYS) + ")"
_TIME = r"\d\d:\d\d-\d\d:\d\d"
_RULE = re.compile(rf"({_DAY}(?:[-,]{_DAY})*) ({_TIME}(?:,{_TIME})*|off|closed)")
_EVERY_DAY = {"Mo-Su": ("每天", "Every day")}


def hours_in_words(hours: str, language: Language) -> str:
    """Return hours in words; an expression with more than days and times stays as it is written."""
    rules = [_RULE.fullmatch(" ".join(part.split())) for part in hours.split(";")]
    said = [_said(rule[1], rule[2], language) for rule in rules if rule is not None]
    if len(said) < len(rules):
        return hours
    return "; ".join(said)


def _said(days: str, times: str, language: Language) -> str:
    zh = language == "zh"
    named = _EVERY_DAY[days][0 if zh else 1] if days in _EVERY_DAY else _named(days, zh=zh)
    if times in ("off", "closed"):
        return f"{named}{'休息' if zh else ' closed'}"
    return f"{named} {times.replace('-', '–').replace(',', '、' if zh else ' and ')}"


def _named(days: str, *, zh: bool) -> str:
    names = _ZH if zh else _EN
    text = re.sub(_DAY, lambda day: names[day[0]], days)
    return text.replace("-", "至" if zh else "–").replace(",", "、" if zh else ", ")
