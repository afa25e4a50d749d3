"""Read exports as another system would: window by window, and make up what they say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from builders import Somebody
from epcis.schema import validator
from sqlalchemy import text
from sqlmodel import Session

Event = dict[str, Any]
EVENTS = "/epcis/events"
#: Our words for what an event is about, and what a correction changed.
OURS = ("jiujin:goods", "jiujin:input", "jiujin:output", "jiujin:change")


def document(who: Somebody, **asked: Any) -> dict[str, Any]:
    answer = who.get(EVENTS, params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/ld+json"
    found: dict[str, Any] = answer.json()
    return found


def windows(who: Somebody, **asked: Any) -> Iterator[list[Event]]:
    """Yield one window of events after the other, as the Link header leads."""
    answer = who.get(EVENTS, params=asked)
    while True:
        assert answer.status_code == 200, answer.text
        yield answer.json()["epcisBody"]["eventList"]
        if "link" not in answer.headers:
            return
        address, _, rel = answer.headers["link"].partition(">; ")
        assert rel == 'rel="next"'
        answer = who.get(address.removeprefix("</api/v1"))


def events(who: Somebody, **asked: Any) -> list[Event]:
    return [event for window in windows(who, **asked) for event in window]


def assert_conforms(exported: dict[str, Any]) -> None:
    """Fail with what the official schema says: of the document, and of each event alone."""
    checker = validator()
    assert [error.message for error in checker.iter_errors(exported)] == []
    for event in exported["epcisBody"]["eventList"]:
        alone = {"@context": exported["@context"], **event}
        assert [error.message for error in checker.iter_errors(alone)] == [], event


def lines(event: Event) -> list[Event]:
    return [line for word in OURS for line in event.get(word, ())]


def said_moved(found: Iterable[Event]) -> list[tuple[int, int, int]]:
    """Return the movements that events stand for: number, pieces, grams."""
    return sorted(
        (line["jiujin:movement"], abs(line["jiujin:pieces"]), abs(line["jiujin:grams"]))
        for event in found
        for line in lines(event)
        if "jiujin:movement" in line
    )


def really_moved(session: Session, where: str = "1 = 1") -> list[tuple[int, int, int]]:
    rows = session.execute(text(f"SELECT seq, pieces, grams FROM movement WHERE {where} ORDER BY seq"))
    return [(int(seq), int(pieces), int(grams)) for seq, pieces, grams in rows]


def balance_by_standard(found: Iterable[Event]) -> dict[str, int]:
    """Return the grams on hand of each lot as a reader of EPCIS reckons them, without a word of ours.

    What is declared wrong does not count; ADD and outputs come in, DELETE and inputs go out.
    """
    sums: dict[str, int] = defaultdict(int)
    for event in found:
        if "errorDeclaration" in event:
            continue
        ways = {"ADD": 1, "DELETE": -1}
        for key, way in (
            ("quantityList", ways.get(event.get("action", ""), 0)),
            ("outputQuantityList", 1),
            ("inputQuantityList", -1),
        ):
            for element in event.get(key, ()):
                if element.get("uom") == "KGM":
                    sums[element["epcClass"].rsplit("/", 1)[1]] += way * round(element["quantity"] * 1000)
    return {lot: grams for lot, grams in sums.items() if grams}


def really_on_hand(session: Session) -> dict[str, int]:
    from models.identifiers import show_lot

    rows = session.execute(text("SELECT lot, SUM(grams) FROM balance GROUP BY lot HAVING SUM(grams) > 0"))
    return {show_lot(int(lot)): int(grams) for lot, grams in rows}
