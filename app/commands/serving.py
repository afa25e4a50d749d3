"""`jiujin serve`: run the service; `--welcome` prepares a fresh machine and greets a newcomer."""

import json
import logging
import socket
import sys
from typing import Annotated, Any

import structlog
import typer
import uvicorn

from app.built import NOT_BUILT, are_built
from app.commands.context import fail, open_store, read_settings
from app.schema import is_current
from app.settings import Settings
from models.access import SYSTEM, Role, TokenIn
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7
from models.store import Store
from operations import access
from operations.network import Network, current, has_points
from routers.feeds import Feed

#: The newcomer's volunteer token lives for a day of trying things out.
WELCOME_DAYS = 1
STOP_WITHIN_S = 8
#: Addresses that mean every interface: nobody can call them.
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    welcome: Annotated[
        bool, typer.Option("--welcome", help="Migrate, seed when empty, and print a first call.")
    ] = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="With --welcome: simulate a small year when there are no intakes.")
    ] = False,
) -> None:
    """Serve the API."""
    settings = read_settings()
    if not are_built():
        fail(NOT_BUILT)
    host, port = host or settings.host, port or settings.port
    _refuse_taken(host, port)
    if welcome:
        prepare(settings, demo=demo)
    lines = _greeting(settings, host, port, welcome=welcome)
    configure_logging(settings.log_level)
    from app.main import create_app

    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=32_768,
        # Who does not read an answer must not hold up a stop, which others wait ten seconds for.
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )
    Serving(config, lines, app.state.feed).run()


class Serving(uvicorn.Server):
    """A server that says where it is once it really listens, and lets nobody listen on when it stops."""

    def __init__(self, config: uvicorn.Config, lines: list[str], feed: Feed) -> None:
        super().__init__(config)
        self._lines = lines
        self._feed = feed

    async def startup(self, sockets: Any = None) -> None:
        """Begin to listen, then announce it."""
        await super().startup(sockets)
        if self.started:
            for line in self._lines:
                print(line, flush=True)  # noqa: T201 - a banner to be copied from, not a log line

    async def shutdown(self, sockets: Any = None) -> None:
        """End the streams, which would never end by themselves, then stop."""
        self._feed.end()
        await super().shutdown(sockets)


def prepare(settings: Settings, *, demo: bool = False) -> None:
    """Bring the database to this version's schema, and the network's facts into an empty one.

    `demo`: and an invented year of goods, unless anything was logged already.
    """
    if not is_current(settings.database):
        from app.migrating import migrate

        migrate(settings.database)
    with open_store(settings) as store:
        if not store.read_now(has_points):
            from app.commands.seeding import seed_store

            seed_store(store)
        if demo:
            from app.commands.demo import simulate_for_newcomer

            simulate_for_newcomer(store)


def _greeting(settings: Settings, host: str, port: int, *, welcome: bool) -> list[str]:
    """Return the lines that are printed once the service listens."""
    base = settings.public_url or f"http://{'127.0.0.1' if host in _EVERYWHERE else host}:{port}"
    lines = [f"Jiujin 就近 is listening on {base}"]
    with open_store(settings) as store:
        if not store.read_now(access.has_admin):
            secret = store.write_now(access.admin_link, by=SYSTEM, now=utc_now())
            lines.append(f"  First administrator, once, within 24 hours: {base}/first-admin/{secret}")
        if welcome:
            lines.extend(_first_calls(store, base))
    return lines


def _first_calls(store: Store, base: str) -> list[str]:
    """Return a donation that a newcomer can log by copying one command."""
    network: Network = store.read_now(current)
    point = network.points[0]
    category = next(
        code
        for code in sorted(point.handles)
        if code.startswith("clothing.") and network.kinds[code].out.accepted
    )
    body = TokenIn(name="newcomer", role=Role.VOLUNTEER, place=point.code, days=WELCOME_DAYS)
    token = store.write_now(access.issue, body, by=SYSTEM, now=utc_now()).token
    intake = {
        "point": point.code,
        "happened_at": utc_now().astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "lines": [{"category": category, "pieces": 3}],
    }
    return [
        f"  API reference: {base}/docs",
        f"  Log a donation at {point.code} {point.out.name} (volunteer's token, valid for a day):",
        "",
        f"curl -X PUT {base}/api/v1/intakes/{uuid7()} \\",
        f"  -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' \\",
        f"  -d '{json.dumps(intake, ensure_ascii=False)}'",
        "",
    ]


def _refuse_taken(host: str, port: int) -> None:
    """End with a clear word when somebody else listens on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as wrong:
            fail(f"Cannot listen on {host}:{port}: {wrong.strerror}. Choose another with JIUJIN_PORT.")


def configure_logging(level: str) -> None:
    """Log JSON lines to standard error, Chinese readable, without values from requests."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(
        level=max(number, logging.WARNING),
        stream=sys.stderr,
        format='{"level":"%(levelname)s","logger":"%(name)s","event":"%(message)s"}',
        force=True,
    )
