import type { Draft } from "./keep/drafts";
import { enter, type Entry, type Line, NoRoom } from "./keep/entries";
import type { Person } from "./keep/people";
import { clockTime } from "./sync/clock";

/** The most pieces of a line; more than that is a lorry, and its own conversation. */
export const PIECES_MAX = 999;

/** What is wrong with a draft, by the field that has to change. */
export type Wrong = "lines" | "phone" | "consent";

/** Adds a piece of a category, or points the amounts at its line. */
export function tapped(draft: Draft, category: string): Draft {
    const at = draft.lines.findIndex((line) => line.category === category);
    if (at < 0) return { ...draft, lines: [...draft.lines, { category, pieces: 1 }], at: draft.lines.length };
    return counted({ ...draft, at }, (draft.lines[at]?.pieces ?? 0) + 1);
}

/** Sets the pieces of the line that the amounts point at; nought takes the line away. */
export function counted(draft: Draft, pieces: number): Draft {
    const wanted = Math.min(PIECES_MAX, Math.max(0, Math.trunc(pieces)));
    if (wanted > 0) return described(draft, { pieces: wanted });
    const lines = draft.lines.filter((_, n) => n !== draft.at);
    return { ...draft, lines, at: Math.max(0, Math.min(draft.at, lines.length - 1)) };
}

/** What is said about a line; undefined takes it back. */
export type Said = { [Field in keyof Line]?: Line[Field] | undefined };

/** Says more about the line that the amounts point at: weight, best before, condition. */
export function described(draft: Draft, more: Said): Draft {
    const lines = draft.lines.map((line, n) => (n === draft.at ? without({ ...line, ...more }) : line));
    return { ...draft, lines };
}

function without(line: Said): Line {
    return Object.fromEntries(
        Object.entries(line).filter(([, value]) => value !== undefined),
    ) as unknown as Line;
}

/** Returns what has to change before a draft can be saved. */
export function wrongIn(draft: Draft): Wrong[] {
    const wrong: Wrong[] = [];
    if (draft.lines.length === 0 && draft.refused.length === 0) wrong.push("lines");
    if (draft.donor !== null) {
        const phone = tidyPhone(draft.donor.phone);
        if (phone !== "" && !/^1[3-9][0-9]{9}$/.test(phone)) wrong.push("phone");
        if (!draft.donor.consent && (phone !== "" || draft.donor.name.trim() !== "")) wrong.push("consent");
    }
    return wrong;
}

/** Returns a number as it was meant: full-width digits, blanks and dashes are forgiven, and +86. */
export function tidyPhone(typed: string): string {
    return tidyDigits(typed).replace(/^\+?86(?=1[3-9])/, "");
}

/** Returns what was typed with ordinary digits, without blanks and dashes. */
export function tidyDigits(typed: string): string {
    return typed
        .replace(/[\uff10-\uff19]/g, (full) => String.fromCharCode(full.charCodeAt(0) - 0xfee0))
        .replace(/[\s\-‐-―－]/g, "");
}

/** Returns kilograms as people write them in grams: null for nothing, NaN for nought, too much, or no number. */
export function gramsFrom(typed: string, most: number): number | null {
    const kilograms = tidyDigits(typed)
        .replace(/[,，。．]/g, ".")
        .replace(/(kg|公斤|千克)$/i, "");
    if (kilograms === "") return null;
    const grams = Math.round(Number(kilograms) * 1000);
    return grams >= 1 && grams <= most ? grams : Number.NaN;
}

/** Writes a donation down: the entry is kept and the draft cleared, both or neither. Throws NoRoom. */
export async function save(draft: Draft, person: Person, now = Date.now()): Promise<Entry> {
    const entry = await enter(
        {
            id: draft.id,
            person: person.id,
            kind: "intake",
            method: "PUT",
            path: `/intakes/${draft.id}`,
            body: bodyOf(draft, person, now),
            lines: draft.lines,
            refused: draft.refused,
        },
        now,
        person.id,
    );
    return entry;
}

function bodyOf(draft: Draft, person: Person, now: number): Record<string, unknown> {
    const { donor } = draft;
    const phone = donor === null ? "" : tidyPhone(donor.phone);
    const name = donor?.name.trim() ?? "";
    const known = donor !== null && (name !== "" || phone !== "" || donor.organisation);
    return {
        point: person.place,
        happened_at: clockTime(now),
        lines: draft.lines,
        ...(draft.refused.length > 0 ? { refused: draft.refused } : {}),
        ...(known
            ? {
                  donor: {
                      ...(name === "" ? {} : { name }),
                      ...(phone === "" ? {} : { phone }),
                      consent: donor.consent,
                      organisation: donor.organisation,
                  },
              }
            : {}),
        ...(draft.note.trim() === "" ? {} : { note: draft.note.trim() }),
    };
}

export { NoRoom };
