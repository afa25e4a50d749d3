import type { Measure } from "./layers";

/** Returns a share as people read it. */
export function share(value: number | null): string {
    return value === null ? "—" : `${(100 * value).toFixed(1)}%`;
}

/** Returns what a district is coloured by as people read it. */
export function rate(measure: Measure, value: number): string {
    return measure === "points_per_100k" ? value.toFixed(1) : share(value);
}
