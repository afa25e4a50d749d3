"""The phone's and the desk's pages: one file for each, and what they load, in the form the browser takes."""

import os
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Scope

from routers.codings import taken
from routers.policies import PolicedRoute, public

router = APIRouter(include_in_schema=False, route_class=PolicedRoute)

#: Addresses of the phone's pages, as web/src/phone/pages.json has them for the worker; a test compares.
PHONE_PAGES = (
    "/",
    "/scan",
    "/outbox",
    "/receipt/{id}",
    "/bag/{label}",
    "/run",
    "/run/{id}",
    "/run/{id}/{point}",
    "/near",
    "/me",
    "/help",
    "/join",
    "/j/{code}",
    "/J/{code}",
)
#: Addresses of the desk's pages, as web/src/desk/pages.json has them; a test compares.
DESK_PAGES = (
    "/desk",
    "/desk/join",
    "/desk/receive",
    "/desk/receive/{id}",
    "/desk/sort",
    "/desk/sort/{id}",
    "/desk/stock",
    "/desk/lot/{lot}",
    "/desk/counts",
    "/desk/counts/{id}",
    "/desk/pickups",
    "/desk/pickups/{id}",
    "/desk/shipments",
    "/desk/shipments/{kind}/{id}",
    "/desk/needs",
    "/desk/needs/{id}",
    "/desk/conflicts",
    "/desk/conflicts/{id}",
    "/desk/find",
    "/desk/bag/{label}",
    "/desk/intake/{id}",
    "/desk/reports",
    "/desk/reports/{name}",
    "/desk/shares",
    "/desk/disclosure",
    "/desk/disclosure/{id}",
    "/desk/inquiries",
    "/desk/inquiries/{id}",
    "/desk/recipients",
    "/desk/recipients/{code}",
    "/desk/map",
    "/desk/points",
    "/desk/points/import",
    "/desk/points/{code}",
    "/desk/labels",
    "/desk/people",
    "/desk/system",
)
#: Where a poster's code leads to.
JOINING = ("/join", "/j/{code}", "/J/{code}")
#: What lies beside the page under a name of its own, for whoever installs it.
ICONS = ("app.webmanifest", "icon.svg", "icon-180.png", "icon-192.png")
#: What the page may load. Its worker asks under the same policy, which comes with the worker's file.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
IMAGES = "img-src 'self' data: blob:"
PERMISSIONS = "camera=(self), geolocation=(self), microphone=()"
FRESH = "no-cache"
A_DAY = "public, max-age=86400"
#: Names in assets/ carry a hash of the contents.
FOR_EVER = "public, max-age=31536000, immutable"
#: Written out, because machines differ in what they think of endings. Nothing else is given away.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
#: What a file is called that was compressed when the pages were built.
_ENDINGS = {"br": ".br", "gzip": ".gz"}
_METHODS = ["GET", "HEAD"]


class PageFiles(StaticFiles):
    """The folder of the built pages, with what was compressed when they were built."""

    def __init__(self, directory: PathLike) -> None:
        super().__init__(directory=directory, check_dir=False)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Answer with the smallest form that the browser takes; each has an ETag of its own."""
        asked, whole = Headers(scope=scope), Path(full_path)
        about = {"Content-Type": _TYPES[whole.suffix]}
        path = whole
        for coding in taken(asked.get("accept-encoding", "")):
            smaller = whole.with_name(whole.name + _ENDINGS[coding])
            if smaller.exists():
                path, stat_result = smaller, smaller.stat()
                about["Content-Encoding"] = coding
                break
        about["ETag"] = _tag(path, stat_result.st_mtime_ns, stat_result.st_size)
        answer = FileResponse(path, status_code, about, stat_result=stat_result)
        del answer.headers["Last-Modified"], answer.headers["Accept-Ranges"]
        if self.is_not_modified(answer.headers, asked):
            return NotModifiedResponse(answer.headers)
        return answer


@lru_cache(maxsize=256)
def _tag(path: Path, _changed: int, _size: int) -> str:
    """Return a file's ETag by what is in it: installers may give the files of all releases one time."""
    return f'"{sha256(path.read_bytes()).hexdigest()[:32]}"'


@lru_cache(maxsize=8)
def policy_for(tiles: str) -> str:
    """Return what the page may load: the policy, with the origin of the map's tiles if there are any."""
    if not tiles:
        return POLICY
    where = urlsplit(tiles)
    return POLICY.replace(IMAGES, f"{IMAGES} {where.scheme}://{where.netloc}")


async def _answer(request: Request, name: str, keep: str) -> Response:
    """Return a file of the pages; the same headers come with a 304, which would replace a browser's own."""
    if Path(name).suffix not in _TYPES:
        raise HTTPException(404)
    files: PageFiles = request.app.state.pages
    answer = await files.get_response(name, request.scope)
    answer.headers["Cache-Control"] = keep
    answer.headers["Vary"] = "Accept-Encoding"
    return answer


@public
async def show_page(request: Request) -> Response:
    """Show the page; which one it is, it reads from its address."""
    return await _page(request, "index.html")


@public
async def show_joining(request: Request) -> Response:
    """Show the page to newcomers, in the form that names what their first screen needs as well."""
    return await _page(request, "join.html")


@public
async def show_desk(request: Request) -> Response:
    """Show the desk; what of it somebody may see, the page asks with their token."""
    return await _page(request, "desk.html")


@public
async def show_no_desk(request: Request) -> Response:
    """Show the desk where it has no page: it says so, as it does of pages that somebody may not see."""
    answer = await _page(request, "desk.html")
    # A browser that has the page already is told so (304), and shows it as it came the first time.
    if answer.status_code == HTTPStatus.OK:
        answer.status_code = HTTPStatus.NOT_FOUND
    return answer


async def _page(request: Request, form: str) -> Response:
    answer = await _loading(request, form)
    answer.headers["Permissions-Policy"] = PERMISSIONS
    return answer


async def _loading(request: Request, name: str) -> Response:
    """Return a file that loads others; all else gets the policy of what loads nothing, which is shorter."""
    answer = await _answer(request, name, FRESH)
    answer.headers["Content-Security-Policy"] = policy_for(request.app.state.settings.map_tiles)
    return answer


for _address in PHONE_PAGES:
    _shown = show_joining if _address in JOINING else show_page
    router.add_api_route(_address, _shown, methods=_METHODS)

for _address in DESK_PAGES:
    router.add_api_route(_address, show_desk, methods=_METHODS)
router.add_api_route("/desk/{rest:path}", show_no_desk, methods=_METHODS)


@router.api_route("/sw.js", methods=_METHODS)
@public
async def get_worker(request: Request) -> Response:
    """Return the service worker, which keeps the pages for when there is no reception."""
    return await _loading(request, "sw.js")


@public
async def get_icon(request: Request) -> Response:
    """Return what a phone shows of the pages once they are installed."""
    return await _answer(request, request.url.path.removeprefix("/"), A_DAY)


for _name in ICONS:
    router.add_api_route(f"/{_name}", get_icon, methods=_METHODS)


@router.api_route("/assets/{name}", methods=_METHODS)
@public
async def get_asset(request: Request, name: str) -> Response:
    """Return a script or style that the page loads."""
    return await _answer(request, f"assets/{name}", FOR_EVER)
