import type { Shape } from "../../shared/api";
import { nameOf } from "../../shared/look.svelte";
import { get } from "../asking";

type Category = Shape<"CategoryOut">;
type Place = Shape<"PlaceOut">;
interface Page<Row> {
    items: Row[];
    next_cursor: string | null;
}

/** What hardly changes and many pages name: categories, stations, the warehouse. Asked for once. */
class Catalogue {
    categories = $state.raw<ReadonlyMap<string, Category>>(new Map());
    /** Stations and the warehouse. */
    sites = $state.raw<ReadonlyMap<string, Place>>(new Map());
    #asked: Promise<void> | null = null;

    /** Asks for all of it, unless it was asked for. */
    async begin(): Promise<void> {
        this.#asked ??= this.#ask().catch((failed: unknown) => {
            this.#asked = null;
            throw failed;
        });
        await this.#asked;
    }

    /** Asks for all of it once more: somebody closed a station. What was had stays when it cannot be. */
    async again(): Promise<void> {
        await this.#ask().catch(() => undefined);
    }

    /** Returns a category's name in the language that is shown, or its code. */
    category(code: string): string {
        const found = this.categories.get(code);
        return found === undefined ? code : nameOf(found);
    }

    /** Returns a station's or the warehouse's name, or its code. */
    site(code: string): string {
        const found = this.sites.get(code);
        return found === undefined ? code : nameOf(found);
    }

    async #ask(): Promise<void> {
        const [categories, stations, warehouse] = await Promise.all([
            all<Category>("/categories"),
            all<Place>("/stations"),
            get<Place>("/warehouse"),
        ]);
        this.categories = new Map(categories.map((category) => [category.code, category]));
        this.sites = new Map([...stations, warehouse].map((site) => [site.code, site]));
    }
}

/** Returns every row of a list that is short enough to have whole. Throws Refused and Unreachable. */
export async function all<Row>(path: string): Promise<Row[]> {
    const rows: Row[] = [];
    const joint = path.includes("?") ? "&" : "?";
    let cursor: string | null = null;
    do {
        const window = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const page: Page<Row> = await get<Page<Row>>(`${path}${joint}limit=100${window}`);
        rows.push(...page.items);
        cursor = page.next_cursor;
    } while (cursor !== null);
    return rows;
}

export const catalogue = new Catalogue();
