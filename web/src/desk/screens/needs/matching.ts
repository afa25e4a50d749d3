import type { Shape } from "../../../shared/api";
import { readWhole } from "../../numbers";

type Stock = Shape<"StockOut">;
type Line = Shape<"NeedLineOut">;
type Proposed = Shape<"ProposalLine">;

/** Grades that can be given: the others are recycled or thrown away. */
export const GIVEN = ["A", "B", "C"] as const;

/** A lot at a place that could be reserved for a line of a need. */
export interface Fit {
    key: string;
    line: number;
    lot: string;
    place: string;
    row: Stock;
}

/** Returns the key of a lot at a place for a line of a need. */
export function keyOf(line: number, place: string, lot: string): string {
    return `${line} ${place} ${lot}`;
}

/** Tells whether somebody's earmarks mean a recipient, as the service does. */
export function means(earmark: string, code: string, words: readonly string[]): boolean {
    const wanted = earmark.trim().toLowerCase();
    return [code, ...words].some((word) => word.toLowerCase() === wanted);
}

/** Tells whether a lot may go to somebody for a line: what the line leaves open fits anything. */
export function fits(line: Line, row: Stock, to: { code: string; earmarks: readonly string[] }): boolean {
    return (
        (row.available_pieces ?? 0) > 0 &&
        row.expiry_band !== "expired" &&
        GIVEN.some((grade) => grade === row.grade) &&
        (row.category === line.category || row.category.startsWith(`${line.category}.`)) &&
        (line.wearer === null || line.wearer === row.wearer) &&
        (line.size === null || line.size === row.size) &&
        (row.earmark === null || means(row.earmark, to.code, to.earmarks))
    );
}

/** Returns lots in the order they are offered: what expires first comes first, what never does last. */
export function inOrder(rows: readonly Stock[]): Stock[] {
    const expiry = (row: Stock): string => row.expires_on ?? "9999-12-31";
    const number = (row: Stock): number => Number(/^L-(\d+)-/.exec(row.lot)?.[1] ?? 0);
    return [...rows].sort(
        (one, other) =>
            expiry(one).localeCompare(expiry(other)) ||
            number(one) - number(other) ||
            one.place.code.localeCompare(other.place.code),
    );
}

/** Returns the lots that fit lines of a need, each once for each line. */
export function fitsOf(
    lines: readonly Line[],
    rows: readonly Stock[],
    to: { code: string; earmarks: readonly string[] },
): Fit[] {
    const once = [...new Map(rows.map((row) => [`${row.place.code} ${row.lot}`, row])).values()];
    const open = lines.filter((line) => line.open_pieces > 0);
    return open.flatMap((line) =>
        inOrder(once.filter((row) => fits(line, row, to))).map((row) => ({
            key: keyOf(line.n, row.place.code, row.lot),
            line: line.n,
            lot: row.lot,
            place: row.place.code,
            row,
        })),
    );
}

/** Returns what was proposed as amounts by key, as if it had been typed. */
export function amountsOf(lines: readonly Proposed[]): Record<string, string> {
    return Object.fromEntries(
        lines.map((line) => [keyOf(line.need_line, line.place, line.lot), String(line.pieces)]),
    );
}

/** Returns the pieces of an amount that was typed; null when it is none. */
export function piecesOf(typed: string | undefined, most: number): number | null {
    return typed === undefined || typed.trim() === "" ? 0 : readWhole(typed, 0, most);
}

/** Returns which lots are to be reserved, in the order they are shown. */
export function chosenOf(
    shown: readonly Fit[],
    amounts: Readonly<Record<string, string>>,
): { fit: Fit; pieces: number }[] {
    return shown
        .map((fit) => ({ fit, pieces: piecesOf(amounts[fit.key], fit.row.available_pieces ?? 0) ?? 0 }))
        .filter(({ pieces }) => pieces > 0);
}
