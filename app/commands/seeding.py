"""Seed a store with the network's facts, showing progress."""

from rich.progress import Progress

from app.commands.context import out
from models.store import Store
from seeds.loading import seed


def seed_store(store: Store) -> None:
    """Load the facts that ship with the service; what is there already is left as it is."""
    with Progress(console=out, transient=True) as progress:
        task = progress.add_task("Loading the network", total=None)
        report = seed(store, progress=lambda done, total: progress.update(task, completed=done, total=total))
    out.print(f"The network is loaded: {report}", markup=False)
