import type { Shape } from "../../../shared/api";
import { count, stamp } from "../../format";

type Column = Shape<"ColumnOut">;

/** Words that cells need: units by what a column holds, yes and no. */
export interface CellWords {
    units: Record<string, string>;
    yes: string;
    no: string;
}

const TEXTS = new Set(["code", "text", "month", "day", "instant", "yes_no"]);
const ADDITIVE = new Set(["count", "pieces", "people", "grams"]);

/** Tells whether a column holds figures, which stand right. */
export function isFigure({ holds }: Column): boolean {
    return !TEXTS.has(holds);
}

/** Tells whether figures of a column may be summed. */
export function isAdditive({ holds }: Column): boolean {
    return ADDITIVE.has(holds);
}

/** Returns a column's title with its unit, unless the title says it already: as the files have it. */
export function heading({ title, holds }: Column, { units }: CellWords): string {
    const unit = units[holds];
    if (unit === undefined) return title;
    const said = /^[\x20-\x7e]+$/.test(unit)
        ? new RegExp(`\\b${unit}\\b`, "i").test(title)
        : title.includes(unit);
    return said ? title : `${title} (${unit})`;
}

/** Returns a cell as people read it: as the PDF has it, weights to the gram. */
export function cell(value: unknown, holds: string, words: CellWords): string {
    if (value === null || value === undefined) return "";
    if (holds === "yes_no") return value === true ? words.yes : words.no;
    if (holds === "instant") return stamp(String(value));
    if (typeof value !== "number") return String(value);
    if (holds === "grams") return decimals(value / 1000, 3, 3);
    if (holds === "share") return `${decimals(value * 100, 1, 1)}%`;
    if (holds === "days") return decimals(value, 1, 1);
    if (holds === "number") return decimals(value, 0, 4);
    return count(value);
}

/** Returns a figure in as few digits as the eye can compare, for a mark in a chart. */
export function short(value: number, holds: string): string {
    const shown = holds === "grams" ? value / 1000 : holds === "share" ? value * 100 : value;
    const digits = Math.abs(shown) >= 100 ? 0 : 1;
    return decimals(shown, 0, digits) + (holds === "share" ? "%" : "");
}

/**
 * Returns the columns that people read. Left to the files: a code that has its name beside it, and one that is
 * a word for programs.
 */
export function readable(
    columns: readonly Column[],
    rows: readonly Record<string, unknown>[] = [],
): Column[] {
    const names = new Set(columns.map(({ name }) => name));
    return columns.filter(({ name, holds }) => {
        if (names.has(`${name}_name`)) return false;
        return holds !== "code" || rows.length === 0 || !rows.every((row) => isForPrograms(row[name]));
    });
}

function isForPrograms(value: unknown): boolean {
    return value === null || (typeof value === "string" && /^([a-z][a-z0-9_]*)?$/.test(value));
}

function decimals(value: number, least: number, most: number): string {
    return value.toLocaleString("en-GB", { minimumFractionDigits: least, maximumFractionDigits: most });
}
