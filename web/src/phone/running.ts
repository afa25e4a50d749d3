import { v7 } from "uuid";
import type { Shape } from "../shared/api";
import { show } from "../shared/codes";
import { drop } from "./keep/changes";
import { enter, type Entry } from "./keep/entries";
import type { Person } from "./keep/people";
import type { Gathered } from "./scan/gathering";
import { keyOf } from "../shared/scan/reading";
import { clockTime } from "./sync/clock";

export type Run = Shape<"PickupOut">;
export type Stop = Shape<"StopOut">;
export type Cannot = NonNullable<Shape<"CollectIn">["cannot"]>;

/** Why nothing, or not everything, could be collected; the likeliest first. */
export const CANNOT: readonly Cannot[] = [
    "nobody_there",
    "closed",
    "nothing_there",
    "no_access",
    "vehicle_full",
    "other",
];
/** The most bags of one collection. */
export const BAGS_MAX = 100;

/** What is sent of a stop that was made. */
export interface Collection {
    id: string;
    point: string;
    happened_at: string;
    bags: string[];
    unannounced: { label: string }[];
    cannot?: Cannot;
}

/** Returns a run as it stands after a collection that the service may not know yet. */
export function collected(run: Run, made: Collection): Run {
    const aboard = new Set(run.bags.map((bag) => keyOf(bag.label)));
    const taken = [
        ...made.bags.map((label) => ({ label: keyOf(label), announced: true })),
        ...made.unannounced.map(({ label }) => ({ label: keyOf(label), announced: false })),
    ];
    const labels = new Set(taken.map((bag) => bag.label));
    const stops = run.stops.map((stop) =>
        stop.point.code === made.point ? ended(stop, made, labels) : stop,
    );
    const bags = taken
        .filter((bag) => !aboard.has(bag.label))
        .map(({ label, announced }) => ({
            label: show(label),
            announced,
            point: made.point,
            status: "sealed" as const,
            // The phone knows labels; what is in the bags the service says.
            pieces: 0,
            grams: 0,
        }));
    return { ...run, stops, bags: [...run.bags, ...bags], status: "under_way" };
}

function ended(stop: Stop, made: Collection, taken: ReadonlySet<string>): Stop {
    const outcome = made.cannot ?? "collected";
    return {
        ...stop,
        outcome,
        ended_at: made.happened_at,
        waiting: stop.waiting.filter((label) => !taken.has(keyOf(label))),
        requests: outcome === "collected" ? [] : stop.requests,
    };
}

/** Returns a run as it stands when it is over: stops that were not made are skipped. */
export function finished(run: Run, at: string): Run {
    const stops = run.stops.map((stop) =>
        stop.outcome === null ? { ...stop, outcome: "skipped" as const, ended_at: at } : stop,
    );
    return { ...run, stops, status: "finished", finished_at: at };
}

/**
 * Returns runs as the service told them with what this phone did and had not sent yet when it asked.
 *
 * What was sent meanwhile may or may not be in the answer: doing it once more changes nothing.
 */
export function withUnsent(runs: readonly Run[], unsent: readonly Entry[]): Run[] {
    return runs.map((run) =>
        unsent
            .filter((entry) => entry.about === run.id && entry.body !== null)
            .reduce((now, entry) => {
                if (entry.kind === "collect") return collected(now, entry.body as unknown as Collection);
                if (entry.kind === "finish") return finished(now, String(entry.body?.["happened_at"]));
                return now;
            }, run),
    );
}

/** Returns what of a run has not arrived: its collections and its end, in order. */
export function unsentOf(all: readonly Entry[], run: string | null = null): Entry[] {
    return all.filter(
        (entry) =>
            (entry.kind === "collect" || entry.kind === "finish") &&
            entry.state !== "sent" &&
            (run === null || entry.about === run),
    );
}

/** Returns the runs that are to be made: the overdue first, then by their day; `today` is a date. */
export function ordered(runs: readonly Run[], today: string): Run[] {
    const rank = (run: Run) => (isLate(run, today) ? 0 : 1);
    return [...runs].sort((a, b) => rank(a) - rank(b) || a.planned_for.localeCompare(b.planned_for));
}

/** Tells whether a run should have been made by now. */
export function isLate(run: Run, today: string): boolean {
    return run.status !== "finished" && (run.overdue || run.planned_for < today);
}

/** How far a run is. */
export interface Progress {
    made: number;
    all: number;
    /** Bags aboard, and those of them whose weight only the service knows. */
    bags: number;
    unweighed: number;
    next: Stop | null;
}

/** Returns how far a run is. */
export function progress(run: Run): Progress {
    return {
        made: run.stops.filter((stop) => stop.outcome !== null).length,
        all: run.stops.length,
        bags: run.bags.length,
        unweighed: run.bags.filter((bag) => bag.grams === 0).length,
        next: run.stops.find((stop) => stop.outcome === null) ?? null,
    };
}

/** Writes a stop down. `instead` is a refused entry in whose place this one comes. */
export async function collect(
    run: Run,
    point: string,
    gathered: Gathered,
    cannot: Cannot | null,
    person: Person,
    instead: Entry | null,
    now = Date.now(),
): Promise<Collection> {
    const id = v7();
    const made: Collection = {
        id,
        point,
        happened_at: String(instead?.body?.["happened_at"] ?? clockTime(now)),
        bags: gathered.filter((one) => one.announced).map((one) => one.label),
        unannounced: gathered.filter((one) => !one.announced).map(({ label }) => ({ label })),
        ...(cannot === null ? {} : { cannot }),
    };
    await enter(
        {
            id,
            person: person.id,
            kind: "collect",
            method: "POST",
            path: `/pickups/${run.id}/collect`,
            body: { ...made },
            about: run.id,
            where: point,
        },
        now,
    );
    if (instead !== null) await drop(instead.id);
    return made;
}

/** Ends a run; it is sent after all its collections. */
export async function finish(
    run: Run,
    person: Person,
    all: readonly Entry[],
    now = Date.now(),
): Promise<string> {
    const at = clockTime(now);
    await enter(
        {
            id: v7(),
            person: person.id,
            kind: "finish",
            method: "POST",
            path: `/pickups/${run.id}/finish`,
            body: { happened_at: at },
            after: unsentOf(all, run.id).map((entry) => entry.id),
            about: run.id,
        },
        now,
    );
    return at;
}
