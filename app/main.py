"""Compose the application: the store, the travel engine, the routes, the edge."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from app.built import PAGES
from app.closing import Closer
from app.edge import Edge
from app.exporter import Exporter
from app.geocoders import geocoding_for
from app.machine import Machine
from app.metrics import exposition
from app.openapi import DESCRIPTION, describe
from app.settings import Settings, secret_key
from geo.travel import CrowFlies, OsrmTravel, Travel
from models.access import SYSTEM
from models.clock import utc_now
from models.store import Store
from models.vault import Vault
from operations import keeping
from operations.exports import is_any_waiting
from operations.keys import check_key
from operations.network import current
from routers import (
    access,
    acts,
    bags,
    board,
    conflicts,
    destinations,
    disclosed,
    disclosures,
    epcis,
    events,
    exports,
    gift_page,
    health,
    imports,
    indicators,
    inquiries,
    intakes,
    invitations,
    maps,
    me,
    network,
    pages,
    phone,
    pickups,
    places,
    problems,
    relief,
    reports,
    shared,
    shares,
    shell,
    shipments,
    sortings,
    stock,
    sync,
    system,
    tracing,
    work,
)
from routers.documents import operation_id
from routers.feeds import Feed
from routers.policies import PolicedRoute, permitted, public, require_policies
from routers.rates import Rate, Rates
from routers.shell import PageFiles

API = "/api/v1"
#: New objects, and younger collections, after which the collector looks again.
GC_THRESHOLDS = (50_000, 20, 100)
_DOCS_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
)


class Jiujin(FastAPI):
    """The application, with the edge around everything, the framework's own error page included."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put the edge outermost: even an answer to a failure carries a request id."""
        return Edge(super().build_middleware_stack(), self.state.store, self.state.settings.body_max_bytes)


def create_app(settings: Settings) -> FastAPI:
    """Make the application for these settings; raises Unpoliced when a route has no policy."""
    app = Jiujin(
        title="Jiujin 就近",
        version="0.1.0",
        description=DESCRIPTION,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_running,
        generate_unique_id_function=operation_id,
        redirect_slashes=False,
    )
    equip(app, settings)
    problems.install(app)
    _add_routes(app)
    require_policies(app, exempt=("/docs/assets", f"{API}/openapi.json"))
    app.state.permitted = permitted(app)
    describe(app)
    return app


def equip(app: FastAPI, settings: Settings) -> None:
    """Give an application what its requests need: the store, the travel engine, the limits."""
    vault = Vault(secret_key(settings))
    app.state.store = Store(
        settings.database, vault, read_url=settings.read_database_url, readers=settings.readers
    )
    app.state.settings = settings
    app.state.travel = travel_for(settings)
    app.state.geocoding = geocoding_for(settings)
    app.state.pages = PageFiles(PAGES)
    app.state.exporter = Exporter(settings)
    app.state.keeper = Exporter(settings, "keep-waiting")
    app.state.machine = Machine(settings)
    app.state.exposition = exposition
    app.state.feed = Feed(app.state.store, settings.listeners_max)
    app.state.rates = Rates(join=Rate(settings.join_per_minute), trace=Rate(settings.trace_misses_per_minute))
    # The edge around the routes holds the store; it is made anew with the first request.
    app.middleware_stack = None


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """Open the store, notice a wrong key, load the network; close when the service ends."""
    store: Store = app.state.store
    exporter: Exporter = app.state.exporter
    keeper: Exporter = app.state.keeper
    async with store:
        await store.write(check_key, by=SYSTEM, now=utc_now())
        await store.read(current)
        # The collector would walk every imported module again and again: 25 ms each time.
        gc.collect()
        gc.freeze()
        # A report of ten thousand rows makes as many tuples and dictionaries, none of them in a circle:
        # to look through them at every seven hundredth took a fifth of its time.
        gc.set_threshold(*GC_THRESHOLDS)
        exporter.start()
        if await store.read(is_any_waiting):
            # It was asked for when the service ended.
            exporter.wake()
        keeper.start()
        if await store.read(keeping.is_any_waiting):
            keeper.wake()
        closer = Closer(store)
        closer.start()
        yield
        await closer.stop()
        feed: Feed = app.state.feed
        await feed.stop()
        await exporter.stop()
        await keeper.stop()


def _add_routes(app: FastAPI) -> None:
    chain = (bags, pickups, sortings, stock, relief, shipments, tracing, epcis, conflicts)
    figures = (reports, exports, indicators, shares)
    papers = (inquiries, disclosures)
    desk = (me, board, work, acts, events, maps)
    keeps = (imports, invitations, system, places)
    everyday = (network, phone, intakes, sync, access, destinations)
    for module in (*everyday, *desk, *chain, *figures, *papers, *keeps):
        app.include_router(module.router, prefix=API)
    app.include_router(health.router)
    app.include_router(shell.router)
    app.include_router(pages.router)
    app.include_router(gift_page.router)
    app.include_router(disclosed.router)
    app.include_router(shared.router)
    app.include_router(_documents(app))
    app.mount("/docs/assets", StaticFiles(directory=_swagger_files()), "assets")


def travel_for(settings: Settings) -> Travel:
    """Return the engine that measures ways: straight lines, or an OSRM server."""
    if settings.travel_url is None:
        return CrowFlies()
    return OsrmTravel(settings.travel_url)


def _swagger_files() -> Path:
    """Return where the package keeps Swagger UI; importing it would bring its own application along."""
    spec = find_spec("fastapi_offline")
    if spec is None or spec.origin is None:
        raise RuntimeError("fastapi-offline is not installed")
    return Path(spec.origin).parent / "static"


def _documents(app: FastAPI) -> APIRouter:
    """Serve the interactive API reference from our own address."""
    router = APIRouter(include_in_schema=False, route_class=PolicedRoute)

    @router.get("/docs")
    @public
    async def show_docs(request: Request) -> Response:  # noqa: ARG001
        page = get_swagger_ui_html(
            openapi_url=app.openapi_url or "",
            title=app.title,
            swagger_js_url="/docs/assets/swagger-ui-bundle.js",
            swagger_css_url="/docs/assets/swagger-ui.css",
            swagger_favicon_url="/docs/assets/favicon.png",
        )
        page.headers["content-security-policy"] = _DOCS_POLICY
        return page

    return router
