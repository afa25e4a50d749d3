"""Set the goals of indicators, and list the indicators with theirs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.access import Caller
from models.indicator_shapes import GoalIn, IndicatorOut
from models.indicators import IndicatorGoal
from operations.audit import note
from operations.errors import Fault, NotFound, Unfit
from operations.pages import Page, page, read_cursor
from operations.reports.indicator_words import BY_CODE, UNITS, Indicator
from operations.stale import Content, Expected, last_audited, refuse_stale, take_turn, version_of


def put_goal(
    session: Session,
    code: str,
    body: GoalIn,
    expected: Expected = None,
    *,
    by: Caller,
    now: datetime,
) -> IndicatorOut:
    """Set an indicator's goal, or change it; the audit keeps who did, why, and how it was before.

    The same again changes nothing. Raises NotFound for an unknown indicator, Unfit when the target's
    day is not after the baseline's, or a review's day lies before it; and Stale.
    """
    indicator = BY_CODE.get(code)
    if indicator is None:
        raise NotFound
    _check(body)
    take_turn(session, "indicator", code)
    said: dict[str, Any] = body.model_dump(exclude={"reason"})
    row = session.get(IndicatorGoal, code, with_for_update=True)
    before = {} if row is None else row.model_dump(include=set(said))
    refuse_stale(
        expected,
        _content(row),
        said,
        lambda: last_audited(session, ["indicator.put"], code),
    )
    if before != said:
        row = row or IndicatorGoal(code=code, changed_at=now, **said)
        row.sqlmodel_update({**said, "changed_at": now})
        session.add(row)
        session.flush()
        note(session, "indicator.put", code, _difference(before, said, body.reason), by=by, now=now)
    return _shown(indicator, row)


def list_indicators(session: Session, *, limit: int, cursor: str | None, by: Caller) -> Page[IndicatorOut]:
    """Return the indicators in order of code, with their goals."""
    after = read_cursor(cursor, str)
    goals = {goal.code: goal for goal in session.scalars(select(IndicatorGoal))}
    left = [BY_CODE[code] for code in sorted(BY_CODE) if after is None or code > after[0]]
    kept, next_cursor = page(left, limit, lambda indicator: (indicator.code,))
    return Page(items=[_shown(entry, goals.get(entry.code)) for entry in kept], next_cursor=next_cursor)


def _check(body: GoalIn) -> None:
    faults = []
    if body.target_on <= body.baseline_on:
        faults.append(Fault("/target_on", "target_before_baseline", {"day": body.baseline_on}))
    for name in ("midterm_on", "final_on"):
        day = getattr(body, name)
        if day is not None and day <= body.baseline_on:
            faults.append(Fault(f"/{name}", "review_before_baseline", {"day": body.baseline_on}))
    if faults:
        raise Unfit(*faults)


def _content(row: IndicatorGoal | None) -> Content:
    """Return what a goal says; of one that was never set, nothing in every field."""
    return {name: getattr(row, name, None) for name in GoalIn.model_fields if name != "reason"}


def _difference(before: Mapping[str, Any], said: Mapping[str, Any], reason: str) -> str:
    """Say what changed, from what to what, and why."""
    changes = [
        f"{name} {before[name]} -> {value}" if name in before else f"{name} {value}"
        for name, value in said.items()
        if value != before.get(name)
    ]
    return f"{', '.join(changes)}: {reason}"


def _shown(indicator: Indicator, goal: IndicatorGoal | None) -> IndicatorOut:
    return IndicatorOut(
        code=indicator.code,
        name=indicator.name.zh,
        name_en=indicator.name.en,
        group=indicator.group,
        unit=UNITS[indicator.unit].zh,
        unit_en=UNITS[indicator.unit].en,
        formula=indicator.formula.zh,
        formula_en=indicator.formula.en,
        baseline=goal.baseline if goal else None,
        baseline_on=goal.baseline_on if goal else None,
        target=goal.target if goal else None,
        target_on=goal.target_on if goal else None,
        midterm=goal.midterm if goal else None,
        midterm_on=goal.midterm_on if goal else None,
        final=goal.final if goal else None,
        final_on=goal.final_on if goal else None,
        changed_at=goal.changed_at if goal else None,
        version=version_of(_content(goal)),
    )
