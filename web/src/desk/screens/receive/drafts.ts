import { Refused, type Shape } from "../../../shared/api";
import { get, newId } from "../../asking";
import { troubleOf } from "../../state/loaded.svelte";
import { bodyOf, type Draft, kindOf, type Said, type Told } from "./judging";

/** A receipt that is finished here and not yet with the service; it is sent as it was, always. */
export interface Waiting {
    draft: Draft;
    said: Said;
    body: Shape<"ReceiptIn">;
    /** What the service said against it; null while there was no answer. */
    refused: Refused["problem"] | null;
}

/** What the browser keeps of a bench. */
export interface Kept {
    draft: Draft;
    waiting: Waiting[];
}

/** How long a scan waits for the service before it is on the list unchecked, milliseconds. */
const PATIENCE_MS = 3_000;

/** Returns a receipt that nobody has begun. */
export function fresh(): Draft {
    return { id: newId(), run: null, alone: false, scans: [] };
}

/** Puts a list that was begun aside while another is looked at. */
export function parked(draft: Draft, station: string): Waiting {
    const said = { witness: "", note: "" };
    const refused = { status: 0, code: "parked", title: "", detail: "", errors: [] };
    return { draft, said, body: bodyOf(draft, station, new Date().toISOString(), said), refused };
}

/** Asks what a label is at a station; null without an answer. */
export async function toldOf(label: string, foreign: boolean, station: string): Promise<Told | null> {
    try {
        const bag = await get<Shape<"BagOut">>(`/bags/${encodeURIComponent(label)}`);
        return kindOf(bag, foreign, station);
    } catch (failed) {
        const trouble = troubleOf(failed);
        const knowsNone = trouble instanceof Refused && [404, 422].includes(trouble.problem.status);
        return knowsNone ? kindOf(null, foreign, station) : null;
    }
}

/** Returns nothing, once a scan has waited long enough. */
export function later(): Promise<null> {
    return new Promise((done) => setTimeout(() => done(null), PATIENCE_MS));
}
