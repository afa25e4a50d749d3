import type { Problem, Shape } from "../../shared/api";
import type { NamedThing } from "../../shared/words";
import { type Db, db } from "./db";

/** What an entry of the outbox does, as people name it. */
export type Kind = "intake" | "correction" | "bag" | "request" | "retire" | "collect" | "finish";

/**
 * How far an entry has come. One way: waiting, sending, sent; or `attention`, which a person ends.
 * A draft (drafts.ts) comes before.
 */
export type State = "waiting" | "sending" | "sent" | "attention";

/** A line as people read it. */
export interface Line {
    category: string;
    pieces: number;
    grams?: number;
    expires_on?: string;
    condition?: Shape<"Condition">;
}

/** One request that waits for reception, or went. `id` was made on this phone, before anything was sent. */
export interface Entry {
    seq?: number;
    id: string;
    person: string;
    kind: Kind;
    method: "PUT" | "POST";
    /** Where to; `{point}` stands for the person's point, which may not be known before they have joined. */
    path: string;
    /** What is sent; null once it arrived, so that no donor stays on the phone. */
    body: Record<string, unknown> | null;
    state: State;
    tries: number;
    triedAt: number | null;
    madeAt: number;
    sentAt: number | null;
    /** Ids of entries that must have arrived first. */
    after: string[];
    /** What it is about: an intake's id, a bag's label, a run's id. */
    about: string | null;
    /** Where it was done, by its code; for collections. */
    where?: string;
    /** What was given, as it stands now; for intakes. */
    lines: Line[];
    /** What the record said before; for corrections, which may be refused. */
    was?: Line[];
    /** What the volunteer turned away; for intakes. */
    refused: { category: string; pieces: number }[];
    answer: { tracking_code?: string; station?: NamedThing; label?: string } | null;
    problem: Problem | null;
    /** A later entry takes all of it back. */
    undone: boolean;
}

export type NewEntry = Pick<Entry, "id" | "person" | "kind" | "method" | "path" | "body"> & Partial<Entry>;

/** Sent entries that the phone keeps as proof; older ones make room. */
export const PROOFS_MAX = 200;

/** Returns a whole entry from what is particular about it. */
export function made(entry: NewEntry, now: number): Entry {
    return {
        state: "waiting",
        tries: 0,
        triedAt: null,
        madeAt: now,
        sentAt: null,
        after: [],
        about: null,
        lines: [],
        refused: [],
        answer: null,
        problem: null,
        undone: false,
        ...entry,
    };
}

/** No room on the phone: nothing was kept, nothing was lost. */
export class NoRoom extends Error {}

/**
 * Writes an entry down and, with it, clears the draft that it came from: both or neither.
 *
 * The same id again changes nothing. When the phone is full, proofs of what was sent make room;
 * throws NoRoom when that is not enough.
 */
export async function enter(entry: NewEntry, now = Date.now(), clears: string | null = null): Promise<Entry> {
    const whole = made(entry, now);
    try {
        return await write(await db(), whole, clears);
    } catch (full) {
        if (!isQuota(full)) throw full;
    }
    await dropProofs(0);
    try {
        return await write(await db(), whole, clears);
    } catch (full) {
        throw isQuota(full) ? new NoRoom() : full;
    }
}

async function write(store: Db, entry: Entry, clears: string | null): Promise<Entry> {
    const tx = store.transaction(["entries", "drafts"], "readwrite", { durability: "strict" });
    const before = await tx.objectStore("entries").index("id").get(entry.id);
    if (before === undefined) entry.seq = await tx.objectStore("entries").add(entry);
    if (clears !== null) await tx.objectStore("drafts").delete(clears);
    await tx.done;
    return before ?? entry;
}

function isQuota(wrong: unknown): boolean {
    return wrong instanceof DOMException && wrong.name === "QuotaExceededError";
}

/** Returns every entry, in the order they were made. */
export async function entries(): Promise<Entry[]> {
    return (await db()).getAll("entries");
}

/** Deletes the oldest proofs beyond a number. */
export async function dropProofs(keep = PROOFS_MAX): Promise<void> {
    const tx = (await db()).transaction("entries", "readwrite");
    const sent = await tx.store.index("state").getAll("sent");
    const needed = new Set(
        (await tx.store.getAll()).filter((one) => one.state !== "sent").flatMap((one) => one.after),
    );
    const old = sent.sort((a, b) => a.seq! - b.seq!).slice(0, Math.max(0, sent.length - keep));
    for (const one of old) if (!needed.has(one.id)) await tx.store.delete(one.seq!);
    await tx.done;
}
