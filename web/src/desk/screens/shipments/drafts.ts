import type { Shape } from "../../../shared/api";
import { readWhole } from "../../numbers";
import { GIVEN } from "../needs/matching";
import type { Kind } from "./shipments";

type Stock = Shape<"StockOut">;

/** Why something that was scanned is not on the list. */
export type Why =
    | "twice"
    | "sealed"
    | "opened"
    | "elsewhere"
    | "reserved"
    | "expired"
    | "unsuited"
    | "unknown"
    | "other"
    | "unreachable";

/** A lot on the list; what has no pieces is told by its grams. */
export interface DraftLine {
    lot: string;
    category: string;
    unit: "pieces" | "grams";
    free: number;
    freeGrams: number;
    expires: string | null;
    amount: string;
}

/** Something that was scanned and is not on the list. */
export interface Failure {
    code: string;
    why: Why;
}

/** What is set once for all that is scanned. */
export interface Head {
    from: string;
    /** A store, or a recipient. */
    to: string;
    vehicle: string;
    due: string;
}

/** Returns a code without what people and printers put between its characters. */
export function bare(code: string): string {
    return code.replace(/[^0-9A-Za-z]/g, "").toUpperCase();
}

/** Returns why goods cannot go along, or null when they can. */
export function whyNot(kind: Kind, row: Stock | undefined): Why | null {
    if (row === undefined) return "elsewhere";
    if (row.expiry_band === "expired") return "expired";
    if ((row.available_pieces ?? 0) + (row.available_grams ?? 0) === 0) return "reserved";
    const given = GIVEN.some((grade) => grade === row.grade);
    return kind === "distributions" && !given ? "unsuited" : null;
}

/** Returns goods as a line of the list: all that is free of them. */
export function lineOf(row: Stock): DraftLine {
    const pieces = row.available_pieces ?? 0;
    const grams = row.available_grams ?? 0;
    const unit = pieces > 0 ? "pieces" : "grams";
    const free = unit === "pieces" ? pieces : grams;
    return {
        lot: row.lot,
        category: row.category,
        unit,
        free,
        freeGrams: grams,
        expires: row.expires_on,
        amount: String(free),
    };
}

/** Returns lines as the service takes them; null when an amount cannot be. */
export function linesOf(lines: readonly DraftLine[]): Shape<"LotIn">[] | null {
    const read = lines.map((line) => ({ line, value: readWhole(line.amount, 1, line.free) }));
    if (read.length === 0 || read.some(({ value }) => value === null)) return null;
    return read.map(({ line, value }) =>
        line.unit === "pieces"
            ? { lot: line.lot, pieces: value ?? 0 }
            : { lot: line.lot, pieces: 0, grams: value ?? 0 },
    );
}

/** Returns the sums of a list: its pieces, and about how much they weigh. */
export function totalOf(lines: readonly DraftLine[]): { pieces: number; grams: number } {
    let pieces = 0;
    let grams = 0;
    for (const line of lines) {
        const value = readWhole(line.amount, 1, line.free) ?? 0;
        if (line.unit === "pieces") pieces += value;
        grams += line.free === 0 ? 0 : Math.round((line.freeGrams * value) / line.free);
    }
    return { pieces, grams };
}
