import { v7 } from "uuid";
import type { Shape } from "../shared/api";
import { type Donor, type Draft, fresh } from "./keep/drafts";
import { alter, withdraw } from "./keep/changes";
import { enter, type Entry, type Line } from "./keep/entries";

type Reason = Shape<"CorrectionReason">;

/** Reasons that a volunteer chooses from; the likeliest first. */
export const REASONS: readonly Reason[] = ["miscount", "wrong_category", "not_received", "other"];

/**
 * Takes a donation back. One that never left the phone becomes the draft it came from, which is
 * returned; one that may have arrived is answered by a correction that says it was not received.
 */
export async function undo(entry: Entry): Promise<Draft | null> {
    const taken = await withdraw(entry.id);
    if (taken !== null) return draftFrom(taken);
    await amend(entry, [], "not_received");
    return null;
}

/** Sets a donation right that may have arrived: a linked correction, which follows it. */
export async function amend(entry: Entry, lines: readonly Line[], reason: Reason): Promise<void> {
    const changed = differences(entry.lines, lines);
    if (changed.length === 0) return;
    const id = v7();
    await enter({
        id,
        person: entry.person,
        kind: "correction",
        method: "POST",
        path: `/intakes/${entry.id}/corrections`,
        body: { id, reason, lines: changed },
        after: [entry.id],
        about: entry.id,
        lines: [...lines],
        was: entry.lines,
    });
    await alter([entry.id], (now) => ({ ...now, lines: [...lines], undone: lines.length === 0 }));
}

/** Returns the lines that a correction has to name: those that changed, as they should have been. */
export function differences(was: readonly Line[], now: readonly Line[]): Shape<"CorrectedLine">[] {
    const wanted = new Map(now.map((line) => [keyOf(line), line]));
    const gone = was
        .filter((line) => !wanted.has(keyOf(line)))
        .map((line) => ({ ...kindOf(line), pieces: 0, grams: 0 }));
    const before = new Map(was.map((line) => [keyOf(line), line]));
    const changed = now.filter((line) => before.get(keyOf(line))?.pieces !== line.pieces);
    return [...gone, ...changed.map((line) => ({ ...kindOf(line), pieces: line.pieces }))];
}

function kindOf(line: Line): Pick<Shape<"CorrectedLine">, "category" | "condition" | "expires_on"> {
    return {
        category: line.category,
        ...(line.condition === undefined ? {} : { condition: line.condition }),
        ...(line.expires_on === undefined ? {} : { expires_on: line.expires_on }),
    };
}

function keyOf(line: Line): string {
    return [line.category, line.condition ?? "", line.expires_on ?? ""].join(" ");
}

/** Returns the draft that an entry came from, under an id of its own: the old one is not used again. */
export function draftFrom(entry: Entry): Draft {
    const body = entry.body as { donor?: Partial<Donor>; note?: string; refused?: Draft["refused"] } | null;
    const donor = body?.donor;
    return {
        ...fresh(entry.person),
        lines: entry.lines,
        refused: body?.refused ?? [],
        donor:
            donor === undefined
                ? null
                : {
                      name: donor.name ?? "",
                      phone: donor.phone ?? "",
                      consent: donor.consent ?? false,
                      organisation: donor.organisation ?? false,
                  },
        note: body?.note ?? "",
    };
}
