"""What comes first on the board: one rule for everybody.

A task is as urgent as its kind, and among tasks of one kind the longest overdue or waiting comes first.
The kinds stand in the order in which waiting costs the most: goods that spoil cannot be given any more; a
run that is late holds a driver and a whole round; emergencies and contradictions grow worse by the hour;
then what fills up, what stands at the gate, what others wait for, and last what is only getting scarce.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import get_args

from models.board_shapes import TaskKind, TaskOut

#: More than anybody does in a day; the lists hold the rest.
TASKS_MAX = 50
_ORDER: tuple[TaskKind, ...] = get_args(TaskKind)
#: Days that count within a kind; a task never overtakes a more urgent kind by waiting.
_DAYS_MAX = 99
_DAY_S = 86_400


def urgency(kind: TaskKind, waiting_from: datetime | None, now: datetime) -> int:
    """Return how urgent a task is: hundreds for its kind, and a point for each day that it waits."""
    days = 0 if waiting_from is None else int((now - waiting_from).total_seconds() // _DAY_S)
    return 100 * (len(_ORDER) - _ORDER.index(kind)) + min(max(days, 0), _DAYS_MAX)


def ranked(tasks: Iterable[TaskOut]) -> list[TaskOut]:
    """Return the most urgent tasks, the most urgent first; of equals, the longest waiting."""
    return sorted(tasks, key=_key)[:TASKS_MAX]


def _key(task: TaskOut) -> tuple[int, str, str]:
    moment = task.due or task.since
    return -task.urgency, "~" if moment is None else moment.isoformat(), task.subject
