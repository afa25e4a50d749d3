/*
 * Asks for what the first screen waits for while the pages themselves are still on their way. On a slow line
 * that saves a whole round trip, so this file must stay small: it reads the store without the library.
 */
import { type Asking, begin } from "../shared/sending";
import { CURRENT, STORE } from "./keep/names";
import type { Person } from "./keep/people";

const poster = /^\/j\/([0-9A-Z]{6})$/i.exec(location.pathname)?.[1]?.toUpperCase();
if (poster !== undefined) begin(`/join/${poster}`, Promise.resolve({}));
begin("/kit", known());

/** Returns who asks for the kit and which one they have; null when nobody has joined: newcomers wait for no kit. */
async function known(): Promise<Asking | null> {
    const opening = indexedDB.open(STORE);
    // A phone that was never here gets its store from the pages, which know its shape.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    const store = await asked(opening);
    try {
        const read = store.transaction(["settings", "people", "kits"]);
        const get = (name: string, key: string) => asked<unknown>(read.objectStore(name).get(key));
        const id = (await get("settings", CURRENT)) as string;
        const { token } = (await get("people", id)) as Person;
        if (token === null) return null;
        const told = (await get("kits", id)) as { etag: string | null } | undefined;
        return { token, etag: told?.etag ?? null };
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
