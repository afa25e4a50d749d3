/*
 * What becomes of entries after they were made: sent, taken back, handed on. Nothing of it is needed to log a
 * donation, so it comes with the screens that do it.
 */
import { db, type Writing } from "./db";
import type { Entry } from "./entries";

/** Returns an entry by the id that the phone gave it. */
export async function entry(id: string): Promise<Entry | undefined> {
    return (await db()).getFromIndex("entries", "id", id);
}

/**
 * Changes entries as they stand now, all or none: `how` sees the newest state of each and returns it
 * changed, or null to leave it.
 */
export async function alter(
    ids: readonly string[],
    how: (entry: Entry, n: number) => Entry | null,
): Promise<void> {
    const tx = (await db()).transaction("entries", "readwrite", { durability: "strict" });
    for (const [n, id] of ids.entries()) {
        const found = await tx.store.index("id").get(id);
        const changed = found === undefined ? null : how(found, n);
        if (changed !== null) await tx.store.put(changed);
    }
    await tx.done;
}

/**
 * Takes an entry out as if it had never been, with its corrections, and out of the bag that it was to lie in;
 * only what certainly never left.
 *
 * Returns the entry; null when it, or something that hangs on it, may have been sent.
 */
export async function withdraw(id: string): Promise<Entry | null> {
    const tx = (await db()).transaction("entries", "readwrite", { durability: "strict" });
    const [taken, ...hanging] = hangingOn(await tx.store.getAll(), id);
    const stayed = [taken, ...hanging].every((one) => one?.state === "waiting" && one.tries === 0);
    if (taken !== undefined && stayed) {
        for (const one of [taken, ...hanging]) await leave(tx.store, one, taken);
    }
    await tx.done;
    return stayed && taken !== undefined ? taken : null;
}

/** Takes out an entry that goes, or hangs on one that does; a bag stays, without the donation that goes. */
async function leave(store: Writing, one: Entry, goes: Entry): Promise<void> {
    const lighter = one.kind === "bag" && one !== goes ? without(one, goes) : null;
    if (lighter !== null) await store.put(lighter);
    else await store.delete(one.seq!);
}

/** Returns a bag without a donation that was to lie in it; null when nothing is left in it. */
function without(bag: Entry, intake: Entry): Entry | null {
    const after = bag.after.filter((id) => id !== intake.id);
    if (after.length === 0 || bag.body === null) return null;
    const pieces = new Map(bag.lines.map((line) => [line.category, line.pieces]));
    for (const { category, pieces: less } of intake.lines)
        pieces.set(category, (pieces.get(category) ?? 0) - less);
    const lines = [...pieces]
        .filter(([, left]) => left > 0)
        .map(([category, left]) => ({ category, pieces: left }));
    return { ...bag, after, lines, body: { ...bag.body, intakes: after } };
}

/** Deletes a refused entry and what hangs on it: the service has said that it did nothing. */
export async function drop(id: string): Promise<void> {
    const tx = (await db()).transaction("entries", "readwrite", { durability: "strict" });
    const all = await tx.store.getAll();
    const head = all.find((one) => one.id === id);
    if (head?.state === "attention") {
        for (const one of hangingOn(all, id)) if (one.state !== "sent") await leave(tx.store, one, head);
        // A refused correction changed nothing, so the record says what it said before.
        const corrected = all.find((one) => one.kind === "intake" && one.id === head.about);
        if (head.was !== undefined && corrected !== undefined)
            await tx.store.put({ ...corrected, lines: head.was, undone: false });
    }
    await tx.done;
}

/** Gives what somebody left behind to whoever holds the phone now, who may still send. */
export async function adopt(ids: readonly string[], person: string): Promise<void> {
    await alter(ids, (entry) => (entry.state === "sending" ? null : { ...entry, person }));
}

/** Returns an entry and those that wait for it, near and far. */
export function hangingOn(all: readonly Entry[], id: string): Entry[] {
    const ids = new Set([id]);
    for (const one of all) if (one.after.some((before) => ids.has(before))) ids.add(one.id);
    return all.filter((one) => ids.has(one.id));
}
