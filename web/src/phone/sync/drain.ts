import { type Asking, ask, problemOf, Refused, Unreachable } from "../../shared/api";
import { alter } from "../keep/changes";
import { type Entry, entries } from "../keep/entries";
import { type Person, change, forgetGone } from "../keep/people";
import type { NamedThing } from "../../shared/words";
import { db } from "../keep/db";

/** Entries that go in one request. */
export const BATCH_MAX = 50;
/** The point of whoever sends, in a path. */
const POINT = "{point}";

interface Result {
    status: number;
    body: Record<string, unknown> | null;
}

/** How a round went: what arrived, what a person must look at, and why the rest stayed. */
export interface Round {
    sent: number;
    attention: number;
    /** Seconds that the service asked to wait, or null. */
    waitS: number | null;
    reached: boolean;
}

/** How the service is asked; tests put a service of their own here. */
export type Ask = (path: string, asking: Asking) => Promise<{ body: unknown }>;

/**
 * Sends everything that waits, person by person, in the order it was made.
 *
 * Only one page of the phone sends at a time. What was being sent when a page was killed is sent
 * again: the service answers the same id with the first result. An entry that is refused is set
 * aside with the reason, and only what depends on it waits with it.
 */
export async function drain(how: Ask = ask): Promise<Round> {
    const locks = typeof navigator === "undefined" ? undefined : navigator.locks;
    if (locks === undefined) return round(how);
    return locks.request("jiujin-sync", { ifAvailable: true }, async (lock) =>
        lock === null ? { sent: 0, attention: 0, waitS: null, reached: true } : round(how),
    );
}

async function round(how: Ask): Promise<Round> {
    const done: Round = { sent: 0, attention: 0, waitS: null, reached: true };
    await wake();
    for (const person of await (await db()).getAll("people")) {
        try {
            await sendFor(person, how, done);
        } catch (stopped) {
            if (stopped instanceof Unreachable) return { ...done, reached: false };
            if (!(stopped instanceof Refused)) throw stopped;
            done.waitS = stopped.retryAfterS ?? done.waitS;
        }
    }
    await forgetGone();
    return done;
}

/** Puts back what a killed page was sending. */
async function wake(): Promise<void> {
    const cut = (await entries()).filter((entry) => entry.state === "sending");
    await unmark(cut);
}

async function sendFor(person: Person, how: Ask, done: Round): Promise<void> {
    let batchMax = BATCH_MAX;
    const tried = new Set<string>();
    for (;;) {
        const batch = ready(await entries(), person, tried).slice(0, batchMax);
        if (batch.length === 0 || person.refused !== null) return;
        const sender: Person | null = person.token === null ? await join(person, how) : person;
        if (sender === null) return;
        person = sender;
        await mark(batch);
        let results: Result[];
        try {
            results = await send(batch, sender, how);
        } catch (failed) {
            await unmark(batch);
            if (!(failed instanceof Refused)) throw failed;
            const next = await refusedWhole(failed, person, batch, done);
            if (next === null) return;
            batchMax = next;
            continue;
        }
        for (const entry of batch) tried.add(entry.id);
        const { refused } = await settle(batch, results, done);
        if (refused !== null) {
            await change(person.id, { refused });
            return;
        }
    }
}

/**
 * Returns what may go now: waiting, not tried in this round, and all that it hangs on has arrived.
 *
 * Not even in one request with what it hangs on: were that refused, this would be refused for no fault of its own.
 */
export function ready(all: readonly Entry[], person: Person, tried: ReadonlySet<string>): Entry[] {
    const state = new Map(all.map((entry) => [entry.id, entry.state]));
    return all.filter(
        (entry) =>
            entry.person === person.id &&
            entry.state === "waiting" &&
            !tried.has(entry.id) &&
            // A proof that made room had arrived.
            entry.after.every((id) => (state.get(id) ?? "sent") === "sent"),
    );
}

async function join(person: Person, how: Ask): Promise<Person | null> {
    if (person.poster === null) return null;
    try {
        const { body } = await how("/join", {
            method: "POST",
            body: { code: person.poster, name: person.name },
        });
        const token = body as { token: string; place: string | null };
        return await change(person.id, { token: token.token, place: token.place });
    } catch (failed) {
        if (!(failed instanceof Refused) || isPassing(failed.problem.status)) throw failed;
        await change(person.id, { refused: failed.problem.code });
        return null;
    }
}

async function send(batch: readonly Entry[], person: Person, how: Ask): Promise<Result[]> {
    const place = person.place ?? "";
    const operations = batch.map((entry) => ({
        method: entry.method,
        path: entry.path.replace(POINT, place),
        body:
            entry.body !== null && "point" in entry.body
                ? { ...entry.body, point: entry.body["point"] ?? place }
                : entry.body,
    }));
    const { body } = await how("/sync", { method: "POST", body: { operations }, token: person.token });
    const results = (body as { results?: Result[] } | null)?.results;
    if (!Array.isArray(results) || results.length !== batch.length) throw new Unreachable("not ours");
    return results;
}

async function mark(batch: readonly Entry[]): Promise<void> {
    const triedAt = Date.now();
    await alter(ids(batch), (now) => ({ ...now, state: "sending", tries: now.tries + 1, triedAt }));
}

function ids(batch: readonly Entry[]): string[] {
    return batch.map((entry) => entry.id);
}

async function unmark(batch: readonly Entry[]): Promise<void> {
    if (batch.length > 0) await alter(ids(batch), (now) => ({ ...now, state: "waiting" }));
}

/** Says how many to try next after the whole request was refused, or null to stop; throws to wait. */
async function refusedWhole(
    failed: Refused,
    person: Person,
    batch: readonly Entry[],
    done: Round,
): Promise<number | null> {
    const { status, code } = failed.problem;
    if (status === 401 || status === 403) {
        await change(person.id, { refused: code });
        return null;
    }
    if (isPassing(status)) throw failed;
    if (batch.length > 1) return Math.max(1, batch.length >> 1);
    done.attention += 1;
    await alter(ids(batch), (now) => ({ ...now, state: "attention", problem: failed.problem }));
    return BATCH_MAX;
}

/** Writes down what became of each; returns why the person is not let in any more, if so. */
async function settle(
    batch: readonly Entry[],
    results: readonly Result[],
    done: Round,
): Promise<{ refused: string | null }> {
    let refused: string | null = null;
    await alter(ids(batch), (now, n) => {
        const { status, body } = results[n]!;
        if (status >= 200 && status < 300) {
            done.sent += 1;
            return arrived(now, body);
        }
        if (status === 401) refused = problemOf(status, body).code;
        if (status === 401 || isPassing(status)) return { ...now, state: "waiting" };
        done.attention += 1;
        return { ...now, state: "attention", problem: problemOf(status, body) };
    });
    return { refused };
}

/** Returns an entry that arrived: what was sent, a donor's name and number among it, leaves the phone. */
function arrived(entry: Entry, body: Record<string, unknown> | null): Entry {
    const station = body?.["station"] as Partial<NamedThing> | null | undefined;
    return {
        ...entry,
        state: "sent",
        sentAt: Date.now(),
        body: null,
        problem: null,
        answer: {
            ...(typeof body?.["tracking_code"] === "string" ? { tracking_code: body["tracking_code"] } : {}),
            ...(station?.name ? { station: { name: station.name, name_en: station.name_en ?? "" } } : {}),
        },
    };
}

/** Tells whether a refusal passes by itself, so that the same request is worth sending again. */
function isPassing(status: number): boolean {
    return status === 408 || status === 425 || status === 429 || status >= 500;
}
