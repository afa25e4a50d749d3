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

async function all<Row>(path: string): Promise<Row[]> {
    const rows: Row[] = [];
    let cursor: string | null = null;
    do {
        const window = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const page: Page<Row> = await get<Page<Row>>(`${path}?limit=100${window}`);
        rows.push(...page.items);
        cursor = page.next_cursor;
    } while (cursor !== null);
    return rows;
}

export const catalogue = new Catalogue();
