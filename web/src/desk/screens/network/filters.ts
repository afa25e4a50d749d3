import { say } from "../../../shared/look.svelte";
import type { Filter } from "../../parts/filters";
import { findSites, siteOption } from "../../parts/pickers";
import { catalogue } from "../../state/catalogue.svelte";
import { terms } from "../../terms";
import { districts } from "./districts.svelte";
import { network } from "./words";

/** Returns the filters of points; who works at a station is shown its own and chooses none. */
export function pointFilters(everywhere: boolean): Filter[] {
    const w = say(network);
    const station: Filter = {
        kind: "pick",
        name: "station",
        label: w.station,
        search: (text) => findSites(text).filter(({ code }) => catalogue.sites.get(code)?.kind === "station"),
        option: siteOption,
    };
    return [
        {
            kind: "pick",
            name: "district",
            label: w.district,
            search: districts.find,
            option: districts.option,
        },
        ...(everywhere ? [station] : []),
        {
            kind: "choice",
            name: "status",
            label: say(terms).status,
            options: (["open", "suspended", "closed"] as const).map((value) => ({
                value,
                name: w.states[value],
            })),
        },
    ];
}
