import type { Shape } from "../../../shared/api";
import { look, nameOf, say } from "../../../shared/look.svelte";
import { count } from "../../format";
import type { Column } from "../../parts/tables";
import { terms } from "../../terms";
import type { Rates } from "./layers";
import { rate, share } from "./rates";
import { stateTone } from "./tones";
import type { network } from "./words";

type Place = Shape<"PlaceOut">;
type Words = (typeof network)["zh"];

/** Returns the columns of the list beside the map. */
export function placeColumns(w: Words): Column<Place>[] {
    return [
        {
            name: "name",
            title: w.points,
            value: nameOf,
            about: (row) => `${row.code} · ${nameOf(row.district)}`,
            href: (row) => `/desk/points/${row.code}`,
        },
        stateColumn(w),
    ];
}

/** Returns the columns of stations and the warehouse. */
export function siteColumns(w: Words): Column<Place>[] {
    return [
        {
            name: "name",
            title: w.places,
            value: nameOf,
            about: (row) => `${row.code} · ${look.language === "zh" ? row.address : row.address_en}`,
        },
        stateColumn(w),
    ];
}

/** Returns the columns of the districts' rates: what the map's colours say. */
export function rateColumns(w: Words): Column<Rates>[] {
    return [
        { name: "name", title: w.district, value: nameOf },
        { name: "residents", title: w.residents, value: (row) => count(row.residents), number: true },
        { name: "points", title: w.points, value: (row) => count(row.points), number: true },
        {
            name: "each",
            title: w.measures.points_per_100k,
            value: (row) =>
                row.points_per_100k === null ? "—" : rate("points_per_100k", row.points_per_100k),
            number: true,
        },
        {
            name: "share_500m",
            title: w.measures.share_500m,
            value: (row) => share(row.share_500m),
            number: true,
        },
        {
            name: "share_1km",
            title: w.measures.share_1km,
            value: (row) => share(row.share_1km),
            number: true,
        },
        {
            name: "mean",
            title: w.mean,
            value: (row) => (row.mean_m === null ? "—" : w.metres(count(Math.round(row.mean_m)))),
            number: true,
        },
    ];
}

function stateColumn(w: Words): Column<Place> {
    return {
        name: "status",
        title: say(terms).status,
        value: (row) => w.states[row.status],
        tone: (row) => stateTone(row.status),
    };
}
