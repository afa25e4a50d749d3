"""`jiujin demo`: fill an empty network with a simulated year, to look at every screen and report."""

import gc
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.closing import close_now
from app.commands.context import err, open_store, out
from models.clock import SHANGHAI, utc_now
from models.store import Store
from operations.intake_queries import any_intake
from operations.network import current

if TYPE_CHECKING:
    from seeds.demo.plan import Plan
    from seeds.demo.year import Lived

#: Points of a demonstration that a newcomer need not wait for.
FEW_POINTS = 12


def demo(
    year: Annotated[
        int | None, typer.Option(min=2001, max=2098, help="The year; the last one when not said.")
    ] = None,
    points: Annotated[int, typer.Option(min=1, help="How many points take gifts.")] = FEW_POINTS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same year again.")] = 1,
) -> None:
    """Simulate a year of invented goods in a database that has no intakes yet."""
    from seeds.demo.plan import plan_year

    today = _today()
    year = year or today.year - 1
    plan = plan_year(year, points, seed, today)
    if plan.last < plan.first:
        _refuse(f"{year} has not begun: nothing of it has passed yet.")
    with open_store() as store:
        _refuse_unsuitable(store, points)
        run_demo(store, plan)


def run_demo(store: Store, plan: "Plan") -> None:
    """Simulate a plan, showing days, intakes and weight as they go by."""
    from seeds.demo.year import simulate

    _collect_less()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[done]}"),
        TimeRemainingColumn(),
        console=err,
        transient=True,
    ) as progress:
        task = progress.add_task("Simulating", total=len(plan.days), done="")
        lived = simulate(
            store,
            plan,
            tell=lambda lived: progress.update(
                task, completed=lived.days, description=lived.day.isoformat(), done=_told(lived)
            ),
        )
    close_now(store)
    out.print(
        f"Simulated {plan.first} to {plan.last}: {_told(lived)} at {plan.points} points. "
        "Everything in it is invented. 全部为演示数据."
    )


def simulate_for_newcomer(store: Store) -> None:
    """Simulate the last year small, unless anything was logged already."""
    from seeds.demo.plan import plan_year

    if store.read_now(any_intake):
        out.print("There are intakes already, so nothing is simulated.")
        return
    today = _today()
    run_demo(store, plan_year(today.year - 1, FEW_POINTS, 1, today))


def _refuse_unsuitable(store: Store, points: int) -> None:
    from seeds.demo.year import TooManyPoints, choose_points

    if store.read_now(any_intake):
        _refuse("This database has intakes. A demonstration only goes into one that has none.")
    network = store.read_now(current)
    if not network.points:
        _refuse("The network is empty. Run: jiujin seed")
    try:
        choose_points(network, points)
    except TooManyPoints as wrong:
        _refuse(f"{wrong}. Choose fewer with --points.")


def _collect_less() -> None:
    """Look for garbage less often: a tenth of the time went into looking at what lives on anyway."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def _refuse(sentence: str) -> None:
    err.print(sentence, style="red", markup=False)
    raise typer.Exit(1)


def _told(lived: "Lived") -> str:
    return f"{lived.intakes:,} intakes, {lived.grams // 1000:,} kg"


def _today() -> date:
    return utc_now().astimezone(SHANGHAI).date()
