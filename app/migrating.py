"""Bring a database's schema to a revision: all of it or nothing."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from app.schema import present
from models import metadata
from models.engines import Turn, writer_engine


def migrate(url: str, revision: str = "head") -> None:
    """Move a database up or down to a revision, in one transaction, in turn with other writers."""
    engine = writer_engine(url)
    turn = Turn(url)
    try:
        with turn.taken(), engine.begin() as connection:
            config = _config(connection)
            if revision != "head" and _is_behind(config, connection, revision):
                command.downgrade(config, revision)
            else:
                command.upgrade(config, revision)
    finally:
        engine.dispose()
        turn.close()


def differences(url: str) -> list[object]:
    """Return how a migrated database differs from the tables that the code describes."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, metadata))
    finally:
        engine.dispose()


def _is_behind(config: Config, connection: Connection, revision: str) -> bool:
    """Tell whether a revision lies behind the one the database is at."""
    here = present(connection)
    if revision == "base" or here is None:
        return here is not None
    script = ScriptDirectory.from_config(config)
    return revision in {entry.revision for entry in script.iterate_revisions(here, "base")} - {here}


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "migrations:")
    config.attributes["connection"] = connection
    return config
