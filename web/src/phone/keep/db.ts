import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from "idb";
import type { Shape } from "../../shared/api";
import type { Draft } from "./drafts";
import type { Entry } from "./entries";
import { STORE } from "./names";
import type { Person } from "./people";

/** What the service last said to somebody about a label that was scanned, and when; no bag: it knows none. */
export interface Seen {
    label: string;
    person: string;
    bag: Shape<"BagOut"> | null;
    at: number;
}

/** A thing that the service told, with its ETag and the moment it came. */
export interface Told<What> {
    key: string;
    what: What;
    etag: string | null;
    at: number;
}

/** Everything the phone keeps. No recipient is ever in it; donors leave it once they are sent. */
export interface Keeping extends DBSchema {
    people: { key: string; value: Person };
    entries: { key: number; value: Entry; indexes: { id: string; state: string } };
    drafts: { key: string; value: Draft };
    kits: { key: string; value: Told<Shape<"KitOut">> };
    /** The runs of a person's station, by the person. */
    runs: { key: string; value: Told<Shape<"PickupOut">[]> };
    seen: { key: string; value: Seen };
    settings: { key: string; value: unknown };
}

export type Db = IDBPDatabase<Keeping>;
/** The outbox within a transaction that writes. */
export type Writing = IDBPObjectStore<Keeping, ("entries" | "drafts")[], "entries", "readwrite">;

const VERSION = 1;

let opened: Promise<Db> | null = null;

/** Opens the phone's store, once. Throws when the browser gives none (private windows of some). */
export function db(): Promise<Db> {
    opened ??= openDB<Keeping>(STORE, VERSION, {
        upgrade(made) {
            made.createObjectStore("people", { keyPath: "id" });
            const entries = made.createObjectStore("entries", { keyPath: "seq", autoIncrement: true });
            entries.createIndex("id", "id", { unique: true });
            entries.createIndex("state", "state");
            made.createObjectStore("drafts", { keyPath: "person" });
            made.createObjectStore("kits", { keyPath: "key" });
            made.createObjectStore("runs", { keyPath: "key" });
            made.createObjectStore("seen", { keyPath: "label" });
            made.createObjectStore("settings");
        },
        blocking(_current, _next, event) {
            // A newer release wants another shape: this page must not hold it up.
            (event.target as IDBDatabase).close();
            opened = null;
        },
        terminated() {
            opened = null;
        },
    });
    return opened;
}

/** Reads a setting of the phone. */
export async function setting<Value>(name: string): Promise<Value | undefined> {
    return (await (await db()).get("settings", name)) as Value | undefined;
}

/** Writes a setting of the phone. */
export async function set(name: string, value: unknown): Promise<void> {
    await (await db()).put("settings", value, name);
}

/** Closes the store, for tests that begin anew. */
export async function close(): Promise<void> {
    (await opened)?.close();
    opened = null;
}
