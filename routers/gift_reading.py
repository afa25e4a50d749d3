"""A gift's way as its donor reads it: what is done, what comes next, what became of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from models.access import Language
from models.clock import SHANGHAI
from models.network import PlaceOut
from models.trace import TraceOutcome, TraceStatus
from operations.tracing.gifts import Seen

Text = tuple[str, str]

#: The way most gifts take; what lies behind the last step is still to come.
_WAY = (
    TraceStatus.RECEIVED,
    TraceStatus.COLLECTED,
    TraceStatus.AT_STATION,
    TraceStatus.SORTED,
    TraceStatus.DISPATCHED,
    TraceStatus.DELIVERED,
)
_STEPS: dict[TraceStatus, Text] = {
    TraceStatus.RECEIVED: ("接收点已收下", "Received at the donation point"),
    TraceStatus.COLLECTED: ("已装车运走", "Collected"),
    TraceStatus.AT_STATION: ("到达整理站", "Arrived at the sorting station"),
    TraceStatus.SORTED: ("已分拣", "Sorted"),
    TraceStatus.DISPATCHED: ("已发出", "Sent on"),
    TraceStatus.DELIVERED: ("交到受助方", "Handed to recipients"),
    TraceStatus.ENDED: ("不能再用的已处置", "What could not be used was disposed of"),
    TraceStatus.WITHDRAWN: ("登记已撤销", "The record was withdrawn"),
}
_STILL: dict[TraceStatus, Text] = {
    TraceStatus.COLLECTED: ("装车运走", "Collection"),
    TraceStatus.AT_STATION: ("到整理站", "Sorting station"),
    TraceStatus.SORTED: ("分拣", "Sorting"),
    TraceStatus.DISPATCHED: ("发往受助方", "Sending on"),
    TraceStatus.DELIVERED: ("交到受助方", "Handing to recipients"),
}
_HEADS: dict[str, Text] = {
    "received": ("您的捐赠已收到", "Your gift was received"),
    "collected": ("您的捐赠在去整理站的路上", "Your gift is on its way to the sorting station"),
    "at_station": ("您的捐赠已到整理站", "Your gift is at the sorting station"),
    "sorted": ("您的捐赠已分拣", "Your gift was sorted"),
    "dispatched": ("您的捐赠已发出", "Your gift was sent on"),
    "partly": ("您的捐赠已有一部分送达", "Part of your gift has reached people"),
    "delivered": ("您的捐赠已送达", "Your gift has reached people"),
    "ended": ("您的捐赠已处理完毕", "Your gift’s way has ended"),
    "withdrawn": ("这笔登记已撤销", "This record was withdrawn"),
    "turned_away": ("这次带来的东西没有收下", "Nothing was taken in this time"),
}
_OUTCOMES: dict[str, Text] = {
    "distributed": ("已交到受助方", "Handed to recipients"),
    "at_point": ("在捐赠接收点", "At the donation point"),
    "at_station": ("在整理站", "At a sorting station"),
    "at_warehouse": ("在救灾物资仓库", "In the relief warehouse"),
    "under_way": ("运输途中", "On the road"),
    "in_sorting": ("正在分拣", "Being sorted"),
    "recycled": ("再生利用", "Recycled"),
    "sold": ("按规定变卖", "Sold under the rules"),
    "destroyed": ("按规定销毁", "Destroyed under the rules"),
    "lost": ("损耗", "Lost on the way"),
}
#: Where goods do not move on from.
_OVER = frozenset({"distributed", "recycled", "sold", "destroyed", "lost"})
#: Shares are rounded to four places each, so their sum may miss the whole by a few of them.
_ALL = 0.999


class Step(NamedTuple):
    """A step as it is drawn: done, where the gift is now, done for a part, still to come, or stopped."""

    state: Literal["done", "now", "partly", "next", "stopped"]
    words: str
    day: str
    iso: str
    place: str


class Part(NamedTuple):
    """A part of the gift and what became of it."""

    words: str
    district: str
    percent: str
    width: float
    amount: str
    is_given: bool


class GiftReading:
    """A gift as it is read in one language."""

    def __init__(self, seen: Seen, language: Language) -> None:
        self._trace, self._language = seen.trace, language
        self._station = seen.station

    @property
    def code(self) -> str:
        """Return the tracking code as it is printed."""
        return self._trace.tracking_code

    @property
    def state(self) -> str:
        """Return how far the gift has come, by what became of all its parts."""
        status = self._trace.status
        if status is TraceStatus.WITHDRAWN:
            return status.value
        if not self._trace.outcomes:
            return "turned_away"
        given = sum(part.share for part in self._trace.outcomes if part.outcome == "distributed")
        if self._is_over:
            return "delivered" if given else "ended"
        if given:
            return "partly"
        # Parts that were disposed of do not end the way of the others.
        return self._farthest.value

    @property
    def head(self) -> str:
        """Return the one sentence that says how far the gift has come."""
        return self._say(_HEADS[self.state])

    @property
    def parts_head(self) -> str:
        """Return what the list of parts tells: where they are, or once all is over where they went."""
        over = ("东西都去了哪里", "What became of it")
        return self._say(over if self._is_over else ("东西现在在哪里", "Where it is now"))

    @property
    def station(self) -> PlaceOut:
        """Return the station the gift goes to."""
        return self._station

    @property
    def station_name(self) -> str:
        """Return the station's name."""
        return self._say((self._station.name, self._station.name_en))

    @property
    def station_address(self) -> str:
        """Return the station's address."""
        return self._say((self._station.address, self._station.address_en))

    @property
    def _is_over(self) -> bool:
        return sum(part.share for part in self._trace.outcomes if part.outcome in _OVER) >= _ALL

    @property
    def _farthest(self) -> TraceStatus:
        """Return the last step that was made of the way most gifts take."""
        return max((step.status for step in self._trace.steps if step.status in _WAY), key=_WAY.index)

    def steps(self) -> Iterator[Step]:
        """Return the steps that were made, in order, and those still to come."""
        withdrawn = self._trace.status is TraceStatus.WITHDRAWN
        under_way = not withdrawn and not self._is_over
        for step in self._trace.steps:
            state: Literal["done", "now", "partly", "stopped"] = "done"
            if step.status is TraceStatus.WITHDRAWN:
                state = "stopped"
            elif under_way and step.status is self._farthest:
                state = "partly" if step.status is TraceStatus.DELIVERED else "now"
            day = step.at.astimezone(SHANGHAI).date().isoformat()
            # Recipients have no name here, and what they are the step says already.
            place = "" if step.status is TraceStatus.DELIVERED else step.place
            yield Step(state, self._say(_STEPS[step.status]), self._day(step.at), day, place)
        if under_way:
            for status in _WAY[_WAY.index(self._farthest) + 1 :]:
                yield Step("next", self._say(_STILL[status]), "", "", "")

    def parts(self) -> Iterator[Part]:
        """Return what became of the gift, the largest part first."""
        for part in self._trace.outcomes:
            yield Part(
                words=self._say(_OUTCOMES[part.outcome]),
                district=part.district or "",
                percent=f"{_short(part.share * 100, 1)}%",
                width=round(part.share * 100, 2),
                amount=self._amount(part),
                is_given=part.outcome == "distributed",
            )

    def _amount(self, part: TraceOutcome) -> str:
        """Return pieces and kilograms; rags are weighed and not counted."""
        kilograms = _short(part.grams / 1000, 3)
        if self._language == "zh":
            return " · ".join([*([f"{part.pieces:,} 件"] if part.pieces else []), f"{kilograms} 公斤"])
        pieces = [f"{part.pieces:,} {'piece' if part.pieces == 1 else 'pieces'}"] if part.pieces else []
        return " · ".join([*pieces, f"{kilograms} kg"])

    def _day(self, moment: datetime) -> str:
        day = moment.astimezone(SHANGHAI)
        return self._say((f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B} {day.year}"))

    def _say(self, text: Text) -> str:
        return text[0 if self._language == "zh" else 1]


def _short(number: float, places: int) -> str:
    """Return a number without the zeros that say nothing."""
    return f"{number:,.{places}f}".rstrip("0").rstrip(".")
