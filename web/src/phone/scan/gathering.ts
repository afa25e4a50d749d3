import { keyOf } from "../../shared/scan/reading";

/** A bag that was scanned at a stop; `announced` when somebody has closed it with its label. */
export interface Scanned {
    label: string;
    announced: boolean;
}

/** What was scanned, in order; the last one can be taken back. */
export type Gathered = readonly Scanned[];

/** What a scan did to the list. */
export type Change = "expected" | "unexpected" | "again";

/** Adds a label to a list, unless it is on it. `waiting` are the labels that are expected. */
export function gather(
    list: Gathered,
    label: string,
    waiting: readonly string[],
): { list: Gathered; change: Change } {
    const key = keyOf(label);
    if (list.some((one) => one.label === key)) return { list, change: "again" };
    const announced = waiting.some((one) => keyOf(one) === key);
    return { list: [...list, { label: key, announced }], change: announced ? "expected" : "unexpected" };
}

/** Takes the last scan back. */
export function withoutLast(list: Gathered): Gathered {
    return list.slice(0, -1);
}

/** Takes one label off a list. */
export function without(list: Gathered, label: string): Gathered {
    return list.filter((one) => one.label !== label);
}

/** Says anew of a label whether it was announced: the service may know more than the list on the phone. */
export function known(list: Gathered, label: string, announced: boolean): Gathered {
    return list.map((one) => (one.label === label ? { ...one, announced } : one));
}

/** Returns the labels that are expected and not scanned yet, as they are written. */
export function missing(list: Gathered, waiting: readonly string[]): string[] {
    const scanned = new Set(list.map((one) => one.label));
    return waiting.filter((label) => !scanned.has(keyOf(label)));
}
