import { untrack } from "svelte";
import { Refused, Unreachable } from "../../shared/api";
import { get, getVersioned } from "../asking";

/** Why something could not be had: a refusal of the service, or no answer at all. */
export type Trouble = Refused | "unreachable";

/** Returns what went wrong; what is no answer of the service goes on its way. */
export function troubleOf(failed: unknown): Trouble {
    if (failed instanceof Refused) return failed;
    if (failed instanceof Unreachable) return "unreachable";
    throw failed;
}

/** One thing of the API. What was had stays on the page while it is asked for again, or cannot be. */
export class Loaded<Body> {
    body = $state.raw<Body | null>(null);
    version = $state<string | null>(null);
    trouble = $state.raw<Trouble | null>(null);
    loading = $state(false);
    /** When the body came, in milliseconds. */
    at = $state(0);
    #path = "";
    #asked = 0;

    /** Asks for another address; what stood there before is gone. */
    async from(path: string): Promise<void> {
        if (path !== this.#path) {
            this.body = null;
            this.version = null;
        }
        this.#path = path;
        await this.again();
    }

    /** Asks once more for the same. */
    async again(): Promise<void> {
        const asked = ++this.#asked;
        this.loading = true;
        try {
            const { body, version } = await getVersioned<Body>(this.#path);
            if (asked !== this.#asked) return;
            this.body = body;
            this.version = version;
            this.trouble = null;
            this.at = Date.now();
        } catch (failed) {
            if (asked === this.#asked) this.trouble = troubleOf(failed);
        } finally {
            if (asked === this.#asked) this.loading = false;
        }
    }
}

/** How many rows a page of a list has. */
export const ROWS = 25;

interface Page<Row> {
    items: Row[];
    next_cursor: string | null;
}

/** A list of the API, a page at a time: more is asked for when somebody wants to see more. */
export class Listing<Row, Whole extends Page<Row> = Page<Row>> {
    rows = $state.raw<Row[]>([]);
    /** The first page as it came, with what it says beside its rows. */
    first = $state.raw<Whole | null>(null);
    more = $state(false);
    trouble = $state.raw<Trouble | null>(null);
    loading = $state(false);
    at = $state(0);
    path = $state("");
    #cursor: string | null = null;
    #asked = 0;

    constructor(readonly limit = ROWS) {}

    /** Asks for the first page of another list or filter; an effect that does so does not wait for its own path. */
    async from(path: string): Promise<void> {
        await untrack(() => this.#from(path));
    }

    async #from(path: string): Promise<void> {
        if (path !== this.path) {
            this.rows = [];
            this.first = null;
            this.more = false;
        }
        this.path = path;
        await this.again();
    }

    /** Asks for the first page once more: what others changed shows. */
    async again(): Promise<void> {
        await this.#ask(null);
    }

    /** Asks for the next page. */
    async next(): Promise<void> {
        await this.#ask(this.#cursor);
    }

    async #ask(cursor: string | null): Promise<void> {
        const asked = ++this.#asked;
        this.loading = true;
        const joint = this.path.includes("?") ? "&" : "?";
        const window = `limit=${this.limit}${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
        try {
            const page = await get<Whole>(this.path + joint + window);
            if (asked !== this.#asked) return;
            this.rows = cursor === null ? page.items : [...this.rows, ...page.items];
            if (cursor === null) this.first = page;
            this.#cursor = page.next_cursor;
            this.more = page.next_cursor !== null;
            this.trouble = null;
            this.at = Date.now();
        } catch (failed) {
            if (asked === this.#asked) this.trouble = troubleOf(failed);
        } finally {
            if (asked === this.#asked) this.loading = false;
        }
    }
}
