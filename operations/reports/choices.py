"""What a page lets people choose from: the values of filters, and periods that are often asked for."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from geo.provinces import PROVINCES
from models.access import Language
from models.network import Named, PlaceKind, PlaceOut
from models.report_shapes import FilterOut, PeriodOut, WordOut
from operations.network import Network
from operations.rendering.words import NO, YES, asked_name
from operations.reports.dimensions import DIMENSIONS
from operations.reports.questions import Definition
from operations.reports.tables import Words
from operations.sites import Site

_Pairs = Iterable[tuple[str, str]]
#: What a filter takes, where its own name does not say it.
_KINDS = {"accepts": "category", "emergency": "yes_no"}


def limit(definition: Definition, word: str, network: Network, own: Site | None, to: Language) -> FilterOut:
    """Return a filter of a report; somebody who is bound to a place is offered that place alone."""
    if own is not None and word == definition.place_filter:
        choices: list[WordOut] | None = [WordOut(name=own.code, title=_called(own.out, to))]
    else:
        choices = _choices(word, network, to)
    kind = _KINDS.get(word, word)
    return FilterOut(name=word, title=asked_name(word, to), kind=kind, choices=choices)


def periods(definition: Definition, today: date, language: Language) -> list[PeriodOut]:
    """Return the periods that are often asked for; of what is a picture of a day, the days."""
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    a_day = timedelta(days=1)
    if definition.dated:
        found = {
            "this_month": (Words("本月", "This month"), month, today),
            "last_month": (Words("上月", "Last month"), _months_before(month, 1), month - a_day),
            "last_3_months": (Words("前三个月", "Last 3 months"), _months_before(month, 3), month - a_day),
            "this_year": (Words("今年", "This year"), year, today),
            "last_year": (Words("去年", "Last year"), year.replace(year=year.year - 1), year - a_day),
        }
    elif definition.has_past:
        ends = {
            "end_of_last_month": (Words("上月末", "End of last month"), month - a_day),
            "end_of_last_year": (Words("去年末", "End of last year"), year - a_day),
        }
        found = {name: (title, day, day) for name, (title, day) in {**_today(today), **ends}.items()}
    else:
        found = {name: (title, day, day) for name, (title, day) in _today(today).items()}
    return [
        PeriodOut(name=name, title=title.in_(language), first=first.isoformat(), last=last.isoformat())
        for name, (title, first, last) in found.items()
    ]


def _today(today: date) -> dict[str, tuple[Words, date]]:
    return {"today": (Words("今天", "Today"), today)}


def _months_before(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _choices(word: str, network: Network, language: Language) -> list[WordOut] | None:
    """Return all that a filter takes; None where it is more than a list can show."""
    listed = _LISTED.get(word)
    if listed is not None:
        return [WordOut(name=code, title=title) for code, title in listed(network, language)]
    words = DIMENSIONS[word].words if word in DIMENSIONS else {}
    return [WordOut(name=code, title=title.in_(language)) for code, title in words.items()] or None


def _provinces(_: Network, language: Language) -> _Pairs:
    for code, (name, name_en, _seat) in PROVINCES.items():
        yield code, name if language == "zh" else name_en


def _stations(network: Network, language: Language) -> _Pairs:
    for site in network.sites.values():
        if site.kind in (PlaceKind.STATION, PlaceKind.WAREHOUSE):
            yield site.code, _called(site.out, language)


_LISTED: Mapping[str, Callable[[Network, Language], _Pairs]] = {
    "district": lambda network, to: ((named.code, _called(named, to)) for named in network.districts),
    "province": _provinces,
    "station": _stations,
    "vehicle": lambda network, to: ((site.code, _called(site.out, to)) for site in network.vehicles),
    "emergency": lambda _, to: (("true", YES.in_(to)), ("false", NO.in_(to))),
}


def _called(named: Named | PlaceOut, language: Language) -> str:
    return named.name if language == "zh" else named.name_en
