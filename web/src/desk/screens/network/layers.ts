import type { Shape } from "../../../shared/api";
import { nameOf } from "../../../shared/look.svelte";
import { type Area, MARKS, type Spot } from "../../parts/map/marks";

type Place = Shape<"PlaceOut">;

/** A layer of the API, as GeoJSON. */
export interface Layer<Properties> {
    features: { id: string; geometry: GeoJSON.Geometry; properties: Properties }[];
}

/** A point as its layer has it: with the station that its goods usually go to. */
export type PointThere = Omit<Place, "position"> & { station: string | null };

export interface Rates {
    code: string;
    name: string;
    name_en: string;
    residents: number;
    points: number;
    points_per_100k: number | null;
    residents_per_point: number | null;
    share_500m: number | null;
    share_1km: number | null;
    mean_m: number | null;
}

/** By what the districts can be coloured. */
export const MEASURES = ["share_1km", "share_500m", "points_per_100k"] as const;
export type Measure = (typeof MEASURES)[number];

export interface Wanted {
    district: string;
    station: string;
    status: string;
}

/** Returns the points that the filters leave; closed ones only when they are asked for, as the list does. */
export function pointsWanted(layer: Layer<PointThere>, wanted: Wanted): Layer<PointThere>["features"] {
    return layer.features.filter(
        ({ properties: { district, station, status } }) =>
            (wanted.district === "" || district.code === wanted.district) &&
            (wanted.station === "" || station === wanted.station) &&
            (wanted.status === "" ? status !== "closed" : status === wanted.status),
    );
}

/** Returns points as the map has them; those that are due stand out. */
export function pointSpots(
    features: Layer<PointThere>["features"],
    due: ReadonlyMap<string, unknown>,
): Spot[] {
    return features.flatMap(({ id, geometry, properties }) => {
        if (geometry.type !== "Point") return [];
        const [lon, lat] = geometry.coordinates as [number, number];
        const mark = due.has(id) ? MARKS.due : MARKS[properties.status];
        return [{ id, lat, lon, name: `${nameOf(properties)} ${id}`, mark }];
    });
}

/** Returns stations and the warehouse as the map has them. */
export function siteSpots(sites: Iterable<Place>): Spot[] {
    return [...sites].map((site) => ({
        id: site.code,
        lat: site.position.lat,
        lon: site.position.lon,
        name: nameOf(site),
        mark: site.kind === "warehouse" ? MARKS.warehouse : MARKS.station,
        big: true,
    }));
}

/** Returns districts as the map has them, the darker the more there is of what is measured. */
export function districtAreas(
    layer: Layer<Rates>,
    measure: Measure,
    shown: (rate: number) => string,
): Area[] {
    const rates = layer.features.map(({ properties }) => properties[measure]);
    const known = rates.filter((rate) => rate !== null);
    const [least, most] = [Math.min(...known), Math.max(...known)];
    return layer.features.map(({ id, geometry, properties }, n) => {
        const rate = rates[n] ?? null;
        return {
            id,
            geometry,
            name: rate === null ? nameOf(properties) : `${nameOf(properties)} ${shown(rate)}`,
            depth: rate === null ? null : most > least ? (rate - least) / (most - least) : 1,
        };
    });
}

/** Returns the service areas of stations as the map has them. */
export function serviceAreas(layer: Layer<{ name: string; name_en: string }>): Area[] {
    return layer.features.map(({ id, geometry, properties }) => ({
        id,
        geometry,
        name: nameOf(properties),
        depth: null,
        dashed: true,
    }));
}
