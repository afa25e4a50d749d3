import type { Shape } from "../../../shared/api";
import { nameOf } from "../../../shared/look.svelte";
import { type Mark, MARKS, runMark, type Spot, type Way } from "../../parts/map/marks";
import type { Draft, DuePoint } from "./plan";

type Stop = Shape<"StopOut">;
type At = { lat: number; lon: number };

/** Returns points that are due as the map has them: in the colour of their run, the open one's under their numbers. */
export function planSpots(
    points: ReadonlyMap<string, DuePoint>,
    runs: readonly Draft[],
    open: string,
): Spot[] {
    const placed = new Map<string, { mark: Mark; text: string }>();
    for (const [n, { id, stops }] of runs.entries()) {
        const mark = { ...runMark(n), radius: id === open ? 11 : 5 };
        for (const [at, code] of stops.entries())
            placed.set(code, { mark, text: id === open ? String(at + 1) : "" });
    }
    const spots = [...points.values()].map(({ code, name, lat, lon }) => ({
        id: code,
        lat,
        lon,
        name: `${name} ${code}`,
        mark: MARKS.due,
        ...placed.get(code),
    }));
    // What is numbered lies above the rest.
    return spots.sort((one, other) => one.mark.radius - other.mark.radius);
}

/** Returns a point that is in a run already as the map has it. */
export function takenSpot({ code, name, lat, lon }: DuePoint): Spot {
    return { id: code, lat, lon, name: `${name} ${code}`, mark: MARKS.open };
}

/** Returns the ways of planned runs, from the station round and back. */
export function planWays(
    start: At,
    points: ReadonlyMap<string, DuePoint>,
    runs: readonly Draft[],
    open: string,
): Way[] {
    return runs.flatMap(({ id, stops }, n) => {
        if (id !== open) return [];
        const along = stops.flatMap((code) => {
            const at = points.get(code);
            return at === undefined ? [] : [[at.lat, at.lon] as const];
        });
        return [{ ink: runMark(n).ink, along: around(start, along) }];
    });
}

/** Returns how a stop of a run stands on the map. */
export function stopMark({ outcome }: Stop): Mark {
    if (outcome === null) return runMark(3);
    return outcome === "collected" ? MARKS.done : { ...MARKS.failed, radius: 10 };
}

/** Returns the stops of a run as the map has them, under their numbers. */
export function stopSpots(stops: readonly Stop[]): Spot[] {
    return stops.map((stop, n) => ({
        id: stop.point.code,
        lat: stop.position.lat,
        lon: stop.position.lon,
        name: `${n + 1} ${nameOf(stop.point)}`,
        mark: stopMark(stop),
        text: String(n + 1),
    }));
}

/** Returns the way of a run, from the station round and back. */
export function stopWay(start: At, stops: readonly Stop[]): Way {
    const along = stops.map(({ position }) => [position.lat, position.lon] as const);
    return { ink: runMark(3).ink, along: around(start, along) };
}

function around(start: At, along: readonly (readonly [number, number])[]): Way["along"] {
    const home = [start.lat, start.lon] as const;
    return along.length === 0 ? [] : [home, ...along, home];
}
