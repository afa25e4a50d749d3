import type * as Leaflet from "leaflet";
import { type Area, CORNERS, inkOf, type Mark, type Spot, type Way } from "./marks";

type L = typeof Leaflet;
const FULL_CIRCLE = 2 * Math.PI;

/** What a marker on Leaflet's canvas has that its types do not tell. */
interface Inner {
    _point: Leaflet.Point;
    _radius: number;
    _renderer: { _ctx: CanvasRenderingContext2D; _drawing: boolean };
    _empty(): boolean;
    options: Leaflet.CircleMarkerOptions & { mark: Mark; ink: string; text: string; edge: string };
}

/** Makes the markers that a canvas draws: fifteen hundred of them cost one element of the page. */
export function marker(lib: L, spot: Spot, chosen: boolean): Leaflet.CircleMarker {
    const options = {
        radius: spot.mark.radius + (chosen ? 4 : 0),
        mark: spot.mark,
        ink: inkOf(spot.mark.ink),
        edge: chosen ? inkOf("--focus") : inkOf("--card"),
        text: spot.text ?? "",
    };
    return new (shapedIn(lib))([spot.lat, spot.lon], options);
}

type Shaped = new (at: Leaflet.LatLngExpression, options: object) => Leaflet.CircleMarker;
let shaped: Shaped | null = null;

function shapedIn(lib: L): Shaped {
    shaped ??= lib.CircleMarker.extend({
        _updatePath(this: Inner) {
            if (this._renderer._drawing && !this._empty()) draw(this._renderer._ctx, this);
        },
    }) as unknown as Shaped;
    return shaped;
}

function draw(ctx: CanvasRenderingContext2D, { _point: { x, y }, _radius: r, options }: Inner): void {
    const corners = CORNERS[options.mark.outline];
    ctx.beginPath();
    if (corners.length === 0) ctx.arc(x, y, r, 0, FULL_CIRCLE);
    for (const [n, [dx, dy]] of corners.entries()) {
        if (n === 0) ctx.moveTo(x + r * dx, y + r * dy);
        else ctx.lineTo(x + r * dx, y + r * dy);
    }
    ctx.closePath();
    ctx.fillStyle = options.ink;
    ctx.strokeStyle = options.edge;
    ctx.lineWidth = options.edge === inkOf("--card") ? 1 : 4;
    ctx.stroke();
    ctx.fill();
    if (options.text === "") return;
    ctx.fillStyle = inkOf("--card");
    ctx.font = `600 ${r + 1}px ${getComputedStyle(document.body).fontFamily}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(options.text, x, y + 0.5);
}

/** Makes a marker of the page's own elements, with its name beside it, that takes the focus. */
export function siteMarker(lib: L, spot: Spot, sign: string, choose: () => void): Leaflet.Marker {
    const inside = document.createElement("span");
    inside.className = "site";
    inside.innerHTML = sign;
    const name = document.createElement("span");
    name.textContent = spot.name;
    inside.append(name);
    const icon = lib.divIcon({ html: inside, className: "site-mark", iconSize: [24, 24] });
    const made = lib.marker([spot.lat, spot.lon], { icon, keyboard: true, riseOnHover: true });
    made.on("click", choose);
    made.on("add", () => {
        made.getElement()?.addEventListener("keydown", (event) => {
            if (event.key !== "Enter" && event.key !== " ") return;
            event.preventDefault();
            event.stopPropagation();
            choose();
        });
    });
    return made;
}

/** Makes an area: its border, and how dark it is. */
export function areaLayer(lib: L, area: Area): Leaflet.GeoJSON {
    const filled = area.depth !== null;
    // Land is the colour of cards, water that of the ground.
    const land = area.dashed ? 0 : 1;
    return lib.geoJSON(area.geometry, {
        style: {
            color: inkOf(filled ? "--primary" : "--border"),
            weight: area.dashed ? 2 : 1,
            fillColor: inkOf(filled ? "--primary-deep" : "--card"),
            fillOpacity: area.depth === null ? land : 0.08 + 0.62 * area.depth,
            ...(area.dashed ? { dashArray: "6 5" } : {}),
        },
    });
}

/** Makes the line of a run. */
export function wayLayer(lib: L, way: Way): Leaflet.Polyline {
    const along = way.along.map(([lat, lon]): [number, number] => [lat, lon]);
    return lib.polyline(along, { color: inkOf(way.ink), weight: 2, opacity: 0.8, interactive: false });
}

/** Returns the name of a thing as an element: what is in a name must not be read as HTML. */
export function saying(name: string): HTMLElement {
    const said = document.createElement("span");
    said.textContent = name;
    return said;
}

/** Returns the spot nearest to the middle of what is shown, if it is as near as a finger aims. */
export function atMiddle(map: Leaflet.Map, spots: readonly Spot[], reach = 30): Spot | null {
    const middle = map.getSize().divideBy(2);
    let best: Spot | null = null;
    let least = reach;
    for (const spot of spots) {
        const away = map.latLngToContainerPoint([spot.lat, spot.lon]).distanceTo(middle);
        if (away <= least) [best, least] = [spot, away];
    }
    return best;
}
