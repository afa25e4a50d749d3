"""The command line `jiujin`."""

import json
from typing import Annotated

import typer

from app.commands.checking import check, doctor
from app.commands.context import open_store, out, read_settings
from app.commands.demo import demo
from app.commands.exporting import export, make_exports
from app.commands.importing import import_app
from app.commands.keeping import backup, make_waiting, restore
from app.commands.serving import serve
from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from operations import access

cli = typer.Typer(
    name="jiujin",
    help="Runs a city's network of donation points 就近、方便.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
cli.command()(serve)
cli.command()(check)
cli.command()(doctor)
cli.command()(export)
cli.command("export-waiting", hidden=True)(make_exports)
cli.command()(backup)
cli.command()(restore)
cli.command("keep-waiting", hidden=True)(make_waiting)
cli.command()(demo)
cli.add_typer(import_app, name="import", help="Load places from a file.")


@cli.command()
def migrate(
    revision: Annotated[str, typer.Argument(help="Revision to move to.")] = "head",
    check: Annotated[
        bool, typer.Option("--check", help="Only tell whether code and migrations agree.")
    ] = False,
) -> None:
    """Bring the database to the schema of this version."""
    from app import migrating

    url = read_settings().database
    migrating.migrate(url, revision)
    if check:
        found = migrating.differences(url)
        for difference in found:
            out.print(str(difference), markup=False)
        raise typer.Exit(1 if found else 0)
    out.print(f"The database is at {revision}.")


@cli.command()
def seed() -> None:
    """Load the network's facts: districts, categories, 1500 points, 4 stations, the warehouse."""
    from app.commands.seeding import seed_store

    with open_store() as store:
        seed_store(store)


@cli.command()
def token(
    role: Annotated[Role, typer.Option(help="What the bearer may do.")],
    place: Annotated[str | None, typer.Option(help="Code of the place the role is bound to.")] = None,
    name: Annotated[str, typer.Option(help="Whose token it is.")] = "command line",
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it lives.")] = 30,
) -> None:
    """Issue a bearer token; it is printed as the last line and cannot be read again."""
    with open_store() as store:
        body = TokenIn(name=name, role=role, place=place, days=days)
        issued = store.write_now(access.issue, body, by=SYSTEM, now=utc_now())
    print(issued.token)  # noqa: T201 - the plain last line is what scripts read


@cli.command()
def revoke(
    token_id: Annotated[int, typer.Argument(help="The token's number, from GET /api/v1/tokens.")],
) -> None:
    """Revoke a token at once."""
    with open_store() as store:
        store.write_now(access.revoke, token_id, by=SYSTEM, now=utc_now())
    out.print(f"Token {token_id} is revoked.")


@cli.command()
def distances() -> None:
    """Measure every point's ways to the stations with the engine of JIUJIN_TRAVEL_URL, and keep them."""
    from app.commands.measuring import measure_distances

    measure_distances()


@cli.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    from app.main import create_app

    document = create_app(read_settings()).openapi()
    print(json.dumps(document, ensure_ascii=False, indent=2))  # noqa: T201


def main() -> None:
    """Run the command line."""
    cli()


if __name__ == "__main__":
    main()
