import type { Shape } from "../../shared/api";
import { nameOf } from "../../shared/look.svelte";
import { address, get } from "../asking";
import { catalogue } from "../state/catalogue.svelte";
import type { Filter } from "./filters";
import type { Option } from "./Picker.svelte";

const SHOWN = 12;

/** Finds categories by name in either language or code. */
export function findCategories(text: string): Option[] {
    const wanted = text.trim().toLowerCase();
    const found = [...catalogue.categories.values()].filter(({ code, name, name_en }) =>
        [code, name, name_en].some((word) => word.toLowerCase().includes(wanted)),
    );
    return found
        .slice(0, SHOWN)
        .map((category) => ({ code: category.code, name: nameOf(category), about: category.code }));
}

/** Finds stations and the warehouse. */
export function findSites(text: string): Option[] {
    const wanted = text.trim().toLowerCase();
    const found = [...catalogue.sites.values()].filter(({ code, name, name_en }) =>
        [code, name, name_en].some((word) => word.toLowerCase().includes(wanted)),
    );
    return found.map((site) => ({ code: site.code, name: nameOf(site), about: site.code }));
}

/** Finds stations alone. */
export function findStations(text: string): Option[] {
    return findSites(text).filter(({ code }) => catalogue.sites.get(code)?.kind === "station");
}

/** Finds points by name, pinyin or code, as the service does. */
export async function findPoints(text: string): Promise<Option[]> {
    const page = await get<{ items: Shape<"PlaceOut">[] }>(
        address("/points", { q: text.trim(), limit: SHOWN }),
    );
    return page.items.map((point) => ({
        code: point.code,
        name: nameOf(point),
        about: `${point.code} · ${nameOf(point.district)}`,
    }));
}

/** Returns a site or category as what was chosen, for a code that an address names. */
export function siteOption(code: string): Option | null {
    return code === "" ? null : { code, name: catalogue.site(code) };
}

/** Returns a category as what was chosen, for a code that an address names. */
export function categoryOption(code: string): Option | null {
    return code === "" ? null : { code, name: catalogue.category(code) };
}

/** Returns the filter of a list by its place, for who sees several. */
export function placeFilter(label: string, search = findSites): Filter {
    return { kind: "pick", name: "place", label, search, option: siteOption };
}
