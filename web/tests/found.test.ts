import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";
import { close, db, set } from "../src/phone/keep/db";
import { draftOf, fresh, keepDraft } from "../src/phone/keep/drafts";
import { find, taken } from "../src/phone/keep/found";
import { leave, take } from "../src/phone/keep/people";

const SOMEBODY = {
    name: "李梅",
    poster: "ABC234",
    token: "jj_1",
    role: "volunteer",
    place: "P-0001",
} as const;

beforeEach(async () => {
    await close();
    vi.stubGlobal("indexedDB", new IDBFactory());
});

test("a phone that was never here holds nobody, and its store is left to the pages", async () => {
    expect(await find()).toEqual({ person: null, told: undefined, draft: undefined });

    expect(await indexedDB.databases()).toEqual([]);
    expect((await db()).objectStoreNames).toContain("entries");
});

test("what a person was told and was logging is found with them", async () => {
    const person = await take(SOMEBODY);
    const told = { key: person.id, what: { name: "李梅" } as never, etag: 'W/"1"', at: 5 };
    await (await db()).put("kits", told);
    const draft = { ...fresh(person.id), note: "三件" };
    await keepDraft(draft);

    expect(await find()).toEqual({ person, told, draft });
});

test("who has left is nobody, who finds the list of goods that all share", async () => {
    await take(SOMEBODY);
    await leave();
    const told = { key: "nobody", what: {} as never, etag: null, at: 0 };
    await (await db()).put("kits", told);

    expect(await find()).toEqual({ person: null, told, draft: undefined });
});

test("somebody who was forgotten is nobody", async () => {
    await db();
    await set("current", "of-nobody");

    expect((await find())?.person).toBeNull();
});

test("what was found is given once: by the next time it may have changed", async () => {
    const person = await take(SOMEBODY);
    void find();

    expect((await taken())?.person).toEqual(person);
    expect(await taken()).toBeNull();
    expect((await draftOf(person.id)).person).toBe(person.id);
});

test("where no store can be opened there is no telling", async () => {
    vi.stubGlobal("indexedDB", {
        open: () => {
            throw new DOMException("private", "SecurityError");
        },
    });

    expect(await find()).toBeNull();
});

test("a store that fails later, too, leaves no telling", async () => {
    const failing = { error: new DOMException("no room", "UnknownError") } as { onerror?: () => void };
    vi.stubGlobal("indexedDB", { open: () => (queueMicrotask(() => failing.onerror?.()), failing) });

    expect(await find()).toBeNull();
});
