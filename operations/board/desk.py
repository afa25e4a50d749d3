"""What the tasks of a board are made with: whose board, of which moment, and how a task is written."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypedDict, Unpack

from sqlmodel import Session

from models.access import Caller
from models.board_shapes import TaskKind, TaskOut
from models.clock import SHANGHAI
from operations.board.ranking import urgency
from operations.board.reach import Reach

#: Of one kind no more than this, so that none of them hides all others.
KIND_MAX = 10


class Told(TypedDict, total=False):
    """What a task tells besides its kind; what is left out is null."""

    place: int
    since: datetime
    due: datetime | None
    pieces: int
    grams: int
    number: int
    #: What the goods are, by the code of their category.
    category: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose board it is, and when."""

    session: Session
    reach: Reach
    by: Caller
    now: datetime

    @property
    def today(self) -> date:
        """Return the day in Shanghai."""
        return self.now.astimezone(SHANGHAI).date()

    @property
    def stores(self) -> list[int]:
        """Return the stores that the board looks at."""
        return sorted(self.reach.stores)

    def task(self, kind: TaskKind, subject: str, path: str, **told: Unpack[Told]) -> TaskOut:
        """Return a task with its urgency, its place by name."""
        site = self.reach.network.by_id[told["place"]] if "place" in told else None
        out = site.out if site is not None else None
        name = None if out is None else out.name_en if self.by.language == "en" else out.name
        due, since = told.get("due"), told.get("since")
        return TaskOut(
            kind=kind,
            urgency=urgency(kind, due or since, self.now),
            subject=subject,
            place=None if site is None else site.code,
            place_name=name,
            since=since,
            due=due,
            pieces=told.get("pieces"),
            grams=told.get("grams"),
            number=told.get("number"),
            category=told.get("category"),
            path=path,
        )


def end_of(day: date) -> datetime:
    """Return the moment at which a day in Shanghai ends."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
