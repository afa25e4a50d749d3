"""The service stops at once, whoever listens to it."""

import asyncio
import socket
import time

import pytest
import uvicorn
from listening import Hall, hall

from app.commands.serving import STOP_WITHIN_S, Serving
from app.settings import Settings
from models.access import Role

#: Far less than the service waits for answers that are under way.
AT_ONCE_S = STOP_WITHIN_S / 2


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


async def _stop_while_somebody_listens(opened: Hall, server: uvicorn.Server, port: int) -> float:
    """Serve, listen over the network, stop; return the seconds that took."""
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    token = opened.token(Role.AUDITOR)
    head = f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
    writer.write(head.encode())
    await reader.readuntil(b"retry: 3000")
    assert len(opened.feed) == 1
    began = time.monotonic()
    server.should_exit = True
    await serving
    took = time.monotonic() - began
    writer.close()
    return took


def _seconds(settings: Settings, kind: type[uvicorn.Server]) -> float:
    async def scene() -> float:
        async with hall(settings) as opened:
            port = _free_port()
            config = uvicorn.Config(
                opened.app,
                port=port,
                log_config=None,
                lifespan="off",
                timeout_graceful_shutdown=STOP_WITHIN_S,
            )
            server = Serving(config, [], opened.feed) if kind is Serving else kind(config)
            return await _stop_while_somebody_listens(opened, server, port)

    return asyncio.run(scene())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_stop_ends_the_streams(settings: Settings) -> None:
    assert _seconds(settings, Serving) < AT_ONCE_S


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_server_that_does_not_end_them_waits_for_who_listens(settings: Settings) -> None:
    assert _seconds(settings, uvicorn.Server) >= AT_ONCE_S
