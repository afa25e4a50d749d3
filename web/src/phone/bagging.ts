import { v7 } from "uuid";
import { drop } from "./keep/changes";
import { enter, type Entry, type Line } from "./keep/entries";
import type { Person } from "./keep/people";
import { gramsFrom } from "./logging";
import { clockTime } from "./sync/clock";

/** The most donations that a bag may be closed with in one go. */
export const INTAKES_MAX = 100;
/** What two people can lift into a van; more is a slip of the hand, grams for kilograms. */
export const BAG_GRAMS_MAX = 200_000;

/** Where a refusal points that speaks of the label. One that points nowhere speaks of it, too: it is in the path. */
const LABEL_FAULT = "/label";

/** A donation that may go into a bag. */
export interface Loose {
    id: string;
    entry: Entry | null;
}

/** Returns the donations of a person that lie in no bag yet, the newest first. */
export function loose(all: readonly Entry[], person: string): Loose[] {
    const bagged = new Set(all.filter((entry) => entry.kind === "bag").flatMap((bag) => bag.after));
    return all
        .filter(
            (entry) =>
                entry.kind === "intake" &&
                entry.person === person &&
                // What was refused gets another id when it is mended; a bag must not wait for this one.
                entry.state !== "attention" &&
                !entry.undone &&
                entry.lines.length > 0 &&
                !bagged.has(entry.id),
        )
        .sort((a, b) => b.seq! - a.seq!)
        .map((entry) => ({ id: entry.id, entry }));
}

/** Returns what a refused bag was to hold; a donation whose record has left the phone keeps its place. */
export function contentsOf(bag: Entry, all: readonly Entry[]): Loose[] {
    const known = new Map(all.map((entry) => [entry.id, entry]));
    return bag.after.map((id) => ({ id, entry: known.get(id) ?? null }));
}

/** Returns the pieces of several donations by category, the most pieces first. */
export function summed(chosen: readonly Loose[]): Line[] {
    const pieces = new Map<string, number>();
    for (const { entry } of chosen)
        for (const line of entry?.lines ?? [])
            pieces.set(line.category, (pieces.get(line.category) ?? 0) + line.pieces);
    return [...pieces]
        .map(([category, count]) => ({ category, pieces: count }))
        .sort((a, b) => b.pieces - a.pieces);
}

/**
 * Returns the bag that this phone closed with a label already, if any.
 *
 * `except` is a refused one that is closed anew: it may keep its label when something else was wrong.
 */
export function usedFor(
    all: readonly Entry[],
    label: string,
    except: string | null = null,
): Entry | undefined {
    return all.find((entry) => {
        if (entry.kind !== "bag" || entry.about !== label) return false;
        const faults = entry.problem?.errors ?? [];
        const elsewhere = faults.length > 0 && faults.every((fault) => fault.pointer !== LABEL_FAULT);
        return entry.id !== except || !elsewhere;
    });
}

/** Returns what somebody typed as a bag's weight in grams: null for nothing, NaN for what no bag weighs. */
export function gramsOf(typed: string): number | null {
    return gramsFrom(typed, BAG_GRAMS_MAX);
}

/** A bag that is to be closed. */
export interface Closing {
    label: string;
    chosen: readonly Loose[];
    grams: number | null;
    /** A refused entry in whose place this one comes. */
    instead: Entry | null;
}

/** Closes a bag. `after` names all that is in it, so that the phone knows when it has forgotten the request. */
export async function close(bag: Closing, person: Person, now = Date.now()): Promise<Entry> {
    const ids = bag.chosen.map((one) => one.id);
    const was = bag.instead?.body ?? null;
    const entry = await enter(
        {
            id: v7(),
            person: person.id,
            kind: "bag",
            method: "PUT",
            path: `/bags/${bag.label}`,
            body: {
                point: person.place,
                // A bag that got another label was closed when it was closed.
                happened_at: was?.["happened_at"] ?? clockTime(now),
                intakes: ids,
                ...(bag.grams === null ? {} : { grams: bag.grams }),
            },
            after: ids,
            about: bag.label,
            lines: summed(bag.chosen),
        },
        now,
    );
    // The new one first: killed in between, the phone has one bag too many and not one too few.
    if (bag.instead !== null) await drop(bag.instead.id);
    return entry;
}
