"""A backup is whole or there is none; what is restored is what was there; nothing is replaced by half."""

import os
import subprocess
import sys
import threading
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import City, donation
from conftest import KEY
from sqlalchemy import create_engine, text

from app.backups import copying, making
from app.backups.archives import BadBackup, manifest_of, unpack
from app.backups.making import back_up, list_backups, write_backup
from app.backups.restoring import restore
from app.settings import Settings
from models.clock import utc_now
from models.engines import is_sqlite, sqlite_path
from models.presence import InUse
from models.store import Store
from models.vault import Vault


def intakes(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        count: int = connection.execute(text("SELECT COUNT(*) FROM intake")).scalar_one()
    engine.dispose()
    return count


def log(settings: Settings, number: int) -> None:
    """Log donations by a service that comes and goes."""
    from fastapi.testclient import TestClient

    from app.main import create_app

    app = create_app(settings)
    with TestClient(app) as client:
        volunteer = City(client, app.state.store).volunteer()
        for _ in range(number):
            assert volunteer.log(donation()).status_code == 201


def test_what_was_there_at_the_backup_is_there_after_the_restore(settings: Settings, tmp_path: Path) -> None:
    log(settings, 2)
    made = write_backup(settings, tmp_path / "kept.zip", utc_now())
    log(settings, 1)
    assert intakes(settings.database) == 3

    manifest = restore(settings, tmp_path / "kept.zip", utc_now(), force=True)

    assert intakes(settings.database) == 2
    assert (manifest.revision, made.verified) == (made.revision, True)
    log(settings, 1)
    assert intakes(settings.database) == 3
    aside = (
        list(sqlite_path(settings.database).parent.glob("jiujin.db-before-*Z"))
        if is_sqlite(settings.database)
        else []
    )
    assert [intakes(f"sqlite:///{path}") for path in aside] == ([3] if is_sqlite(settings.database) else [])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_that_lost_or_changed_a_byte_is_refused_and_nothing_is_changed(
    settings: Settings, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.zip"
    write_backup(settings, whole, utc_now())
    content, bad = whole.read_bytes(), tmp_path / "bad.zip"
    before = sqlite_path(settings.database).read_bytes()
    size = len(content)
    cut = [content[:length] for length in (0, 1, size // 2, size - 1)]
    flipped = [
        content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        for at in (size // 5, size // 2, 4 * size // 5)
    ]
    for wrong in (*cut, *flipped):
        bad.write_bytes(wrong)
        with pytest.raises(BadBackup):
            restore(settings, bad, utc_now(), force=True)

    assert sqlite_path(settings.database).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".restoring")] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_copy_that_is_not_the_one_that_was_made_is_noticed(settings: Settings, tmp_path: Path) -> None:
    """The archive's own checks pass: only the manifest's hash tells."""
    whole, other = tmp_path / "whole.zip", tmp_path / "other.zip"
    write_backup(settings, whole, utc_now())
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(other, "w") as target:
        copy = bytearray(source.read("database"))
        copy[-1] ^= 1
        target.writestr("manifest.json", source.read("manifest.json"))
        target.writestr("database", bytes(copy))

    with pytest.raises(BadBackup, match="not the one that was made"):
        unpack(other, None)
    unpack(whole, None)


def test_nothing_is_restored_under_a_running_service(city: City, settings: Settings, tmp_path: Path) -> None:
    write_backup(settings, tmp_path / "kept.zip", utc_now())
    assert city.volunteer().log(donation()).status_code == 201

    with pytest.raises(InUse):
        restore(settings, tmp_path / "kept.zip", utc_now(), force=True)

    assert intakes(settings.database) == 1


def test_a_database_that_is_there_is_replaced_by_force_only(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings, tmp_path / "kept.zip", utc_now())

    with pytest.raises(BadBackup, match="--force"):
        restore(settings, tmp_path / "kept.zip", utc_now(), force=False)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_lost_database_comes_back_without_force(settings: Settings, tmp_path: Path) -> None:
    log(settings, 1)
    write_backup(settings, tmp_path / "kept.zip", utc_now())
    for file in tmp_path.glob("jiujin.db*"):
        file.unlink()

    restore(settings, tmp_path / "kept.zip", utc_now(), force=False)

    assert intakes(settings.database) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_another_key_or_another_schema_is_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_backup(settings, tmp_path / "kept.zip", utc_now())
    other = settings.model_validate(settings.model_dump() | {"secret_key": bytes(range(1, 33)).hex()})
    with pytest.raises(BadBackup, match="another secret key"):
        restore(other, tmp_path / "kept.zip", utc_now(), force=True)
    monkeypatch.setattr("app.backups.restoring.newest", lambda: "9999")
    with pytest.raises(BadBackup, match="jiujin migrate"):
        restore(settings, tmp_path / "kept.zip", utc_now(), force=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_that_cannot_be_read_back_gets_no_name(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*arguments: Any) -> None:
        pack(*arguments)
        os.truncate(arguments[2], arguments[2].stat().st_size // 2)

    pack = making.pack
    monkeypatch.setattr(making, "pack", cut_off)
    with pytest.raises(BadBackup):
        back_up(settings, utc_now())

    assert list_backups(settings) == []
    assert list((settings.data_dir / "backups").iterdir()) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_damaged_database_is_not_backed_up_as_if_it_were_sound(settings: Settings, tmp_path: Path) -> None:
    with create_engine(settings.database).begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("UPDATE place SET district_code = '000000' WHERE code = 'P-0001'")

    with pytest.raises(BadBackup, match="damaged"):
        write_backup(settings, tmp_path / "kept.zip", utc_now())

    assert not (tmp_path / "kept.zip").exists()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_needs_room_and_says_so(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_ROOM", 10**12)
    with pytest.raises(BadBackup, match="no room"):
        write_backup(settings, tmp_path / "kept.zip", utc_now())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_newest_are_kept_and_one_that_was_cut_off_later_is_told(settings: Settings) -> None:
    few = settings.model_copy(update={"backups_kept": 2})
    names = [back_up(few, utc_now()).name for _ in range(4)]

    found = list_backups(few)
    assert [backup.name for backup in found] == names[:1:-1]
    files = sorted(path.name for path in (few.data_dir / "backups").iterdir())
    assert len(files) == 4
    newest = few.data_dir / "backups" / names[-1]
    assert newest.stat().st_mode & 0o777 == 0o600
    assert newest.parent.stat().st_mode & 0o777 == 0o700
    os.truncate(newest, 100)
    assert [backup.verified for backup in list_backups(few)] == [False, True]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_killed_maker_left_goes_with_a_later_backup(settings: Settings) -> None:
    left = making.backups_folder(settings) / ".making-left"
    left.mkdir()
    (left / "database").write_bytes(b"everything")

    back_up(settings, utc_now())
    assert left.exists()
    back_up(settings, utc_now() + timedelta(hours=25))
    assert not left.exists()


def test_without_the_tools_of_postgresql_the_answer_says_what_to_do(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if is_sqlite(settings.database):
        assert write_backup(settings, tmp_path / "kept.zip", utc_now()).verified
    else:
        with pytest.raises(BadBackup, match="pg_dump --format=custom"):
            write_backup(settings, tmp_path / "kept.zip", utc_now())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_acknowledged_before_a_backup_under_load_is_in_it(
    city: City, settings: Settings, tmp_path: Path
) -> None:
    volunteer, stop, logged = city.volunteer(), threading.Event(), []

    def keep_logging() -> None:
        while not stop.is_set():
            logged.append(volunteer.log(donation()).json()["id"])

    loading = threading.Thread(target=keep_logging)
    loading.start()
    try:
        for number in range(5):
            known = set(logged)
            archive, copy = tmp_path / f"{number}.zip", tmp_path / f"{number}.db"
            write_backup(settings, archive, utc_now())
            with copy.open("xb") as file:
                unpack(archive, file)
            copying.prove_sqlite(copy)
            engine = create_engine(f"sqlite:///{copy}")
            with engine.connect() as connection:
                assert known <= set(connection.execute(text("SELECT id FROM intake")).scalars())
            engine.dispose()
            held = Store(f"sqlite:///{copy}", Vault(KEY), readers=1)
            City(city.client, held).assert_sound()
            held.close()
    finally:
        stop.set()
        loading.join()
    assert len(logged) > 5


def _run(settings: Settings, *command: str) -> subprocess.CompletedProcess[str]:
    assert settings.secret_key is not None
    environment = os.environ | {
        "JIUJIN_DATABASE_URL": settings.database,
        "JIUJIN_SECRET_KEY": settings.secret_key.get_secret_value(),
        "JIUJIN_DATA_DIR": str(settings.data_dir),
        "COLUMNS": "300",
    }
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *command],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_commands_of_the_runbook_bring_a_city_back(settings: Settings, tmp_path: Path) -> None:
    log(settings, 1)
    made = _run(settings, "backup", str(tmp_path / "copy.zip"))
    assert made.returncode == 0, made.stderr
    assert "read back whole" in made.stdout
    assert _run(settings, "backup").returncode == 0
    refused = _run(settings, "restore", str(tmp_path / "copy.zip"))
    assert (refused.returncode, "--force" in refused.stderr) == (2, True)

    done = _run(settings, "restore", str(tmp_path / "copy.zip"), "--force")

    assert done.returncode == 0, done.stderr
    assert "jiujin check" in done.stdout
    assert _run(settings, "check").returncode == 0
    assert intakes(settings.database) == 1
    (tmp_path / "copy.zip").write_bytes(b"PK")
    broken = _run(settings, "restore", str(tmp_path / "copy.zip"), "--force")
    assert (broken.returncode, "no whole backup" in broken.stderr) == (2, True)
    assert manifest_of(settings.data_dir / "backups" / list_backups(settings)[0].name).engine == "sqlite"
