import type * as Leaflet from "leaflet";
import type { Shape } from "../../../shared/api";
import type { NamedThing } from "../../../shared/words";
import { get } from "../../asking";

interface Land {
    features: { id: string; geometry: GeoJSON.Geometry; properties: NamedThing }[];
}

/** What draws a map: the library, which nobody loads who sees none, and what the service says of the city. */
export interface Drawing {
    lib: typeof Leaflet;
    facts: Shape<"MapOut">;
    land: Land;
}

let asked: Promise<Drawing> | null = null;

/** Loads what draws a map, once. Throws what loading and asking throw. */
export async function drawing(): Promise<Drawing> {
    asked ??= load().catch((failed: unknown) => {
        asked = null;
        throw failed;
    });
    return await asked;
}

async function load(): Promise<Drawing> {
    const [library, facts, land] = await Promise.all([
        import("leaflet"),
        get<Shape<"MapOut">>("/map"),
        get<Land>("/districts.geojson"),
        import("leaflet/dist/leaflet.css"),
    ]);
    return { lib: "default" in library ? (library.default as typeof Leaflet) : library, facts, land };
}
