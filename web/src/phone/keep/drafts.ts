import { v7 } from "uuid";
import type { Shape } from "../../shared/api";
import { db } from "./db";
import type { Line } from "./entries";

/** A donor, if they want to be known; contact only with consent. */
export interface Donor {
    name: string;
    phone: string;
    consent: boolean;
    organisation: boolean;
}

/** A donation that is being logged. Kept at every tap, so that a killed page goes on where it was. */
export interface Draft {
    person: string;
    /** The id that the intake will have: made now, so that saving twice is saving once. */
    id: string;
    lines: Line[];
    refused: { category: string; pieces: number; reason: Shape<"RefusalReason"> }[];
    /** Index of the line that the amounts are set for. */
    at: number;
    donor: Donor | null;
    note: string;
}

/** Returns an empty draft. */
export function fresh(person: string): Draft {
    return { person, id: v7(), lines: [], refused: [], at: 0, donor: null, note: "" };
}

/** Returns a person's draft, or an empty one. */
export async function draftOf(person: string): Promise<Draft> {
    return (await (await db()).get("drafts", person)) ?? fresh(person);
}

/** Keeps a draft. */
export async function keepDraft(draft: Draft): Promise<void> {
    await (await db()).put("drafts", draft);
}

/** Tells whether anything was entered. */
export function isEmpty(draft: Draft): boolean {
    return (
        draft.lines.length === 0 && draft.refused.length === 0 && draft.donor === null && draft.note === ""
    );
}
