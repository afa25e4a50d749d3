"""Settings from the environment: read once, all bad ones reported at once, travelling by argument."""

import os
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from models.vault import KEY_BYTES

#: An address with a plain host, which the pages' policy can name, and the three places of a tile.
TILES = (
    r"^(https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/"
    r"[A-Za-z0-9._~/?=&%-]*\{z\}[A-Za-z0-9._~/?=&%-]*\{[xy]\}[A-Za-z0-9._~/?=&%-]*\{[xy]\}[A-Za-z0-9._~/?=&%-]*)?$"
)


class BadSettings(ValueError):
    """Settings that cannot be used, each named with what is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def _database_url(value: str) -> str:
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError("is no database address, such as sqlite:///./data/jiujin.db") from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.get_backend_name() != "sqlite":
        raise ValueError("names a database that is neither SQLite nor PostgreSQL")
    if not url.database or url.database == ":memory:":
        raise ValueError("needs a file: an SQLite database in memory is not durable")
    return value


class Settings(BaseSettings):
    """Everything that can be set, by `JIUJIN_…` variables."""

    model_config = SettingsConfigDict(
        env_prefix="JIUJIN_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    data_dir: Path = Field(Path("data"), description="Folder of the SQLite database and the secret key file.")
    database_url: str = Field("", description="Database address; empty: SQLite in the data folder.")
    read_database_url: str | None = Field(None, description="Address of a read replica for questions.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(8000, description="Port to listen on.")
    public_url: str | None = Field(None, description="Address under which people reach the service.")
    readers: Annotated[int, Field(ge=1, le=64)] = Field(4, description="Threads that read at the same time.")
    secret_key: SecretStr | None = Field(
        None,
        description="64 hexadecimal digits; empty: the key file in the data folder, made at first start.",
    )
    body_max_bytes: Annotated[int, Field(ge=1024)] = Field(
        2_000_000, description="Longest request body in bytes."
    )
    join_per_minute: Annotated[int, Field(ge=1)] = Field(
        20, description="Joins by poster code that one address may try in a minute."
    )
    trace_misses_per_minute: Annotated[int, Field(ge=1)] = Field(
        30, description="Wrong tracking codes that one address may try in a minute."
    )
    listeners_max: Annotated[int, Field(ge=1, le=100_000)] = Field(
        500, description="Pages that one process keeps informed of changes at the same time."
    )
    help_phone: str = Field(
        "",
        max_length=40,
        pattern=r"^[0-9+() -]*$",
        description="Telephone that volunteers call for help; empty: their station's.",
    )
    trusted_proxies: str = Field("", description="Addresses of proxies whose X-Forwarded-For is believed.")
    travel_url: str | None = Field(
        None, description="Address of an OSRM-compatible server; empty: as the crow flies."
    )
    geocoder: str | None = Field(
        None, description="geopy geocoder that turns addresses into positions; empty: none."
    )
    geocoder_key: SecretStr | None = Field(None, description="Key for the geocoder, where it needs one.")
    map_tiles: str = Field(
        "",
        pattern=TILES,
        description="Template of map tiles in Web Mercator over WGS-84, with {z}, {x}, {y}; empty: no tiles.",
    )
    map_attribution: str = Field("", max_length=300, description="Whom maps name as the source of the tiles.")
    backups_kept: Annotated[int, Field(ge=1, le=1000)] = Field(
        14, description="Backups in the data folder that are kept; older ones go when a new one is made."
    )
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="How much is logged.")

    @field_validator("database_url", "read_database_url")
    @classmethod
    def known_database(cls, value: str | None) -> str | None:
        """Accept SQLite files and PostgreSQL; name the driver we ship."""
        return _database_url(value) if value else value

    @field_validator("secret_key")
    @classmethod
    def whole_key(cls, value: SecretStr | None) -> SecretStr | None:
        """Accept 32 bytes in hexadecimal, and no placeholder."""
        if value is None:
            return None
        text = value.get_secret_value()
        try:
            key = bytes.fromhex(text)
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES or len(set(key)) < KEY_BYTES // 4:
            raise ValueError("needs 64 random hexadecimal digits (`openssl rand -hex 32`)")
        return value

    @property
    def database(self) -> str:
        """Return the database address that is in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'jiujin.db'}"

    @classmethod
    def read(cls, **given: Any) -> Self:
        """Read the environment; raises BadSettings naming every bad variable."""
        try:
            return cls(**given)
        except ValidationError as wrong:
            problems = [
                f"JIUJIN_{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}"
                for e in wrong.errors()
            ]
            raise BadSettings(problems) from None


def secret_key(settings: Settings) -> bytes:
    """Return the secret key: from the setting, else from the key file, which is made when missing.

    The file is readable by its owner alone; lose it and sealed contacts cannot be read again.
    """
    if settings.secret_key is not None:
        return bytes.fromhex(settings.secret_key.get_secret_value())
    path = settings.data_dir / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(os.urandom(KEY_BYTES).hex())
    except FileExistsError:
        pass
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != KEY_BYTES:
        raise BadSettings([f"{path.name}: is no key of {KEY_BYTES} bytes"])
    return key
