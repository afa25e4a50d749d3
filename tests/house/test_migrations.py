"""A database goes up and down and up again, and is what the code describes."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from chain_builders import Chain
from sqlalchemy import create_engine, inspect, make_url, text

from app.migrating import differences, migrate
from app.schema import is_current, newest


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgres")
    name = f"empty_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    yield make_url(server).set(database=name).render_as_string(hide_password=False)


def test_up_down_and_up_again(empty: str) -> None:
    assert not is_current(empty)
    migrate(empty)
    assert is_current(empty)
    migrate(empty, "base")
    engine = create_engine(empty)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    engine.dispose()
    migrate(empty)
    assert is_current(empty)


def test_a_migrated_database_is_what_the_code_describes(empty: str) -> None:
    migrate(empty)

    assert differences(empty) == []


def test_a_column_that_nobody_migrated_is_noticed(empty: str) -> None:
    migrate(empty)
    engine = create_engine(empty)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE person ADD COLUMN shoe_size INTEGER"))
    engine.dispose()

    assert differences(empty)


def test_a_lived_city_keeps_its_reports_when_it_goes_back_and_forth(chain: Chain, database_url: str) -> None:
    shipment, lot, _ = chain.sent(6)
    chain.deliver(shipment, {"lot": lot, "pieces": 4})
    before = _tallied(database_url)

    migrate(database_url, "0002")
    migrate(database_url)

    assert _tallied(database_url) == before
    assert any(row[0] == "deliver" for row in before)
    chain.city.assert_sound()


def _tallied(url: str) -> list[tuple[object, ...]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM tally ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10")).all()
    engine.dispose()
    return [tuple(row) for row in rows]


def test_the_newest_revision_is_known_without_alembic() -> None:
    assert newest() == "0014"
