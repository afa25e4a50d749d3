import { ask, type Shape, Unreachable } from "../shared/api";

export type Near = Shape<"PlaceOut"> & { distance_m?: number };

/** What is asked for: around a position, around a point, or by name. */
export interface Wanted {
    position?: { lat: number; lon: number };
    text?: string;
    openNow: boolean;
}

const LIMIT = 10;

/** Returns the points that are wanted, or null without reception. */
export async function pointsFor(wanted: Wanted): Promise<Near[] | null> {
    const query = new URLSearchParams({ limit: String(LIMIT) });
    if (wanted.position !== undefined) query.set("near", `${wanted.position.lat},${wanted.position.lon}`);
    if (wanted.text) query.set("q", wanted.text);
    if (wanted.openNow) query.set("open_at", new Date().toISOString());
    try {
        const { body } = await ask<{ items: Near[] }>(`/points?${query}`);
        return body?.items ?? [];
    } catch (failed) {
        if (failed instanceof Unreachable) return null;
        return [];
    }
}

/** Returns a point, or null. */
export async function point(code: string): Promise<Shape<"PlaceOut"> | null> {
    try {
        return (await ask<Shape<"PlaceOut">>(`/points/${encodeURIComponent(code)}`)).body;
    } catch {
        return null;
    }
}

/** Asks the browser where the phone is; null when it does not say. */
export async function whereAmI(): Promise<{ lat: number; lon: number } | null> {
    const { geolocation } = navigator;
    if (geolocation === undefined) return null;
    return new Promise((found) => {
        geolocation.getCurrentPosition(
            ({ coords }) => found({ lat: coords.latitude, lon: coords.longitude }),
            () => found(null),
            { timeout: 10_000, maximumAge: 60_000 },
        );
    });
}

/** Returns the address that opens a map application at a place; followed by a tap alone. */
export function mapLink(place: Pick<Shape<"PlaceOut">, "name" | "position">): string {
    const { lat, lon } = place.position;
    const query = new URLSearchParams({
        position: `${lon},${lat}`,
        name: place.name,
        coordinate: "wgs84",
        callnative: "1",
    });
    return `https://uri.amap.com/marker?${query}`;
}
