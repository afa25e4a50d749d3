"""The network: points, stations, the warehouse, categories, counts, routes, and the map layer."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from models.network import CategoryOut, PlaceNear, PlaceOut
from models.network_views import FeatureCollection, NetworkOut
from models.routes import RouteOut
from operations import network_views, place_edits, places, routing
from operations.pages import Page
from routers.documents import errors, lists
from routers.edits import tagged
from routers.lists import listed, listed_near, whole
from routers.parameters import MapQuestion, PointQuestion, RouteQuestion, Window
from routers.policies import PolicedRoute, public
from routers.visits import Here, Visit

router = APIRouter(tags=["network"], route_class=PolicedRoute)

GEOJSON = "application/geo+json"

PlaceCode = Annotated[str, Path(max_length=40, examples=["P-0001"])]


@router.get("/network", responses=errors(422))
@public
async def get_network(here: Here) -> NetworkOut:
    """Count the network's places, in all and by district."""
    return network_views.counts(await here.network(), here.language)


@router.get("/points", **lists(Page[PlaceNear] | Page[PlaceOut], 422))
@public
async def list_points(here: Here, request: Request, asked: Annotated[PointQuestion, Query()]) -> Response:
    """List donation points: nearest first with `near`, else by how well the name fits, then by code."""
    network, origin = await here.network(), asked.origin()
    if asked.format == "csv":
        return await _points_file(here, request, asked)
    if origin is not None:
        near = places.near(network, origin, asked.wanted(), limit=asked.limit, cursor=asked.cursor)
        return listed_near(request, near)
    return listed(request, places.search(network, asked.wanted(), limit=asked.limit, cursor=asked.cursor))


@router.get(
    "/points.geojson",
    response_model=FeatureCollection,
    responses={**errors(422), 200: {"content": {GEOJSON: {}}}},
)
@public
async def get_point_layer(here: Here, asked: Annotated[MapQuestion, Query()]) -> Response:
    """Give the points within a box as a GeoJSON layer (RFC 7946, WGS-84)."""
    layer = network_views.point_layer(await here.network(), asked.bbox)
    return Response(layer.model_dump_json(), media_type=GEOJSON)


@router.get("/points/{code}", responses=errors(404, 422))
@public
async def get_point(here: Here, response: Response, code: PlaceCode) -> PlaceOut:
    """Show one donation point; its ETag is the version an edit may build on."""
    return tagged(response, place_edits.shown(places.get_point(await here.network(), code))).place


@router.get("/stations", **lists(Page[PlaceOut], 422))
@public
async def list_stations(here: Here, request: Request, asked: Annotated[Window, Query()]) -> Response:
    """List the sorting stations."""
    return await _listed(here, request, asked, places.stations)


@router.get(
    "/stations.geojson",
    response_model=FeatureCollection,
    responses={200: {"content": {GEOJSON: {}}}, **errors(422)},
)
@public
async def get_service_areas(here: Here) -> Response:
    """Give the stations' service areas as a GeoJSON layer: the part of the city nearest to each open one."""
    layer = network_views.service_area_layer(await here.network())
    return Response(layer.model_dump_json(), media_type=GEOJSON)


@router.get("/stations/{code}", responses=errors(404, 422))
@public
async def get_station(here: Here, code: PlaceCode) -> PlaceOut:
    """Show one sorting station."""
    return places.get_station(await here.network(), code)


@router.get("/warehouse", responses=errors(404))
@public
async def get_warehouse(here: Here) -> PlaceOut:
    """Show the relief warehouse."""
    return places.warehouse(await here.network())


@router.get("/categories", **lists(Page[CategoryOut], 422))
@public
async def list_categories(here: Here, request: Request, asked: Annotated[Window, Query()]) -> Response:
    """List the categories of goods with their rules of acceptance, as a tree by `parent`."""
    return await _listed(here, request, asked, places.categories)


@router.get("/route", responses=errors(422))
@public
async def get_route(here: Here, asked: Annotated[RouteQuestion, Query()]) -> RouteOut:
    """Tell where a donation made at a position would go, and why; `at` asks for opening hours too."""
    network = await here.network()
    room = await here.read(routing.rooms, network=network)
    return await routing.route(
        network,
        here.travel,
        room,
        asked.position(),
        category=asked.category,
        at=asked.at,
        language=here.language,
    )


async def _listed(here: Visit, request: Request, asked: Window, query: Callable[..., Any]) -> Response:
    """Answer a list that is read from memory."""
    network = await here.network()
    if asked.format == "json":
        return listed(request, query(network, limit=asked.limit, cursor=asked.cursor))

    async def read(limit: int, cursor: str | None) -> Any:
        return query(network, limit=limit, cursor=cursor)

    return await whole(here.speaking(asked.language), request, read)


async def _points_file(here: Visit, request: Request, asked: PointQuestion) -> Response:
    network, origin = await here.network(), asked.origin()

    async def read(limit: int, cursor: str | None) -> Any:
        if origin is None:
            return places.search(network, asked.wanted(), limit=limit, cursor=cursor)
        found = places.near(network, origin, asked.wanted(), limit=limit, cursor=cursor)
        near = [PlaceNear(**dict(item.site.out), distance_m=item.distance_m) for item in found.items]
        return Page(items=near, next_cursor=found.next_cursor)

    shape = PlaceOut if origin is None else PlaceNear
    return await whole(here.speaking(asked.language), request, read, shape)
