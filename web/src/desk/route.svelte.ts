import { Route } from "../shared/route.svelte";
import pages from "./pages.json";

/** Where one is among the desk's pages; no page has the name of an address that is none. */
export const route = new Route(pages, "");

/** Returns the address one is at with some of its filters changed; an empty or null one is taken out. */
export function withQuery(changed: Record<string, string | null>): string {
    const query = new URLSearchParams(route.at.query);
    for (const [name, value] of Object.entries(changed)) {
        if (value === null || value === "") query.delete(name);
        else query.set(name, value);
    }
    const text = query.toString();
    return location.pathname + (text === "" ? "" : `?${text}`);
}

/** Changes filters in the address, without another entry in the history for each of them. */
export function filter(changed: Record<string, string | null>): void {
    route.go(withQuery(changed), "replace");
}

/** Returns a filter of the address, empty when it is not set. */
export function filtered(name: string): string {
    return route.at.query.get(name) ?? "";
}
