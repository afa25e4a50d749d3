import { ask, Refused, type Shape, Unreachable } from "../shared/api";
import { keyOf } from "../shared/scan/reading";
import { db, type Seen } from "./keep/db";
import type { Person } from "./keep/people";

/** What is known of a bag, and whether the service could be asked just now. */
export interface Known {
    seen: Seen | null;
    asked: boolean;
}

/** Returns what the phone last heard of a bag. */
export async function seenBefore(label: string, person: Person): Promise<Seen | null> {
    const seen = await (await db()).get("seen", keyOf(label));
    // What somebody saw who had the phone before is not for everybody.
    return seen?.person === person.id ? seen : null;
}

/** Asks the service about a bag and keeps the answer; without reception returns what was kept. */
export async function lookUp(label: string, person: Person): Promise<Known> {
    const key = keyOf(label);
    if (person.token === null) return { seen: await seenBefore(key, person), asked: false };
    try {
        const { body } = await ask<Shape<"BagOut">>(`/bags/${encodeURIComponent(key)}`, {
            token: person.token,
        });
        return {
            seen: await keep({ label: key, person: person.id, bag: body, at: Date.now() }),
            asked: true,
        };
    } catch (failed) {
        if (failed instanceof Refused && failed.problem.status === 404)
            return {
                seen: await keep({ label: key, person: person.id, bag: null, at: Date.now() }),
                asked: true,
            };
        if (!(failed instanceof Refused) && !(failed instanceof Unreachable)) throw failed;
        return { seen: await seenBefore(key, person), asked: false };
    }
}

/** Asks the service what any code is; null when it knows none or cannot be asked. */
export async function whatIs(code: string, person: Person): Promise<Shape<"ScanOut"> | null> {
    try {
        const { body } = await ask<Shape<"ScanOut">>(`/scan/${encodeURIComponent(code)}`, {
            token: person.token,
        });
        return body;
    } catch (failed) {
        if (failed instanceof Refused || failed instanceof Unreachable) return null;
        throw failed;
    }
}

async function keep(seen: Seen): Promise<Seen> {
    await (await db()).put("seen", seen);
    return seen;
}
