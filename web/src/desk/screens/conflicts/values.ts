import type { Shape } from "../../../shared/api";

export type Conflict = Shape<"ConflictOut">;
export type Row = Conflict["rows"][number];
export type Source = Row["values"][number]["source"];

/** A line of goods as a side of a contradiction names it. */
export interface Line {
    category: string;
    pieces: number;
}

/** What was written down first stands first. */
const SIDES: readonly Source[] = ["logged", "recorded", "sent", "received", "arrived", "refused"];

/** Returns the sides of a contradiction, the earlier one first. */
export function sidesOf(rows: readonly Row[]): Source[] {
    const said = new Set(rows.flatMap(({ values }) => values.map(({ source }) => source)));
    return SIDES.filter((side) => said.has(side));
}

/** Returns the lines of goods that a value is, or null when it is none. */
export function linesOf(value: unknown): Line[] | null {
    return Array.isArray(value) && value.every(isLine) ? value : null;
}

/** Returns what a line of a gift should say so that it is as the other side has it; a line it lacks is none. */
export function linesToCorrect(recorded: readonly Line[], other: readonly Line[]): Line[] {
    const wanted = new Map(other.map(({ category, pieces }) => [category, pieces]));
    const known = recorded.map(({ category }) => ({ category, pieces: wanted.get(category) ?? 0 }));
    const more = other.filter(({ category }) => !recorded.some((line) => line.category === category));
    return [...known, ...more];
}

/** Returns the part of the desk that a page's address belongs to: `bag` of `/desk/bag/0101`. */
export function partOf(path: string): string {
    return path.split("/")[2] ?? "";
}

/** Tells whether a settlement was refused because somebody else settled it meanwhile. */
export function isSettledAlready(codes: readonly { code: string }[]): boolean {
    return codes.some(({ code }) => code === "settled_already");
}

function isLine(value: unknown): value is Line {
    return typeof value === "object" && value !== null && "category" in value && "pieces" in value;
}
