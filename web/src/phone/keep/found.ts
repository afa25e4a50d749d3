/*
 * What the store held when the page began to load: read while the pages themselves are still on their way, so that
 * the first screen waits for no store. Without the library, because this is in the first and smallest file.
 */
import type { Shape } from "../../shared/api";
import type { Told } from "./db";
import type { Draft } from "./drafts";
import { CURRENT, NOBODY, STORE } from "./names";
import type { Person } from "./people";

/** Who holds the phone, what the service told them, and what they were logging. */
export interface Found {
    person: Person | null;
    told: Told<Shape<"KitOut">> | undefined;
    draft: Draft | undefined;
}

/** What a phone holds that was never here. */
const NOTHING: Found = { person: null, told: undefined, draft: undefined };

let reading: Promise<Found | null> | null = null;

/** Begins to read. Null comes of it when there is no telling: the pages then ask the store themselves. */
export function find(): Promise<Found | null> {
    reading = read().catch(() => null);
    return reading;
}

/** Returns what was found, to the first who asks; null to others: by then it may have changed. */
export async function taken(): Promise<Found | null> {
    const before = reading;
    reading = null;
    return before;
}

async function read(): Promise<Found> {
    const opening = indexedDB.open(STORE);
    let isNew = false;
    // A phone that was never here gets its store from the pages, which know its shape.
    opening.onupgradeneeded = () => {
        isNew = true;
        opening.transaction?.abort();
    };
    const store = await asked(opening).catch((failed: unknown) => {
        if (isNew) return null;
        throw failed;
    });
    if (store === null) return NOTHING;
    try {
        const tx = store.transaction(["settings", "people", "kits", "drafts"]);
        const get = <Value>(name: string, key: string) =>
            asked<Value | undefined>(tx.objectStore(name).get(key));
        const id = await get<string>("settings", CURRENT);
        const person = id === undefined ? undefined : await get<Person>("people", id);
        if (person === undefined) return { ...NOTHING, told: await get("kits", NOBODY) };
        return {
            person,
            told: await get("kits", person.id),
            draft: await get("drafts", person.id),
        };
    } finally {
        store.close();
    }
}

function asked<Value>(request: IDBRequest<Value>): Promise<Value> {
    return new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
    });
}
