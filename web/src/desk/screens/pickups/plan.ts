import { daysLater } from "../../format";

/** A point that is due, as planning needs it. */
export interface DuePoint {
    code: string;
    name: string;
    lat: number;
    lon: number;
    grams: number;
    /** How pressing it is: one when it is just due. */
    pressing: number;
}

export interface Van {
    code: string;
    capacity_grams: number;
}

/** A run that is being planned; its id is made with it, so that sending it twice plans it once. */
export interface Draft {
    id: string;
    vehicle: string;
    driver: string;
    day: string;
    stops: string[];
}

interface Spot {
    lat: number;
    lon: number;
}

/** What one vehicle does in a run, as the service's own plan has it. */
export const STOPS_MAX = 40;
/** Runs that a vehicle makes in a day; what is more is planned for the days after. */
export const TRIPS_A_DAY = 2;
const METRES_A_DEGREE = 111_195;
const PRESSING_FILL = 0.6;
const PRESSING_DAYS = 7;
/** Improvements of a run's order end when a round brings less than this. */
const LEAST_GAIN_M = 1;

/** Returns how pressing a point is, as the service orders the list of those that are due. */
export function pressing(due: { fill: number; days_waiting: number; requests: readonly unknown[] }): number {
    return Math.max(due.fill / PRESSING_FILL, due.days_waiting / PRESSING_DAYS) + due.requests.length;
}

/** Returns the metres between two places of a city, as the crow flies. */
export function metres(one: Spot, other: Spot): number {
    const x = (other.lon - one.lon) * Math.cos(((one.lat + other.lat) / 2) * (Math.PI / 180));
    return METRES_A_DEGREE * Math.hypot(x, other.lat - one.lat);
}

/** Returns the metres from a station round all stops and back. */
export function tour(start: Spot, stops: readonly Spot[]): number {
    const all = [start, ...stops, start];
    return all.slice(1).reduce((sum, at, n) => sum + metres(all[n]!, at), 0);
}

/**
 * Proposes runs for all points that are due: sweeps round the station, so that a run stays on one side of the
 * city, fills each vehicle in turn, orders the stops for a short way, and sends the most pressing runs first.
 */
export function propose(
    start: Spot,
    points: readonly DuePoint[],
    vans: readonly Van[],
    day: string,
    newId: () => string,
): Draft[] {
    if (vans.length === 0) return [];
    const groups = filled(swept(start, points), vans).map(({ van, stops }) => ({
        van,
        stops: shortened(start, stops),
        pressing: stops.reduce((sum, stop) => sum + stop.pressing, 0),
    }));
    const trips = new Map<string, number>();
    return groups
        .sort((one, other) => other.pressing - one.pressing)
        .map(({ van, stops }) => {
            const made = trips.get(van.code) ?? 0;
            trips.set(van.code, made + 1);
            const later = Math.floor(made / TRIPS_A_DAY);
            return {
                id: newId(),
                vehicle: van.code,
                driver: "",
                day: daysLater(day, later),
                stops: stops.map(({ code }) => code),
            };
        });
}

/** Orders points by their direction from the station, beginning behind the widest gap. */
function swept(start: Spot, points: readonly DuePoint[]): DuePoint[] {
    const turned = points
        .map((point) => ({
            point,
            angle: Math.atan2(point.lat - start.lat, (point.lon - start.lon) * Math.cos(start.lat / 57.3)),
        }))
        .sort((one, other) => one.angle - other.angle || (one.point.code < other.point.code ? -1 : 1));
    let first = 0;
    let widest = -1;
    for (const [n, { angle }] of turned.entries()) {
        const before = turned.at(n - 1)!.angle - (n === 0 ? 2 * Math.PI : 0);
        if (angle - before > widest) [widest, first] = [angle - before, n];
    }
    return [...turned.slice(first), ...turned.slice(0, first)].map(({ point }) => point);
}

/** Cuts swept points into runs: none has more than its vehicle takes, unless one point alone has. */
function filled<V extends Van>(
    points: readonly DuePoint[],
    vans: readonly V[],
): { van: V; stops: DuePoint[] }[] {
    const runs: { van: V; stops: DuePoint[] }[] = [];
    let room = 0;
    for (const point of points) {
        const last = runs.at(-1);
        if (last === undefined || last.stops.length >= STOPS_MAX || point.grams > room) {
            const van = vans[runs.length % vans.length]!;
            runs.push({ van, stops: [point] });
            room = van.capacity_grams - point.grams;
        } else {
            last.stops.push(point);
            room -= point.grams;
        }
    }
    return runs;
}

/** Orders stops for a short way: the nearest next, then crossings are undone until nothing is gained. */
export function shortened<S extends Spot>(start: Spot, stops: readonly S[]): S[] {
    const left = [...stops];
    const order: S[] = [];
    while (left.length > 0) {
        const at = order.at(-1) ?? start;
        const next = left.reduce(
            (best, stop, n) => (metres(at, stop) < metres(at, left[best]!) ? n : best),
            0,
        );
        order.push(...left.splice(next, 1));
    }
    while (uncrossed(start, order)) continue;
    return order;
}

/** Turns round the one stretch that makes the way shortest; tells whether there was any. */
function uncrossed<S extends Spot>(start: Spot, order: S[]): boolean {
    let best = { gain: LEAST_GAIN_M, from: -1, to: -1 };
    for (let from = 0; from < order.length - 1; from += 1) {
        for (let to = from + 1; to < order.length; to += 1) {
            const before = from === 0 ? start : order[from - 1]!;
            const after = order[to + 1] ?? start;
            const now = metres(before, order[from]!) + metres(order[to]!, after);
            const then = metres(before, order[to]!) + metres(order[from]!, after);
            if (now - then > best.gain) best = { gain: now - then, from, to };
        }
    }
    if (best.from === -1) return false;
    const turned = order.slice(best.from, best.to + 1).reverse();
    order.splice(best.from, turned.length, ...turned);
    return true;
}

/** Returns runs in which a stop has moved up or down within its own. */
export function shifted(runs: readonly Draft[], code: string, by: -1 | 1): Draft[] {
    return runs.map((run) => {
        const at = run.stops.indexOf(code);
        const to = at + by;
        if (at === -1 || to < 0 || to >= run.stops.length) return run;
        const stops = [...run.stops];
        [stops[at], stops[to]] = [stops[to]!, stops[at]!];
        return { ...run, stops };
    });
}

/** Returns runs in which a stop is the last of another one, or in none. */
export function moved(runs: readonly Draft[], code: string, to: string | null): Draft[] {
    return runs.map((run) => {
        const stops = run.stops.filter((stop) => stop !== code);
        return { ...run, stops: run.id === to ? [...stops, code] : stops };
    });
}
