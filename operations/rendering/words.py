"""The words that files add to a report: headings with their units, days in full, what was asked."""

import re
from datetime import date, datetime
from importlib.metadata import version

from models.access import Language
from models.clock import SHANGHAI
from operations.reports.tables import Column, Holds, Report, Words

GRAMS, KILOGRAMS = Words("克", "g"), Words("公斤", "kg")
UNITS = {
    Holds.PIECES: Words("件", "pieces"),
    Holds.PEOPLE: Words("人", "people"),
    Holds.GRAMS: GRAMS,
    Holds.METRES: Words("米", "m"),
    Holds.DAYS: Words("天", "days"),
}
#: What a column holds, for the notes beside a table.
HELD = {
    Holds.CODE: Words("编号, 按文本保存", "A code, kept as text"),
    Holds.TEXT: Words("文字", "Text"),
    Holds.MONTH: Words("月份, 如 2025-03", "A month such as 2025-03"),
    Holds.DAY: Words("日期", "A day"),
    Holds.INSTANT: Words("上海时间的时刻", "A moment in Shanghai's time"),
    Holds.YES_NO: Words("是或否", "Yes or no"),
    Holds.COUNT: Words("个数", "A whole number"),
    Holds.PIECES: Words("件数", "Pieces"),
    Holds.PEOPLE: Words("人数", "People"),
    Holds.GRAMS: Words("重量, 以克计, 整数", "Weight in whole grams"),
    Holds.SHARE: Words("占比, 1 即 100%", "A share; 1 is 100%"),
    Holds.METRES: Words("距离, 以米计", "A distance in metres"),
    Holds.DAYS: Words("天数", "A number of days"),
    Holds.NUMBER: Words("数值, 单位见同一行", "A number of the unit that the row names"),
}
#: By what reports are grouped and limited. Other words are called as the column that bears the name.
ASKED = {
    "month": Words("月份", "Month"),
    "day": Words("日期", "Day"),
    "as_of": Words("截至日", "As of"),
    "district": Words("区", "District"),
    "subdistrict": Words("街镇", "Sub-district"),
    "point": Words("捐赠点", "Donation point"),
    "station": Words("整理站", "Sorting station"),
    "place": Words("地点", "Place"),
    "category": Words("类别", "Category"),
    "grade": Words("等级", "Grade"),
    "kind": Words("种类", "Kind"),
    "recipient": Words("受赠单位", "Recipient"),
    "recipient_kind": Words("受赠单位类型", "Kind of recipient"),
    "accepts": Words("接受的类别", "Category taken"),
    "province": Words("省份", "Province"),
    "emergency": Words("应急", "Emergency"),
    "urgency": Words("紧急程度", "Urgency"),
    "vehicle": Words("车辆", "Vehicle"),
    "place_kind": Words("地点种类", "Kind of place"),
    "age_band": Words("库龄段", "Age band"),
    "expiry_band": Words("效期段", "Expiry band"),
    "tracking_code": Words("追踪码", "Tracking code"),
    "phone": Words("电话", "Telephone"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

TOTAL = Words("合计", "Total")
NOTES = Words("说明", "Notes")
YES, NO = Words("是", "Yes"), Words("否", "No")
_NONE = Words("无", "none")


def heading(column: Column, language: Language, *, weight: Words = GRAMS) -> str:
    """Return a column's title with its unit, unless the title says it already."""
    title = column.title.in_(language)
    words = weight if column.holds is Holds.GRAMS else UNITS.get(column.holds)
    if words is None:
        return title
    unit = words.in_(language)
    said = unit in title if language == "zh" else re.search(rf"\b{unit}\b", title, re.IGNORECASE)
    return title if said else f"{title} ({unit})"


def kilograms(grams: int) -> str:
    """Return a weight in kilograms with three decimals, so that no gram is lost."""
    whole, rest = divmod(abs(grams), 1000)
    return f"{'-' if grams < 0 else ''}{whole:,}.{rest:03d}"


def day_in_words(day: date, language: Language) -> str:
    """Return a day as a sentence has it: 2026年11月23日, 23 November 2026."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def period(report: Report, language: Language) -> str:
    """Return the days that a report covers; its last day counts."""
    first, last = (day_in_words(day, language) for day in (report.first, report.last))
    if report.first == report.last:
        return first
    return Words(f"{first}至{last} (含末日)", f"{first} to {last}, last day included").in_(language)


def moment(value: datetime) -> str:
    """Return a moment in Shanghai's time, to the minute."""
    return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def name_of(word: str, report: Report, language: Language) -> str:
    """Return what people call a dimension or a filter."""
    titles = {column.name: column.title for column in report.columns}
    return (ASKED.get(word) or titles.get(word) or Words(word, word)).in_(language)


def asked_name(word: str, language: Language) -> str:
    """Return what people call a dimension or a filter that is asked with, before there is a report."""
    return ASKED[word].in_(language)


def grouping(report: Report, language: Language) -> str:
    """Return by what a report is grouped."""
    names = [name_of(word, report, language) for word in report.by]
    return Words("、", ", ").in_(language).join(names) or _NONE.in_(language)


def limits(report: Report, language: Language) -> str:
    """Return to what a report is limited."""
    said = [f"{name_of(word, report, language)}: {value}" for word, value in report.filters.items()]
    return "; ".join(said) or _NONE.in_(language)


def facts(report: Report, language: Language) -> list[tuple[str, str]]:
    """Return what to know of a report besides its figures, as labels and texts."""
    said = [
        (Words("期间", "Period"), period(report, language)),
        (Words("筛选", "Limited to"), limits(report, language)),
        (Words("分组", "Grouped by"), grouping(report, language)),
        (Words("生成于", "Made at"), moment(report.generated_at)),
        (Words("数据截至", "Complete until"), moment(report.data_until)),
        (Words("时间", "Times"), Words("均为上海时间 (UTC+8)", "Shanghai's (UTC+8)").in_(language)),
        (Words("软件", "Software"), f"Jiujin {version('jiujin')}"),
    ]
    return [(label.in_(language), text) for label, text in said]
