"""Break figures down: which facts stand behind each row, in which order the rows stand."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from models.clock import SHANGHAI
from operations.errors import Fault, Unfit
from operations.reports.dimensions import DIMENSIONS
from operations.reports.questions import Question

F = TypeVar("F")
Key = tuple[Any, ...]
#: The value of each dimension that a fact has.
At = Mapping[str, Any]


def grouped(by: Sequence[str], facts: Iterable[F], at: Callable[[F], At]) -> list[tuple[Key, list[F]]]:
    """Return the facts of each row, rows in order: words as they are listed, codes, what has none last."""
    found: dict[Key, list[F]] = defaultdict(list)
    for fact in facts:
        values = at(fact)
        found[tuple(values[name] for name in by)].append(fact)
    orders = [list(DIMENSIONS[name].words) for name in by]
    return sorted(
        found.items(),
        key=lambda row: [
            (value is None, order.index(value) if order and value is not None else 0, str(value))
            for value, order in zip(row[0], orders, strict=True)
        ],
    )


def total(values: Iterable[int | None]) -> int | None:
    """Return the sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def word(question: Question, name: str) -> str | None:
    """Return a filter's value when it is one of the few words it may be; raises Unfit."""
    value = question.filters.get(name)
    if value is not None and value not in (words := DIMENSIONS[name].words):
        raise Unfit(Fault(f"/{name}", "unknown_word", {"value": value, "known": ", ".join(words)}))
    return value


def is_past(question: Question) -> bool:
    """Tell whether the last day that is asked for is over."""
    return question.last < question.now.astimezone(SHANGHAI).date()


def kilograms(grams: int) -> str:
    """Return grams as kilograms for a sentence."""
    return f"{grams / 1000:,.1f}"
