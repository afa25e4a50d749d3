"""The map: what draws it, its districts, and rates to colour them by."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from models.access import Role
from models.map_shapes import MapOut
from models.network_views import FeatureCollection
from models.shapes import CodeIn
from operations import layers
from routers.answers import tagged_answer
from routers.documents import errors
from routers.network import GEOJSON
from routers.parameters import Parameters
from routers.policies import PolicedRoute, may, public
from routers.visits import Here

router = APIRouter(tags=["network"], route_class=PolicedRoute)


class CoverageQuestion(Parameters):
    """Which areas, and the points that take which category; all points when none is named."""

    by: Literal["district", "subdistrict"] = "district"
    accepts: CodeIn | None = None


@router.get("/map", responses=errors(422))
@public
async def get_map(here: Here, request: Request) -> MapOut:
    """Tell what draws the map: tiles, if there are any, whom to name for them, and the city's box."""
    settings = request.app.state.settings
    return MapOut(
        tiles=settings.map_tiles,
        attribution=settings.map_attribution,
        bounds=layers.bounds(await here.network()),
    )


@router.get(
    "/districts.geojson",
    response_model=FeatureCollection,
    responses={200: {"content": {GEOJSON: {}}}, **errors(422)},
)
@public
async def get_district_layer(here: Here, request: Request) -> Response:
    """Give the districts with their names and residents as a GeoJSON layer, with an ETag."""
    network = await here.network()
    # Borders of sixteen districts take a while to write: a thread does, and others are answered meanwhile.
    layer = await asyncio.to_thread(layers.district_layer, network)
    return _layer(request, layer)


@router.get(
    "/coverage.geojson",
    response_model=FeatureCollection,
    responses={200: {"content": {GEOJSON: {}}}, **errors(401, 403, 422)},
)
@may(Role.FOUNDATION, Role.ADMIN, Role.AUDITOR)
async def get_coverage_layer(
    here: Here, request: Request, asked: Annotated[CoverageQuestion, Query()]
) -> Response:
    """Give the coverage report's rates by district, or by sub-district as points, as a GeoJSON layer."""
    layer = await here.read(layers.coverage_layer, asked.by, asked.accepts, now=here.now)
    return _layer(request, layer)


def _layer(request: Request, layer: FeatureCollection) -> Response:
    content = layer.model_dump_json().encode()
    return tagged_answer(request, content, content, GEOJSON)
